// Reads {"jsonld": {NAME: TEXT}, "annotations": {NAME: TEXT}, "feeds": {NAME: TEXT}} from standard input and prints what is wrong with each, one
// complaint a line: JSON-LD against the types of schema.org (schema-dts), annotations against those of the W3C model (@iiif/presentation-3),
// feeds against the schema of JSON Feed 1.1 (jsonfeed-schema).
"use strict";
const fs = require("fs");
const path = require("path");
const ts = require("typescript");
const Ajv = require("ajv").default;
const formats = require("ajv-formats").default;

const given = JSON.parse(fs.readFileSync(0, "utf8"));
const modules = process.argv[2]; // the node_modules that all this comes from
const files = {};

// schema.org's types take one @type: a document with several is checked as each of them, without what only another of them has.
const only = { LiveBlogPosting: ["coverageStartTime", "coverageEndTime", "liveBlogUpdate"] };
for (const [name, text] of Object.entries(given.jsonld)) {
	const doc = JSON.parse(text);
	const types = [doc["@type"]].flat();
	for (const type of types) {
		const one = { ...doc, "@type": type };
		for (const other of types) if (other !== type) for (const key of only[other] ?? []) delete one[key];
		files[`${name} as ${type}`] = `import type { WithContext, ${type} } from "schema-dts";\nexport const doc: WithContext<${type}> = ${JSON.stringify(one, null, "\t")};\n`;
	}
}
for (const [name, text] of Object.entries(given.annotations)) {
	const doc = JSON.parse(text);
	files[name] = `import type { AnnotationW3C } from "@iiif/presentation-3";
type Noted = AnnotationW3C & { id: string; type: "Annotation"; "schema:about": object };
export const doc: { "@context": [string, object]; id: string; type: "AnnotationCollection"; label: string; creator?: { type: "Organization"; name: string; homepage?: string }; total: number;
	first: { id: string; type: "AnnotationPage"; startIndex: number; items: Noted[] } } = ${JSON.stringify(doc, null, "\t")};\n`;
}

const names = Object.keys(files);
const fileOf = (i) => path.join(path.dirname(modules), `doc${i}.ts`);
const options = { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
const host = ts.createCompilerHost(options);
const [read, exists, source] = [host.readFile, host.fileExists, host.getSourceFile];
const ours = new Map(names.map((name, i) => [fileOf(i), files[name]]));
host.fileExists = (file) => ours.has(file) || exists(file);
host.readFile = (file) => ours.get(file) ?? read(file);
host.getSourceFile = (file, version) => (ours.has(file) ? ts.createSourceFile(file, ours.get(file), version) : source(file, version));
const program = ts.createProgram([...ours.keys()], options, host);
for (const d of ts.getPreEmitDiagnostics(program)) {
	const at = d.file ? d.file.getLineAndCharacterOfPosition(d.start).line : 0;
	const name = d.file ? names[[...ours.keys()].indexOf(d.file.fileName)] : "";
	console.log(`${name}: ${d.file ? d.file.text.split("\n")[at].trim() : ""}: ${ts.flattenDiagnosticMessageText(d.messageText, " ").slice(0, 400)}`);
}

const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const valid = ajv.compile(require(path.join(modules, "jsonfeed-schema/schema-v1.1.json")));
for (const [name, text] of Object.entries(given.feeds)) {
	if (!valid(JSON.parse(text))) for (const e of valid.errors) console.log(`${name}: ${e.instancePath} ${e.message}`);
}
console.log(`checked ${names.length} documents and ${Object.keys(given.feeds).length} feeds`);

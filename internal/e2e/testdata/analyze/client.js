// Drives two clients of the Comment Analyzer API against the server at argv[2] with the key in argv[3], and prints what they
// give. googleapis-common is the part of Google's Node client that reads a discovery document; perspective-api-client has the
// old service's address within, which a small hook of its HTTP library changes here, as a host name in DNS would elsewhere.
"use strict";
const axios = require("axios");
const { Discovery } = require("googleapis-common");
const Perspective = require("perspective-api-client");

const [base, key] = process.argv.slice(2);
axios.interceptors.request.use((request) => {
	request.url = request.url.replace("https://commentanalyzer.googleapis.com", base);
	return request;
});

async function main() {
	const out = {};
	const google = (await new Discovery({}).discoverAPI(base + "/$discovery/rest?version=v1alpha1"))({});
	const resource = { comment: { text: "🙂 You fool." }, requestedAttributes: { TOXICITY: {}, INSULT: {} }, spanAnnotations: true, clientToken: "t" };
	out.google = (await google.comments.analyze({ key, resource })).data;
	const span = out.google.attributeScores.INSULT.spanScores[0];
	out.word = resource.comment.text.slice(span.begin, span.end);
	out.suggested = (await google.comments.suggestscore({
		key, resource: { comment: { text: "Привіт" }, attributeScores: { TOXICITY: { summaryScore: { value: 0 } } }, clientToken: "u" },
	})).data;
	out.googleRefused = await google.comments.analyze({ key: "wrong", resource }).catch((e) => ({ status: e.response.status, message: e.message, reason: e.response.data.error.details[0].reason }));

	const client = new Perspective({ apiKey: key });
	out.client = await client.analyze("<p>You fool.</p>", { attributes: ["toxicity", "threat"] });
	out.clientRefused = await client.analyze("You fool.", { attributes: ["rude"] }).catch((e) => ({ name: e.name, message: e.message, status: e.response.status }));
	console.log(JSON.stringify(out));
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});

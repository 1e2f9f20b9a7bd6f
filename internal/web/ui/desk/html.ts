// What base/html.ts is to the pages of readers, for the desk's script, which is loaded beside theirs: the content security policy
// names a Trusted Types policy for each of them. What comes here was rendered by our own server.

interface Policy { createHTML(html: string): unknown }
interface Factory { createPolicy(name: string, rules: { createHTML(html: string): string }): Policy }

const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
const policy: Policy = factory?.createPolicy("rozmova-desk", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

// fragment parses HTML that the server rendered. Nothing in it runs or loads before it is put into the page.
export function fragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html) as string;
  return template.content;
}

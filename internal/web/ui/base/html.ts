// The one place where text becomes elements. The content security policy allows the Trusted Types policy "rozmova" and no
// other, so that no second place can come to be unnoticed. What comes here was rendered by our own server.

interface Policy { createHTML(html: string): unknown }
interface Factory { createPolicy(name: string, rules: { createHTML(html: string): string }): Policy }

const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
const policy: Policy = factory?.createPolicy("rozmova", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

// fragment parses HTML that the server rendered. Nothing in it runs or loads before it is put into the page.
export function fragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html) as string;
  return template.content;
}

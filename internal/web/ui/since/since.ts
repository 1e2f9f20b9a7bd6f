import { counted, make } from "../base/words";
import { lastVisit } from "../discussion/visit";

// <rz-since> says above a story what became of it since this browser was here last. Readers who are signed in are told by the
// server.
export class Since extends HTMLElement {
  connectedCallback(): void {
    const before = lastVisit(this.dataset.thread ?? "");
    if (!before || this.firstChild) return;
    const fresh = (name: string) => [...document.querySelectorAll<HTMLElement>(name)].filter((e) => Number(e.dataset.at) > before);
    const line = make("p", "since");
    const add = (text: string, href: string) => {
      const link = make("a", "", text);
      link.href = href;
      line.append(line.firstChild ? " " : "", link);
    };
    const changes = `${this.dataset.changes}?since=${before}`;
    add(this.dataset.lead ?? "", changes);
    const additions = fresh("rz-additions .addition:not([data-gone])");
    const corrections = fresh(".correction");
    const first = additions.reduce<HTMLElement | undefined>((a, b) => (a && Number(a.dataset.at) < Number(b.dataset.at) ? a : b), undefined);
    if (first) add(counted(this, "additions", additions.length), `#${first.id}`);
    if (corrections[0]) add(counted(this, "corrections", corrections.length), `#${corrections[0].id}`);
    if (Number(this.dataset.worded) > before) add(this.dataset.text ?? "", changes);
    if (line.children.length > 1) this.append(line);
  }
}

customElements.define("rz-since", Since);

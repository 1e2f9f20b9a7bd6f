import { make, named } from "../base/words";
import type { Form } from "./form";

// A Citation is the statement of the story that a comment will speak to: its key goes along with the form, and its words
// stand above the field.
export class Citation {
  constructor(private readonly form: Form) {
    form.addEventListener("click", (event) => { // the way without it, which the server offers as a link
      if (!(event.target as Element).closest(".citing .cite-not, .citing > a:last-child")) return;
      event.preventDefault();
      form.about(() => this.drop());
      form.text?.focus();
    });
  }

  private get field() { return this.form.field("statement"); }

  // cite names a statement of the page and reports whether there is one by that key.
  cite(key: string): boolean {
    const pieces = [...document.querySelectorAll(`.story-body [data-statement="${CSS.escape(key)}"]`)];
    if (!this.field || !key || pieces.length === 0) return false;
    const words = pieces.map((piece) => {
      const copy = piece.cloneNode(true) as Element;
      for (const ref of copy.querySelectorAll(".ref")) ref.remove();
      return copy.textContent;
    }).join(" ").trim().replace(/^[«“„"](.*)[»”“"]$/s, "$1");
    const note = document.getElementById(`st-${key}-card`);
    const speaker = note?.querySelector(".note-text > .who > b")?.textContent ?? "";
    const { dataset } = this.form;
    this.drop();
    this.field.value = key;
    const line = make("p", "citing");
    const label = make("span", "", `${speaker ? named(this.form, "cite-of", speaker) : dataset.cite ?? ""} `);
    const number = make("a", "number", note?.querySelector(":scope > .number")?.textContent ?? "");
    number.href = `#st-${key}`;
    label.append(number);
    const quote = make("q", "", words);
    quote.lang = pieces[0]!.closest<HTMLElement>("[lang]")?.lang ?? "";
    const without = make("button", "quiet cite-not", dataset.citeNot);
    without.type = "button";
    line.append(label, " ", quote, " ", without);
    this.form.querySelector("[data-trouble=parent]")?.before(line);
    return true;
  }

  // drop lets the comment speak to no statement.
  drop(): void {
    if (this.field) this.field.value = "";
    this.form.querySelector(".citing")?.remove();
  }
}

// Links that lead to the form with a statement do so without leaving the page.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href*="statement="][href$="#form"]');
  const form = document.querySelector<Form>("#form rz-form");
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const key = new URL(link.href).searchParams.get("statement") ?? "";
  if (key === form.subject.statement) return;
  let done = false;
  form.about(() => { done = form.citation?.cite(key) ?? false; });
  if (!done) return;
  event.preventDefault();
  form.closest("section")?.scrollIntoView({ block: "nearest" });
  form.text?.focus();
});

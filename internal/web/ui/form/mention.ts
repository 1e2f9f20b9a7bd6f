import { ask } from "../base/ask";
import { make } from "../base/words";
import { say } from "../discussion/bars";
import type { Form } from "./form";

const most = 8;
const longest = 40; // letters behind the at sign
const pause = 150; // before the server is asked

// Mentions offers pen names behind an at sign: at once those on the page, then those that the server knows. The focus stays
// in the field; arrows choose, Enter and Tab take, Escape closes.
export class Mentions {
  private readonly list = make("ul", "names");
  private names: string[] = [];
  private at = -1; // the one that is chosen
  private timer = 0;
  private asked = new AbortController();

  constructor(private readonly form: Form, private readonly text: HTMLTextAreaElement, signal: AbortSignal) {
    this.list.id = `${text.id}-names`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.names ?? "");
    this.list.hidden = true;
    form.querySelectorAll(".names").forEach((old) => old.remove());
    text.after(this.list);
    text.addEventListener("input", () => this.look(), { signal });
    text.addEventListener("keydown", (event) => this.key(event), { signal });
    text.addEventListener("blur", () => this.close(), { signal });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays where it is
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.take(this.names[[...this.list.children].indexOf(option)]);
    });
  }

  // typed gives what stands behind an at sign before the caret; undefined where that is no mention.
  private get typed(): string | undefined {
    const { selectionStart: at, selectionEnd: end, value } = this.text;
    if (at !== end) return undefined;
    return /(?:^|[\s(«„“"’'—–-])@([\p{L}\p{N}][^\n@]*)$/u.exec(value.slice(Math.max(0, at - longest), at))?.[1];
  }

  private look(): void {
    clearTimeout(this.timer);
    this.asked.abort();
    const { typed } = this;
    if (!typed) return this.close();
    this.offer(here(typed));
    this.timer = window.setTimeout(() => void this.ask(typed), pause);
  }

  private async ask(typed: string): Promise<void> {
    const { participants } = this.form.dataset;
    if (!participants) return;
    this.asked = new AbortController();
    try {
      const answer = await ask(`${participants}?q=${encodeURIComponent(typed)}`, undefined, this.asked.signal);
      if (!answer.ok || typed !== this.typed || document.activeElement !== this.text) return;
      this.offer([...new Set([...here(typed), ...JSON.parse(answer.text) as string[]])]);
    } catch { /* those on the page will do */ }
  }

  private offer(names: string[]): void {
    const chosen = this.names[this.at];
    this.names = names.slice(0, most);
    if (this.names.length === 0) return this.close();
    const opens = this.list.hidden;
    this.list.replaceChildren(...this.names.map((name, i) => {
      const option = make("li");
      option.id = `${this.list.id}-${i}`;
      option.setAttribute("role", "option");
      option.append(make("bdi", "", name));
      return option;
    }));
    this.list.hidden = false;
    this.list.style.insetBlockStart = `${this.text.offsetTop + this.text.offsetHeight + 4}px`;
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.setAttribute("aria-controls", this.list.id);
    this.choose(Math.max(0, this.names.indexOf(chosen ?? "")));
    if (opens) say(`${this.form.dataset.names ?? ""}: ${this.names.join(", ")}`);
  }

  private choose(at: number): void {
    this.at = (at + this.names.length) % this.names.length;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === this.at));
      if (i === this.at) option.scrollIntoView({ block: "nearest" });
    });
    this.text.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "ArrowDown": this.choose(this.at + 1); break;
      case "ArrowUp": this.choose(this.at - 1); break;
      case "Enter":
      case "Tab": this.take(this.names[this.at]); break;
      case "Escape": this.close(); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // take writes a name in the place of what was typed of it.
  private take(name?: string): void {
    const { typed, text } = this;
    this.close();
    if (!name || typed === undefined) return;
    const end = text.selectionStart;
    const space = /^\s/.test(text.value.slice(end)) ? "" : " ";
    text.setRangeText(name + space, end - typed.length, end, "end");
    text.dispatchEvent(new Event("input"));
    this.close();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.names = [];
    this.at = -1;
    for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) this.text.removeAttribute(name);
  }
}

// here gives the names of those on the page that begin so.
function here(typed: string): string[] {
  const beginning = typed.toLocaleLowerCase();
  const all = new Set<string>();
  for (const name of document.querySelectorAll("rz-thread .comment-head:not(:has(.me)) .author bdi")) {
    const text = name.textContent ?? "";
    if (text.toLocaleLowerCase().startsWith(beginning) && text !== typed) all.add(text);
  }
  return [...all];
}

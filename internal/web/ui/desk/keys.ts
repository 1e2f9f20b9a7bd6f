import { letter } from "../base/letter";
import { recall, remember } from "../base/store";
import { named } from "../base/words";
import type { Desk } from "./desk";

// DeskKeys does everything of the desk by single keys: never while somebody types, and not for whoever switched the keys off
// (WCAG 2.1.4). In a text Escape leads back to the card; in the facts Enter sends the form, Shift + Enter begins a line.
export class DeskKeys {
  private readonly sheet = document.querySelector<HTMLDialogElement>("#desk-keys");

  constructor(private readonly desk: Desk, signal: AbortSignal) {
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    const box = this.sheet?.querySelector("input");
    if (!this.sheet || !box) return;
    box.checked = recall("rz-keys") !== "off";
    box.addEventListener("change", () => remember("rz-keys", box.checked ? undefined : "off"));
    this.sheet.addEventListener("click", (event) => { if (event.target === this.sheet) this.sheet?.close(); });
    const button = desk.querySelector<HTMLButtonElement>(".desk-keys-open");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => this.sheet?.showModal());
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (recall("rz-keys") === "off" || this.sheet?.open) return;
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
      if (this.writing(event, target)) event.preventDefault();
      return;
    }
    if (event.repeat && !/^Key[JK]$/.test(event.code)) return;
    if (this.act(/^[0-9]$/.test(event.key) ? event.key : event.key === "/" ? "/" : letter(event))) event.preventDefault();
  }

  private writing(event: KeyboardEvent, target: HTMLElement): boolean {
    const card = target.closest<HTMLElement>(".desk-item");
    if (!card) return false;
    if (event.key === "Escape") return this.desk.go(card);
    if (event.key !== "Enter" || event.shiftKey || !target.matches("textarea[data-send]")) return false;
    const form = target.closest("form");
    const button = form?.querySelector<HTMLButtonElement>(`button[value="${form.dataset.doing ?? ""}"]`);
    form?.requestSubmit(button);
    return true;
  }

  private act(key: string): boolean {
    const { desk } = this;
    const at = desk.current;
    switch (key) {
      case "j": return desk.go(desk.step(1));
      case "k": return desk.go(desk.step(-1));
      case "z": return desk.undo();
      case "?": this.sheet?.showModal(); return true;
      case "/": {
        const search = desk.querySelector<HTMLInputElement>(".desk-filter [name=q]");
        search?.closest("details")?.setAttribute("open", "");
        search?.focus();
        return !!search;
      }
    }
    if (!at || at.hidden) return false;
    if (/^[1-9]$/.test(key)) return this.restrict(at, "remove", Number(key));
    switch (key) {
      case "a": return this.press(at, "restore") || this.press(at, "publish") || this.press(at, "keep");
      case "h": return this.restrict(at, "hold", 0);
      case "s": return this.click(at, ".desk-assign button");
      case "n": return this.open(at, "notes", "textarea");
      case "i": return this.open(at, "author");
      case "b": return this.open(at, "branch");
      case "l": return this.open(at, "like");
      case "o": return this.click(at, ".cover-open");
      case "x": return this.click(at, ".desk-pick input");
    }
    return false;
  }

  private click(at: HTMLElement, selector: string): boolean {
    const found = at.querySelector<HTMLElement>(selector);
    found?.click();
    return !!found;
  }

  private press(at: HTMLElement, action: string): boolean {
    const button = at.querySelector<HTMLButtonElement>(`.desk-form button[value=${action}]`);
    if (!button || button.disabled || button.form?.hidden) return false;
    button.click();
    return true;
  }

  // restrict chooses the rule by its number, writes what is the case as far as that is known, and leaves it to the moderator to send.
  private restrict(at: HTMLElement, action: string, number: number): boolean {
    const form = at.querySelector<HTMLFormElement>(".desk-form");
    const rule = form?.querySelector<HTMLSelectElement>("select[name=rule]");
    const facts = form?.querySelector<HTMLTextAreaElement>("textarea[name=facts]");
    const button = form?.querySelector<HTMLButtonElement>(`button[value=${action}]`);
    if (!form || !rule || !facts || !button || button.disabled || form.hidden || number >= rule.options.length) return false;
    form.dataset.doing = action;
    if (number === 0) {
      if (!rule.value) { rule.focus(); return true; }
    } else {
      rule.selectedIndex = number;
      const words = [...at.querySelectorAll(".desk-subject .possible")].map((m) => m.textContent ?? "");
      const title = rule.options[number]?.dataset.title ?? "";
      const suggested = named(form, words.length ? "facts-words" : "facts", title).replace("[]", () => words.join("», «"));
      if (!facts.value || facts.value === facts.dataset.suggested) facts.value = facts.dataset.suggested = suggested;
    }
    facts.focus();
    facts.select();
    return true;
  }

  private open(at: HTMLElement, part: string, field = "summary"): boolean {
    const details = at.querySelector<HTMLDetailsElement>(`details[data-part=${part}]`);
    if (!details) return false;
    details.open = field !== "summary" || !details.open;
    const into = details.querySelector<HTMLElement>(field);
    into?.focus();
    if (field === "summary") details.scrollIntoView({ block: "nearest" });
    return true;
  }
}

import { letter } from "../base/letter";
import { recall, remember } from "../base/store";
import type { Marks } from "./marks";

// MarkKeys does everything of the page by single keys: never while somebody types, and not for whoever switched the keys off
// (WCAG 2.1.4). In a field Escape leads back to the card.
export class MarkKeys {
  private readonly sheet = document.querySelector<HTMLDialogElement>("#marks-keys");

  constructor(private readonly marks: Marks, signal: AbortSignal) {
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    marks.addEventListener("click", (event) => {
      if ((event.target as Element).closest(".marks-keys-open")) this.sheet?.showModal();
    });
    const box = this.sheet?.querySelector("input");
    if (!this.sheet || !box) return;
    box.checked = recall("rz-keys") !== "off";
    box.addEventListener("change", () => remember("rz-keys", box.checked ? undefined : "off"));
    this.sheet.addEventListener("click", (event) => { if (event.target === this.sheet) this.sheet?.close(); });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (recall("rz-keys") === "off" || this.sheet?.open) return;
    const target = event.target as HTMLElement;
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
      if (event.key === "Escape" && this.marks.contains(target)) {
        event.preventDefault();
        this.marks.card()?.focus();
      }
      return;
    }
    if (event.key === "Enter") {
      if (event.repeat || event.shiftKey || target.closest("button, a, summary")) return;
      event.preventDefault();
      this.marks.then(() => this.marks.press("confirm"));
      return;
    }
    if (event.repeat && !/^Key[JK]$/.test(event.code)) return;
    if (this.act(letter(event))) event.preventDefault();
  }

  private act(key: string): boolean {
    const { marks } = this;
    const words = marks.selected();
    switch (key) {
      case "j": marks.then(() => marks.step(1)); return true;
      case "k": marks.then(() => marks.step(-1)); return true;
      case "x": marks.then(() => marks.press("wrong")); return true;
      case "m": marks.then(() => marks.press("join")); return true;
      case "s": marks.then(() => this.cut("split", words)); return true;
      case "e": marks.then(() => this.cut("extend", words)); return true;
      case "n": marks.then(() => this.fresh(words)); return true;
      case "i": return this.focus("[name=speaker], [name=what]");
      case "p": marks.then(() => location.assign(marks.dataset.publish ?? "")); return true;
      case "?": this.sheet?.showModal(); return true;
    }
    return false;
  }

  private focus(selector: string): boolean {
    const field = this.marks.card()?.querySelector<HTMLInputElement>(selector);
    field?.focus();
    field?.select();
    return !!field;
  }

  // cut splits the statement before the words that are selected, or puts it onto them; where none are, it asks for them.
  private async cut(button: string, words: string): Promise<void> {
    const field = this.marks.card()?.querySelector<HTMLTextAreaElement>("[name=words]");
    if (!field) return;
    if (words) {
      field.value = words;
      return this.marks.press(button);
    }
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  }

  // fresh makes a statement of the words that are selected.
  private async fresh(words: string): Promise<void> {
    const field = this.marks.querySelector<HTMLTextAreaElement>("[name=new]");
    if (!field?.form) return;
    if (words) {
      field.value = words;
      await this.marks.send(this.marks.values(field.form, "mark"));
      return;
    }
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  }
}

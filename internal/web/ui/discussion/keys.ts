import { letter } from "../base/letter";
import { recall, remember } from "../base/store";
import { make } from "../base/words";
import { quoteSelected } from "../form/quote";
import type { Folds } from "./fold";
import { go, shown } from "./go";

// Keys reads a discussion by single letters: never while somebody types, and not at all for whoever switches them off in the
// help sheet (WCAG 2.1.4). Letters are taken by their place on the keyboard where it writes no Latin.
export class Keys {
  private readonly sheet = document.querySelector<HTMLDialogElement>("#keys");
  private last?: HTMLElement; // the comment that was gone to

  constructor(private readonly thread: HTMLElement, private readonly folds: Folds, signal: AbortSignal) {
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    const box = this.sheet?.querySelector("input");
    const head = document.querySelector(".discussion-head");
    if (!this.sheet || !box || !head) return;
    box.checked = recall("rz-keys") !== "off";
    box.addEventListener("change", () => remember("rz-keys", box.checked ? undefined : "off"));
    this.sheet.addEventListener("click", (event) => { if (event.target === this.sheet) this.sheet?.close(); });
    const button = make("button", "quiet keys-open", thread.dataset.keys);
    button.type = "button";
    button.addEventListener("click", () => this.sheet?.showModal());
    head.append(button);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && !/^Key[JK]$/.test(event.code)) return;
    const target = event.target as HTMLElement;
    if (target.isContentEditable || target.closest("input, textarea, select, dialog, [role=listbox]") || this.sheet?.open) return;
    if (recall("rz-keys") === "off" || !this.act(letter(event))) return;
    event.preventDefault();
  }

  private act(key: string): boolean {
    const at = this.here();
    switch (key) {
      case "j": return this.to(this.step(1));
      case "k": return this.to(this.step(-1));
      case "n": return this.to(this.next()) || this.onward();
      case "u": return this.to(at && document.getElementById(`c-${at.dataset.parent}`));
      case "o": return !!at && this.folds.turn(at);
      case "q": return quoteSelected();
      case "r": {
        const link = at?.querySelector<HTMLElement>(":scope > .said [data-answer]");
        link?.click();
        return !!link;
      }
      case "?": this.sheet?.showModal(); return true;
    }
    return false;
  }

  // here is the comment that somebody is at: where the focus is, or the one gone to last.
  private here(): HTMLElement | undefined {
    const focused = document.activeElement?.closest<HTMLElement>("rz-thread .comment");
    const at = focused ?? (document.activeElement === document.body && this.last?.isConnected ? this.last : undefined);
    return at && shown(at) ? at : undefined;
  }

  private all(): HTMLElement[] {
    return [...this.thread.querySelectorAll<HTMLElement>(".comment")].filter(shown);
  }

  // step gives the comment so many behind this one; the first in sight where somebody is at none.
  private step(by: number): HTMLElement | undefined {
    const all = this.all();
    const at = this.here();
    if (!at) {
      const first = all.findIndex((c) => c.getBoundingClientRect().top >= 0);
      return by > 0 ? all[first] : all[(first < 0 ? all.length : first) - 1];
    }
    return all[all.indexOf(at) + by];
  }

  // next gives the new comment behind this one, or the first of all.
  next(): HTMLElement | undefined {
    const fresh = [...this.thread.querySelectorAll<HTMLElement>(".comment[data-new]")];
    const at = this.here();
    return fresh.find((c) => at && at.compareDocumentPosition(c) & Node.DOCUMENT_POSITION_FOLLOWING) ?? fresh[0];
  }

  // onward goes where the new ones are that stand on another page.
  private onward(): boolean {
    const link = document.querySelector<HTMLElement>("[data-new-since]");
    link?.click();
    return !!link;
  }

  to(comment?: HTMLElement | null): boolean {
    if (!comment) return false;
    this.folds.reveal(comment);
    this.last = comment;
    go(comment, "start");
    return true;
  }
}

// <rz-notes> shows who said what beside the words: on hover, on focus, and on tap. Without it the numbers behind the words
// lead to the same notes below the story.

const wide = matchMedia("(min-width: 62rem)");

export class Notes extends HTMLElement {
  private card?: HTMLElement;
  private key = "";
  private pinned = false;
  private timer = 0;

  connectedCallback(): void {
    for (const ref of this.querySelectorAll<HTMLElement>(".ref")) ref.tabIndex = -1; // the words themselves take the focus
    this.addEventListener("pointerover", (e) => { if (e.pointerType === "mouse") this.later(e.target, 140); });
    this.addEventListener("pointerout", (e) => { if (e.pointerType === "mouse") this.later(null, 260); });
    this.addEventListener("focusin", (e) => this.open(e.target));
    this.addEventListener("focusout", () => this.later(null, 120));
    this.addEventListener("click", (e) => this.tapped(e));
    this.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.target as Element).matches(".statement")) this.pinned = !this.pinned;
    });
    document.addEventListener("keydown", (e) => { if (e.key === "Escape") this.close(); });
    document.addEventListener("click", (e) => { if (!this.contains(e.target as Node)) this.close(); });
  }

  private statement(target: EventTarget | null): HTMLElement | null {
    if (!(target instanceof Element)) return null;
    const ref = target.closest(".ref");
    const key = ref?.getAttribute("href")?.slice("#st-".length, -"-card".length);
    if (key) return this.querySelector(`[data-statement="${CSS.escape(key)}"]`);
    return target.closest<HTMLElement>(".statement");
  }

  // later opens or closes after a moment, so that a pointer on its way across the text does not make it flicker.
  private later(target: EventTarget | null, pause: number): void {
    clearTimeout(this.timer);
    if (target instanceof Element && target.closest("rz-card")) return;
    this.timer = window.setTimeout(() => {
      if (this.statement(target)) { if (!this.pinned) this.open(target); return; }
      if (!this.pinned && !this.contains(document.activeElement)) this.close();
    }, pause);
  }

  private tapped(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest(".speak")) return this.close(); // the form takes it
    if (target.closest("rz-card") || target.closest("a:not(.ref)")) return;
    const statement = this.statement(target);
    if (!statement) return this.close();
    if (target.closest(".ref")) event.preventDefault();
    if (this.pinned && this.key === statement.dataset.statement) return this.close();
    this.open(target);
    this.pinned = true;
  }

  private open(target: EventTarget | null): void {
    const statement = this.statement(target);
    if (!statement) return;
    clearTimeout(this.timer);
    const key = statement.dataset.statement ?? "";
    if (this.card && this.key === key) return;
    this.close();
    const note = document.getElementById(`st-${key}-card`)?.querySelector(".note-text");
    if (!note) return;
    this.key = key;
    this.card = document.createElement("rz-card");
    this.card.append(note.cloneNode(true));
    for (const piece of this.pieces()) piece.classList.add("shown");
    this.append(this.card);
    this.put(statement);
  }

  // put stands the card in the margin beside the words; on narrow screens the style sheet has it at the foot.
  private put(statement: HTMLElement): void {
    if (!this.card || !wide.matches) return;
    const own = this.getBoundingClientRect();
    const words = statement.getClientRects()[0] ?? statement.getBoundingClientRect();
    const low = innerHeight - this.card.offsetHeight - 16;
    this.card.style.insetBlockStart = `${Math.min(words.top, Math.max(16, low)) - own.top}px`;
    const margin = this.nextElementSibling?.getBoundingClientRect();
    this.card.style.insetInlineStart = `${(margin?.left ?? own.right + 24) - own.left}px`;
  }

  private pieces(): NodeListOf<Element> {
    return this.querySelectorAll(`[data-statement="${CSS.escape(this.key)}"]`);
  }

  private close(): void {
    clearTimeout(this.timer);
    for (const piece of this.pieces()) piece.classList.remove("shown");
    this.card?.remove();
    this.card = undefined;
    this.pinned = false;
    this.key = "";
  }
}

customElements.define("rz-notes", Notes);

import { recall } from "../base/store";

// <rz-labels> answers by keys: 1 yes, 2 no, 0 skip; behind the last question the form goes. Never while somebody types, nor for
// whoever switched the keys of the discussions off (WCAG 2.1.4).
export class Labels extends HTMLElement {
  private readonly gone = new AbortController();

  connectedCallback(): void {
    if (recall("rz-keys") === "off") return;
    const hint = this.querySelector<HTMLElement>(".label-keys");
    if (hint) hint.hidden = false;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal: this.gone.signal });
    this.addEventListener("change", () => this.show());
    this.show();
  }

  disconnectedCallback(): void { this.gone.abort(); }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if ((event.target as Element).closest("input:not([type=radio]), textarea, select, dialog, [contenteditable]")) return;
    const value = { "1": "yes", "2": "no", "0": "skip" }[event.key];
    const question = this.open();
    if (!value || !question) return;
    event.preventDefault();
    const box = question.querySelector<HTMLInputElement>(`[value=${value}]`);
    if (!box) return;
    box.checked = true;
    this.show();
    if (!this.open()) this.querySelector("form")?.requestSubmit();
  }

  // open is the first question without an answer.
  private open(): HTMLElement | undefined {
    return [...this.querySelectorAll<HTMLElement>("fieldset")].find((f) => !f.querySelector(":checked"));
  }

  private show(): void {
    const open = this.open();
    for (const f of this.querySelectorAll("fieldset")) f.classList.toggle("at", f === open);
  }
}

customElements.define("rz-labels", Labels);

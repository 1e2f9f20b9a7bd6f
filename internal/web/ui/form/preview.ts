import { ask, refusal } from "../base/ask";
import { fragment } from "../base/html";
import type { Form } from "./form";

// Preview shows what is written as it would look, in the place of the field.
export class Preview {
  private readonly button: HTMLButtonElement | null;
  private readonly place: HTMLElement | null;
  private readonly write: string;

  constructor(private readonly form: Form, private readonly text: HTMLTextAreaElement) {
    this.button = form.querySelector("[name=preview]");
    this.place = form.querySelector(".preview");
    this.write = this.button?.textContent ?? "";
    this.button?.setAttribute("type", "submit");
    if (!this.text.closest(".field")?.hasAttribute("hidden")) return;
    this.close(); // a copy of a form that was being looked at
  }

  async turn(): Promise<void> {
    if (!this.button || !this.place) return;
    const field = this.text.closest<HTMLElement>(".field");
    if (field?.hidden) {
      this.close();
      this.text.focus();
      return;
    }
    this.form.clear();
    try {
      const answer = await ask(this.form.dataset.preview ?? "", new URLSearchParams({ body: this.text.value }));
      if (!answer.ok) return this.form.trouble("body", refusal(answer.text, this.form.dataset.failed));
      this.place.querySelector(".words")?.replaceChildren(fragment(answer.text));
    } catch {
      return this.form.say(this.form.dataset.previewOffline);
    }
    this.place.hidden = false;
    if (field) field.hidden = true;
    this.button.textContent = this.form.dataset.write ?? "";
    this.place.tabIndex = -1;
    this.place.focus();
  }

  // close goes back to the field.
  close(): void {
    const field = this.text.closest<HTMLElement>(".field");
    if (this.place) this.place.hidden = true;
    if (field) field.hidden = false;
    if (this.button) this.button.textContent = this.form.dataset.look ?? this.write;
  }
}

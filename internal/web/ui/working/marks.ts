import { ask, refusal } from "../base/ask";
import { make } from "../base/words";
import { fragment } from "../desk/html";
import { MarkKeys } from "./keys";
import { offer } from "./find";

// <rz-marks> lets an editor go through the statements of a story without leaving the page: what was decided about goes to the
// server, and the answer is the text and the next card. Without it every form and link of the page works all the same.
export class Marks extends HTMLElement {
  private readonly gone = new AbortController();
  private line: Promise<unknown> = Promise.resolve(); // one thing at a time, in the order of the keys
  private typed = false; // something on the card that is open, and not saved yet

  connectedCallback(): void {
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("input", (event) => {
      if ((event.target as Element).closest(".mark-fields")) this.typed = true;
    });
    new MarkKeys(this, this.gone.signal);
    offer(this, this.dataset.find ?? "", this.gone.signal);
    this.show(false);
  }

  disconnectedCallback(): void { this.gone.abort(); }

  card(): HTMLElement | null { return this.querySelector<HTMLElement>("#card"); }

  // then does something when all that was begun before is done.
  then(what: () => Promise<unknown> | void): void { this.line = this.line.then(what, what); }

  // press sends the form of the card that is open as one of its buttons does.
  async press(button: string): Promise<void> {
    const found = this.card()?.querySelector<HTMLButtonElement>(`button[name=do][value=${button}]`);
    if (found?.form && (found.formNoValidate || found.form.reportValidity())) await this.send(this.values(found.form, button));
  }

  // step opens the item so many behind the one that is open.
  async step(by: number): Promise<void> {
    const all = [...this.querySelectorAll<HTMLAnchorElement>(".mark-items a[data-card]")];
    const at = all.findIndex((a) => a.hasAttribute("aria-current"));
    const next = all[at < 0 ? 0 : at + by];
    if (next) await this.open(next.dataset.card ?? "");
  }

  // open shows an item. What was typed on the card that is open is saved before.
  private async open(card: string): Promise<void> {
    const form = this.querySelector<HTMLFormElement>(".mark-card[data-kind=statement] .mark-form");
    if (this.typed && form && !await this.send(this.values(form, "fill"))) return;
    await this.take(await ask(`${this.dataset.path}?card=${encodeURIComponent(card)}`).catch(() => undefined));
  }

  private clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const target = event.target as Element;
    const mark = target.closest<HTMLElement>("mark.statement");
    const id = target.closest<HTMLElement>("a[data-card]")?.dataset.card ?? (mark && getSelection()?.isCollapsed ? `st-${mark.dataset.statement}` : "");
    if (!id) return;
    event.preventDefault();
    this.then(() => this.open(id));
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (!form.closest(".marks-work")) return;
    event.preventDefault();
    const body = this.values(form, (event.submitter as HTMLButtonElement | null)?.value ?? "");
    this.then(() => this.send(body));
  }

  values(form: HTMLFormElement, does: string): URLSearchParams {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) body.append(name, String(value));
    if (does) body.set("do", does);
    return body;
  }

  async send(body: URLSearchParams): Promise<boolean> {
    return this.take(await ask(this.dataset.path ?? "", body).catch(() => undefined));
  }

  // take puts the answer in the place of what stands there.
  private take(answer: Awaited<ReturnType<typeof ask>> | undefined): boolean {
    const fresh = answer && !answer.signIn ? fragment(answer.text).querySelector<HTMLElement>(".marks-work") : undefined;
    if (!fresh) {
      const words = refusal(answer?.text ?? "", this.dataset.failed);
      this.querySelector(".marks-trouble")?.remove();
      const line = make("p", "form-trouble marks-trouble", words);
      line.setAttribute("role", "alert");
      this.card()?.prepend(line);
      return false;
    }
    this.typed = false;
    this.querySelector(".marks-work")?.replaceWith(fresh);
    this.show(true);
    return answer?.ok ?? false;
  }

  // show brings the card that is open, and its words, into sight.
  private show(moved: boolean): void {
    for (const hidden of this.querySelectorAll<HTMLElement>(".marks-kbd, .marks-keys-open")) hidden.hidden = false;
    const card = this.card();
    if (!moved || !card) return;
    const wrong = card.querySelector<HTMLElement>("[aria-invalid]");
    (wrong ?? card).focus({ preventScroll: true });
    const wide = matchMedia("(min-width: 60rem)").matches;
    const words = this.querySelector<HTMLElement>(".marks-text mark[data-state~=at], .marks-text mark.at");
    if (wide && words) words.scrollIntoView({ block: "center", behavior: "instant" });
    if (!wide) card.scrollIntoView({ block: "start", behavior: "instant" });
    else card.closest<HTMLElement>(".marks-side")?.scrollTo({ top: 0 });
  }

  // selected gives the words that are selected in the text; empty for none.
  selected(): string {
    const chosen = getSelection();
    const text = this.querySelector(".marks-text");
    if (!chosen || chosen.isCollapsed || !text?.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return "";
    return chosen.toString();
  }
}

customElements.define("rz-marks", Marks);

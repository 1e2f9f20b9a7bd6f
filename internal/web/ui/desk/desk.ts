import { ask, problem } from "../base/ask";
import { make } from "../base/words";
import { Claims } from "./claims";
import { fragment } from "./html";
import { DeskKeys } from "./keys";
import { count, hear, type Touched } from "./live";
import { rest } from "./rest";
import { Done } from "./undo";

interface Decided { decision: string; seconds: number; done: string }

const fewLeft = 4; // cards, before the next page is fetched
const justBack = 3000; // after a decision was taken back, news of it may still be under way

// <rz-desk> lets a moderator go through a queue without leaving the page: cards are decided about in place, can be taken back while
// the seconds run, and more come by themselves. Without it every form and link of the desk works all the same.
export class Desk extends HTMLElement {
  private readonly gone = new AbortController();
  private claims!: Claims;
  private readonly done: Done[] = [];
  private fetching = false;
  current?: HTMLElement;

  connectedCallback(): void {
    const signal = this.gone.signal;
    this.claims = new Claims(this, signal);
    this.addEventListener("submit", (e) => this.submitted(e));
    this.addEventListener("focusin", (e) => {
      const card = (e.target as Element).closest<HTMLElement>(".desk-item");
      if (card && card !== this.current) this.at(card);
    });
    new DeskKeys(this, signal);
    rest(this.querySelector(".desk-rest"), signal);
    const tabs = this.querySelector<HTMLElement>(".lists");
    if (this.dataset.live) {
      hear(this.dataset.live, signal, (news) => {
        if (tabs) count(tabs, news.lists);
        for (const c of news.cards ?? []) this.touched(c);
        if (tabs && this.cards().length === 0) void this.more();
      });
    }
    for (const card of this.cards()) this.claims.show(card, card.dataset.claimed ?? "", card.dataset.claimer ?? "");
  }

  disconnectedCallback(): void { this.gone.abort(); }

  // cards are those that wait, in their order.
  cards(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>(".desk-item:not([hidden])")]; }

  private at(card?: HTMLElement): void {
    this.current?.removeAttribute("aria-current");
    this.current = card;
    card?.setAttribute("aria-current", "true");
    this.claims.to(card);
    if (!card) return;
    void this.whole(card);
    const next = this.step(1);
    if (next) void this.whole(next);
  }

  // whole fetches what only an open card shows: its branch, its author, like cases. What is being written stays.
  private async whole(card: HTMLElement): Promise<void> {
    const path = card.dataset.more;
    if (!path) return;
    delete card.dataset.more;
    const answer = await ask(path).catch(() => undefined);
    const fresh = answer?.ok && fragment(answer.text).querySelector<HTMLElement>(".desk-item");
    if (!fresh) {
      card.dataset.more = path;
      return;
    }
    const words = fresh.querySelector<HTMLElement>(".desk-case");
    for (const selector of [".cover-open", ".desk-pick input"]) {
      const from = card.querySelector<HTMLInputElement>(selector);
      const to = words?.querySelector<HTMLInputElement>(selector);
      if (from && to) to.checked = from.checked;
    }
    if (words) card.querySelector(".desk-case")?.replaceWith(words);
    const further = card.querySelector<HTMLDetailsElement>(".desk-further");
    const knowing = fresh.querySelector(".desk-further");
    if (further && !further.open && knowing) further.replaceWith(knowing);
    card.querySelector(".desk-more")?.replaceWith(...fresh.querySelectorAll(".desk-more"));
    this.claims.show(card, fresh.dataset.claimed ?? "", fresh.dataset.claimer ?? "");
  }

  // go brings a card into sight and the focus onto it.
  go(card?: HTMLElement): boolean {
    if (!card) return false;
    card.focus({ preventScroll: true });
    this.at(card);
    card.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "auto" });
    return true;
  }

  // step gives the card so many behind the current one; the first where there is none.
  step(by: number): HTMLElement | undefined {
    const all = this.cards();
    const i = this.current ? all.indexOf(this.current) : -1;
    return i < 0 ? all[0] : all[i + by];
  }

  // undo takes the last decision back that still can be.
  undo(): boolean {
    const last = this.done.filter((d) => !d.over).at(-1);
    void last?.undo();
    return !!last;
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const card = form.closest<HTMLElement>(".desk-item");
    if (!card || !form.matches(".desk-form, .desk-aside-form")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    const submitter = event.submitter as HTMLButtonElement | null;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) body.append(name, String(value));
    if (submitter?.name) body.set(submitter.name, submitter.value);
    form.dataset.busy = "1";
    void (form.matches(".desk-form") ? this.decide(form, card, body) : this.aside(form, card, body)).finally(() => delete form.dataset.busy);
  }

  private async decide(form: HTMLFormElement, card: HTMLElement, body: URLSearchParams): Promise<void> {
    const next = this.neighbour(card);
    const answer = await ask(form.getAttribute("action") ?? "", body).catch(() => undefined);
    if (!answer?.ok) return this.refused(form, answer?.text ?? "");
    const { decision, seconds, done } = JSON.parse(answer.text) as Decided;
    this.claims.drop(card);
    for (const old of form.querySelectorAll(".form-trouble, .trouble-text")) old.remove();
    const strip = new Done(this, card, decision, done, seconds, (back) => {
      this.done.splice(this.done.indexOf(strip), 1);
      if (back) {
        card.dataset.back = String(Date.now());
        card.classList.remove("stale");
        card.querySelector(".desk-stale")?.remove();
        form.hidden = false;
        this.go(card);
      }
      else this.empty();
    });
    this.done.push(strip);
    const box = card.querySelector<HTMLInputElement>(".desk-pick input");
    if (box) box.checked = false;
    if (!this.go(next)) this.at(undefined);
    this.empty();
    if (this.cards().length < fewLeft) void this.more().then(() => { if (!this.current) this.go(this.cards()[0]); });
  }

  // aside sends a note or an assignment, and puts the card in that the server answers with.
  private async aside(form: HTMLFormElement, card: HTMLElement, body: URLSearchParams): Promise<void> {
    const answer = await ask(form.getAttribute("action") ?? "", body).catch(() => undefined);
    if (!answer?.ok) return this.refused(form, answer?.text ?? "");
    const fresh = fragment(answer.text).querySelector<HTMLElement>(".desk-item");
    if (!fresh) return;
    for (const part of card.querySelectorAll<HTMLDetailsElement>("details[open][data-part]")) {
      fresh.querySelector(`details[data-part="${part.dataset.part}"]`)?.setAttribute("open", "");
    }
    card.replaceWith(fresh);
    if (card === this.current) this.go(fresh);
  }

  private refused(form: HTMLFormElement, text: string): void {
    const { errors, detail } = problem(text);
    for (const old of form.querySelectorAll(".form-trouble")) old.remove();
    const line = make("p", "form-trouble", errors?.map((e) => e.message).filter(Boolean).join(" ") || detail || this.dataset.failed);
    line.setAttribute("role", "alert");
    form.prepend(line);
    const field = errors?.[0]?.location?.replace("body.", "");
    const asked = form.querySelector<HTMLElement>(`[name="${field ?? "facts"}"]:not([type=submit])`);
    asked?.closest("[hidden]")?.removeAttribute("hidden");
    asked?.focus();
  }

  // neighbour is where one goes on behind a card: the next or, at the end, the one before.
  private neighbour(card: HTMLElement): HTMLElement | undefined {
    const all = this.cards();
    const i = all.indexOf(card);
    return all[i + 1] ?? all[i - 1];
  }

  private touched({ id, by, name, waits, revision }: Touched): void {
    const card = document.getElementById(`d-${id}`);
    if (!card || card.hidden) return;
    this.claims.show(card, by, name);
    if (!waits && Date.now() - Number(card.dataset.back ?? 0) < justBack) return; // told before it was taken back
    const form = card.querySelector<HTMLFormElement>(".desk-form");
    const changed = !waits || Number(card.dataset.revision) !== revision;
    if (!form || form.dataset.busy || changed === card.classList.contains("stale")) return;
    card.classList.toggle("stale", changed);
    form.hidden = changed;
    card.querySelector(".desk-stale")?.remove();
    if (!changed) return;
    const line = make("p", "form-trouble desk-stale", waits ? this.dataset.changed : this.dataset.settled);
    line.setAttribute("role", "status");
    form.before(line);
  }

  // more fetches the next page of the list.
  private async more(): Promise<void> {
    const items = this.querySelector<HTMLElement>(".desk-items");
    const path = items?.dataset.next || (this.cards().length ? "" : items?.dataset.first);
    if (!items || !path || this.fetching) return;
    this.fetching = true;
    try {
      const answer = await ask(path);
      if (!answer.ok) return;
      const page = fragment(answer.text).querySelector<HTMLElement>(".desk-items");
      items.dataset.next = page?.dataset.next ?? "";
      for (const card of [...page?.querySelectorAll<HTMLElement>(".desk-item") ?? []]) {
        if (document.getElementById(card.id)) continue;
        items.append(card);
        this.claims.show(card, card.dataset.claimed ?? "", card.dataset.claimer ?? "");
      }
    } catch { /* it is asked again at the next decision */ } finally {
      this.fetching = false;
      this.empty();
    }
  }

  private empty(): void {
    const line = this.querySelector<HTMLElement>(".desk-empty");
    if (line) line.hidden = this.cards().length > 0 || this.done.some((d) => !d.over);
    const pager = this.querySelector<HTMLElement>(".pager");
    if (pager) pager.hidden = true; // what follows comes by itself
  }
}

customElements.define("rz-desk", Desk);

import { ask, refusal } from "../base/ask";
import { make, told } from "../base/words";
import { say } from "../discussion/bars";

// Votes sends what readers think of comments without leaving the page. What was pressed shows at once; where the server
// refuses it goes back, with the server's words; what a lost connection kept is sent when that is back. One comment has one
// message on its way at a time, and the last wish counts.

interface Wish { opinion: string; respect: boolean }
interface Totals { agree: number; disagree: number; respect: number }
interface Told extends Partial<Record<keyof Totals, number | null>> { opinion: string; mine: boolean }
interface State { is: Wish; want: Wish; busy: boolean; tries: number; timer: number }

const longest = 30_000; // between two tries

export class Votes {
  private readonly states = new Map<string, State>(); // by id of the comment's element

  constructor(private readonly thread: HTMLElement) {
    thread.addEventListener("click", (event) => { // the second click of a double click is none
      if (event.detail > 1 && (event.target as Element).closest(".vote")) event.preventDefault();
    });
    thread.addEventListener("submit", (event) => this.pressed(event));
    addEventListener("online", () => {
      for (const [id, state] of this.states) if (state.timer) void this.send(id);
    });
  }

  // renew takes new totals from the server.
  renew(comment: HTMLElement, t: Totals): void {
    comment.dataset.votes = `${t.agree} ${t.disagree} ${t.respect}`;
    this.show(comment);
  }

  // show puts the numbers and the own vote on the buttons of a comment.
  show(comment: HTMLElement): void {
    const form = formOf(comment);
    const totals = totalsOf(comment);
    if (!form) return plain(comment, totals);
    const state = this.states.get(comment.id);
    for (const button of form.querySelectorAll<HTMLButtonElement>(".vote")) {
      const kind = kindOf(button);
      if (state) {
        const on = kind === "respect" ? state.want.respect : state.want.opinion === kind;
        button.setAttribute("aria-pressed", String(on));
        button.value = kind === "respect" ? (on ? "0" : "1") : on ? "none" : kind;
      }
      const place = button.querySelector(".n");
      if (!place || !totals) continue;
      const n = totals[kind] + (state ? Number(has(state.want, kind)) - Number(has(state.is, kind)) : 0);
      const text = n > 0 ? ` ${told(n)}` : "";
      if (place.textContent !== text) place.textContent = text;
    }
  }

  private pressed(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    const comment = form.closest<HTMLElement>(".comment");
    if (!form.matches("form.votes") || !button || !comment) return;
    event.preventDefault();
    const state = this.states.get(comment.id) ?? stateOf(form);
    this.states.set(comment.id, state);
    const kind = kindOf(button);
    if (kind === "respect") state.want = { ...state.want, respect: !state.want.respect };
    else state.want = { ...state.want, opinion: state.want.opinion === kind ? "" : kind };
    this.trouble(comment, "");
    this.show(comment);
    void this.send(comment.id, button);
  }

  private async send(id: string, button?: HTMLButtonElement): Promise<void> {
    const state = this.states.get(id);
    const comment = document.getElementById(id);
    const form = comment && formOf(comment);
    if (!state || !comment || !form || state.busy) return;
    clearTimeout(state.timer);
    state.timer = 0;
    state.busy = true;
    const { want } = state;
    try {
      const answer = await ask(form.action, new URLSearchParams({ opinion: want.opinion || "none", respect: want.respect ? "1" : "0" }));
      state.tries = 0;
      if (answer.ok) {
        const now = JSON.parse(answer.text) as Told;
        state.is = { opinion: now.opinion, respect: now.mine };
        if (typeof now.agree === "number") comment.dataset.votes = `${now.agree} ${now.disagree} ${now.respect}`;
        this.trouble(comment, "");
      } else if (answer.signIn) {
        return this.ordinary(form, button);
      } else {
        state.want = state.is;
        this.trouble(comment, refusal(answer.text, this.thread.dataset.voteFailed));
      }
    } catch {
      this.trouble(comment, this.thread.dataset.voteOffline ?? "");
      state.timer = window.setTimeout(() => void this.send(id), Math.min(longest, 2_000 * 2 ** state.tries++));
    } finally {
      state.busy = false;
    }
    this.show(comment);
    if (!state.timer && !same(state.want, state.is)) void this.send(id);
  }

  // ordinary sends the form as without script: the server asks to sign in, and leads back here.
  private ordinary(form: HTMLFormElement, button?: HTMLButtonElement): void {
    const add = (name: string, value: string) => {
      const field = make("input");
      [field.type, field.name, field.value] = ["hidden", name, value];
      form.append(field);
    };
    const kind = button && kindOf(button);
    add("back", location.pathname + location.search);
    if (kind === "respect") add("respect", "1"); else if (kind) add("opinion", kind);
    form.submit();
  }

  // trouble says under the buttons what went wrong.
  private trouble(comment: HTMLElement, text: string): void {
    let place = comment.querySelector<HTMLElement>(":scope > .said > .vote-trouble");
    if (!text) return place?.remove();
    place ??= comment.querySelector(":scope > .said")!.appendChild(make("p", "vote-trouble"));
    place.textContent = text;
    say(text);
  }
}

const formOf = (comment: Element) => comment.querySelector<HTMLFormElement>(":scope > .said form.votes");
const has = (wish: Wish, kind: keyof Totals) => kind === "respect" ? wish.respect : wish.opinion === kind;
const same = (a: Wish, b: Wish) => a.opinion === b.opinion && a.respect === b.respect;

// plain shows the totals of an own comment, on which there is nothing to press. Those that are nought stay hidden.
function plain(comment: HTMLElement, totals?: Totals): void {
  const place = comment.querySelector<HTMLElement>(":scope > .said p.votes");
  if (!place || !totals) return;
  for (const part of place.querySelectorAll<HTMLElement>("[data-kind]")) {
    const n = totals[part.dataset.kind as keyof Totals];
    part.hidden = n === 0;
    part.querySelector(".n")!.textContent = told(n);
  }
  place.hidden = totals.agree + totals.disagree + totals.respect === 0;
}

// kindOf tells a button by its place: what it sends changes with what is pressed.
function kindOf(button: HTMLButtonElement): keyof Totals {
  return button.name === "respect" ? "respect" : button.previousElementSibling ? "disagree" : "agree";
}

function stateOf(form: HTMLFormElement): State {
  const is: Wish = { opinion: "", respect: false };
  for (const button of form.querySelectorAll<HTMLButtonElement>('.vote[aria-pressed="true"]')) {
    const kind = kindOf(button);
    if (kind === "respect") is.respect = true; else is.opinion = kind;
  }
  return { is, want: is, busy: false, tries: 0, timer: 0 };
}

function totalsOf(comment: HTMLElement): Totals | undefined {
  const { votes } = comment.dataset;
  if (votes === undefined) return undefined;
  const [agree = 0, disagree = 0, respect = 0] = votes.split(" ").map(Number);
  return { agree, disagree, respect };
}

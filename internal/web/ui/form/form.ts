import { ask, problem } from "../base/ask";
import { fragment } from "../base/html";
import { counted, make } from "../base/words";
import { say } from "../discussion/bars";
import type { Thread } from "../discussion/thread";
import { answerUnder } from "./answer";
import { Citation } from "./cite";
import { type Draft, keep, kept, type Subject } from "./draft";
import { Mentions } from "./mention";
import { Preview } from "./preview";

const nearLimit = 300; // how many characters before the limit the counter shows
const longestPause = 30_000;

// <rz-form> posts a comment without leaving the page. Whatever goes wrong, the text stays: in the form, and as a draft in
// this browser. What a lost connection kept from arriving is sent again with the same nonce, so that it is posted once.
export class Form extends HTMLElement {
  private sending = false;
  private over = false; // the text was to be sent, and is too long
  private unsure = false; // something was sent, and no answer came
  private anyway = ""; // the nudge against which the text is sent as it is
  private alone = false; // what was answered is gone: the comment stands by itself
  private tries = 0;
  private timer = 0;
  private saved = 0;
  private left?: HTMLElement;
  private leave = new AbortController();
  private preview?: Preview;
  citation?: Citation;

  connectedCallback(): void {
    const { form, text } = this;
    if (!form || !text) return;
    this.leave = new AbortController();
    const { signal } = this.leave;
    form.addEventListener("submit", (event) => this.submitted(event), { signal });
    text.addEventListener("input", () => this.typed(), { signal });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    }, { signal });
    addEventListener("online", () => { if (this.timer) void this.send(); }, { signal });
    addEventListener("pagehide", () => { if (this.saved) this.save(); }, { signal });
    this.preview = new Preview(this, text);
    this.citation = new Citation(this);
    new Mentions(this, text, signal);
    if (!this.closest(".comment")) document.addEventListener("rz-answer", (event) => this.answer(event as CustomEvent<HTMLElement>), { signal });
    if (text.value === "") this.restore();
    this.measure();
  }

  disconnectedCallback(): void {
    this.leave.abort();
    clearTimeout(this.timer);
    if (this.saved) this.save();
  }

  get form() { return this.querySelector("form"); }
  get text() { return this.querySelector("textarea"); }
  field(name: string) { return this.querySelector<HTMLInputElement>(`input[name=${name}]`); }

  // subject is what would be written about now.
  get subject(): Subject {
    return { thread: this.dataset.thread ?? "", parent: this.field("parent")?.value ?? "", statement: this.field("statement")?.value ?? "" };
  }

  // insert puts words behind those there are, and goes there.
  insert(words: string): void {
    const { text } = this;
    if (!text) return;
    this.preview?.close();
    const before = text.value.trimEnd();
    text.value = before ? `${before}\n\n${words}` : words;
    text.dispatchEvent(new Event("input"));
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    text.scrollTop = text.scrollHeight;
  }

  // about lets something change what is written about; the draft goes along.
  about(change: () => void): void {
    if (this.saved) this.save();
    const text = this.text?.value ?? "";
    keep(this.subject, { text: "" });
    change();
    if (text) keep(this.subject, { text }); else this.restore();
  }

  // say tells below the buttons how things stand.
  say(message = ""): void {
    const status = this.querySelector(".form-status");
    if (status && status.textContent !== message) status.textContent = message;
  }

  private restore(): void {
    const draft = kept(this.subject);
    if (!draft || !this.text) return;
    if (draft.statement !== this.subject.statement && !this.citation?.cite(draft.statement)) return;
    this.text.value = draft.text;
    const nonce = this.field("nonce");
    if (draft.nonce && nonce?.value) nonce.value = draft.nonce;
    this.say(this.dataset.restored);
  }

  private save(draft: Partial<Draft> = {}): void {
    clearTimeout(this.saved);
    this.saved = 0;
    const nonce = this.unsure ? this.field("nonce")?.value : undefined;
    keep(this.subject, { text: this.text?.value ?? "", nonce, ...draft });
  }

  private typed(): void {
    clearTimeout(this.saved);
    this.saved = window.setTimeout(() => {
      this.save();
      if (this.text?.value.trim() && !this.sending && !this.timer) this.say(this.dataset.saved);
    }, 500);
    if (this.timer) { // what is being changed is not sent behind somebody's back
      clearTimeout(this.timer);
      this.timer = 0;
      this.say();
    }
    this.measure();
  }

  // measure shows how much may still be written, near the limit, or how much too much was, and reports whether it is within.
  private measure(): boolean {
    const limit = Number(this.dataset.limit);
    if (!limit || !this.text) return true;
    const { value } = this.text;
    const left = limit - (value.length > limit * 2 ? value.length : [...value].length);
    this.left ??= this.querySelector(".submit")?.appendChild(make("span", "hint left"));
    if (this.left) {
      this.left.id = `left-${this.text.id}`;
      this.left.textContent = left < 0 ? `${this.dataset.over ?? ""}: ${counted(this, "above", -left)}` : left <= nearLimit ? counted(this, "left", left) : "";
      this.left.classList.toggle("over", left < 0);
    }
    if (left >= 0 && this.over) this.clear();
    return left >= 0;
  }

  private submitted(event: SubmitEvent): void {
    if (!this.measure()) {
      event.preventDefault();
      this.clear();
      this.over = true;
      this.point(this.left);
      this.text?.focus();
      say(this.left?.textContent ?? "");
      return;
    }
    if (event.submitter?.getAttribute("name") === "preview") {
      event.preventDefault();
      void this.preview?.turn();
      return;
    }
    if (!this.field("nonce")?.value) { // nobody is signed in: the ordinary way leads there and keeps the text
      this.save({ sent: true });
      return;
    }
    event.preventDefault();
    this.anyway = event.submitter?.getAttribute("name") === "anyway" ? event.submitter.getAttribute("value")! : "";
    if (!this.sending) void this.send();
  }

  private async send(): Promise<void> {
    const form = this.form!;
    clearTimeout(this.timer);
    this.timer = 0;
    this.sending = this.unsure = true;
    this.clear();
    this.say(this.dataset.sending);
    this.save();
    this.lock(true);
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      if (this.alone) body.set("parent", "");
      if (this.anyway) body.set("anyway", this.anyway);
      const answer = await ask(form.action, body);
      this.tries = 0;
      if (answer.status === 201 || answer.status === 200) { // 200: it had arrived the first time
        this.posted(answer.text, answer.header("Rozmova-Nonce"), answer.header("Location"));
      } else if (answer.header("Rozmova-Nudge")) { // a kind word first; nothing is refused
        this.unsure = false;
        this.say();
        this.nudge(answer.text).focus();
      } else if (answer.signIn) { // the session is over: sign in on the ordinary way
        this.save({ sent: true });
        this.lock(false);
        form.submit();
      } else {
        this.refused(answer.status, answer.text);
      }
    } catch {
      this.say(this.dataset.offline);
      const pause = Math.min(longestPause, 1_000 * 2 ** this.tries++) * (.75 + Math.random() / 2);
      this.timer = window.setTimeout(() => void this.send(), pause);
    } finally {
      this.sending = false;
      this.lock(false);
    }
  }

  // nudge puts into the form what asks to say it another way, or takes it out.
  private nudge(html = ""): HTMLElement {
    const place = this.querySelector<HTMLElement>(".nudge-place")!;
    place.replaceChildren(fragment(html));
    return place.querySelector<HTMLElement>(".nudge") ?? place;
  }

  private posted(html: string, nonce: string | null, address: string | null): void {
    this.unsure = false;
    this.nudge();
    if (this.text) this.text.value = "";
    this.save();
    this.preview?.close();
    this.citation?.drop();
    this.renew(nonce);
    this.say(this.dataset.posted);
    this.measure();
    const answering = this.closest(".comment")?.querySelector(":scope > .write");
    const shown = document.querySelector<Thread>("rz-thread")?.put(html);
    answering?.remove();
    if (!shown && address) location.assign(address); // its place is on another page
  }

  // renew takes the nonce for the next comment; a browser's own will do.
  renew(nonce: string | null = null): void {
    const field = this.field("nonce");
    if (field?.value) field.value = nonce ?? crypto.randomUUID();
  }

  private refused(status: number, said: string): void {
    const { errors, detail, title, link } = problem(said);
    this.unsure = false;
    this.say();
    for (const { location = "", message = "" } of errors ?? []) this.wrong(location.split(".").pop() ?? "", message);
    if (!errors?.length) this.trouble("", detail ?? title ?? this.dataset.failed ?? "");
    if (link) {
      const to = make("a", "", link.text);
      to.href = link.path;
      this.head().append(" ", to);
    }
    if (status === 409) this.renew();
    this.save();
    this.preview?.close();
    this.text?.focus({ preventScroll: true });
    this.querySelector(".form-trouble:not(:empty), .trouble-text:not(:empty)")?.scrollIntoView({ block: "nearest" });
  }

  // wrong says what is wrong with a field. What can no longer be answered or spoken to is left out of what is sent next.
  private wrong(field: string, message: string): void {
    let left: string | undefined;
    if (field === "parent") {
      this.alone = true;
      left = this.dataset.asOwn;
    } else if (field === "statement") {
      this.about(() => this.citation?.drop());
      left = this.dataset.asPlain;
    }
    this.trouble(field, left ? `${message} ${left}` : message);
  }

  // trouble says beside a field what is wrong with it, and above the fields what is wrong with none of them.
  trouble(field: string, message: string): void {
    const place = this.querySelector<HTMLElement>(`[data-trouble="${CSS.escape(field)}"]`) ?? this.head();
    place.textContent = message;
    if (field === "body") this.point(place);
  }

  // head is the place where the server, too, says what belongs to no field.
  private head(): HTMLElement {
    let place = this.querySelector<HTMLElement>(".form-trouble:not([data-trouble])");
    if (place) return place;
    place = make("p", "form-trouble");
    place.setAttribute("role", "alert");
    const first = this.querySelector("[data-trouble]");
    if (first) first.before(place); else this.form?.prepend(place);
    return place;
  }

  // point tells that the text is wrong, and where it says why.
  private point(place?: HTMLElement): void {
    const { text } = this;
    if (!text || !place) return;
    text.setAttribute("aria-invalid", "true");
    text.setAttribute("aria-describedby", `${place.id} ${text.dataset.hint ??= text.getAttribute("aria-describedby") ?? ""}`);
  }

  clear(): void {
    this.over = false;
    for (const place of this.querySelectorAll("[data-trouble], .form-trouble")) place.textContent = "";
    const { text } = this;
    text?.removeAttribute("aria-invalid");
    if (text?.dataset.hint) text.setAttribute("aria-describedby", text.dataset.hint);
  }

  private lock(on: boolean): void {
    if (this.text) this.text.readOnly = on;
    this.querySelector("[type=submit]")?.setAttribute("aria-disabled", String(on));
  }

  private answer(event: CustomEvent<HTMLElement>): void {
    answerUnder(this, event.detail).text?.focus();
    event.preventDefault();
  }
}

customElements.define("rz-form", Form);

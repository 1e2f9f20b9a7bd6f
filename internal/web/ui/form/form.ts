import { counted, make } from "../base/words";
import type { Thread } from "../discussion/thread";
import { keep, kept } from "./draft";

interface Problem { title?: string; detail?: string; errors?: { location?: string; message?: string }[] }

const nearLimit = 300; // how many characters before the limit the counter shows
const longestPause = 30_000;

// <rz-form> posts a comment without leaving the page. Whatever goes wrong, the text stays: in the form, and as a draft in
// this browser. What a lost connection kept from arriving is sent again with the same nonce, so that it is posted once.
export class Form extends HTMLElement {
  private sending = false;
  private tries = 0;
  private timer = 0;
  private saved = 0;
  private left?: HTMLElement;
  private leave = new AbortController();

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
    window.addEventListener("online", () => { if (this.timer) void this.send(); }, { signal });
    if (!this.closest(".comment")) document.addEventListener("rz-answer", (event) => this.answer(event as CustomEvent<HTMLElement>), { signal });
    if (text.value === "") {
      const draft = kept(this.thread, this.parent);
      if (draft) {
        text.value = draft;
        this.say(this.dataset.restored);
      }
    }
    this.measure();
  }

  disconnectedCallback(): void {
    this.leave.abort();
    clearTimeout(this.timer);
    clearTimeout(this.saved);
  }

  private get form() { return this.querySelector("form"); }
  private get text() { return this.querySelector("textarea"); }
  private get thread() { return this.dataset.thread ?? ""; }
  private get parent() { return this.field("parent")?.value ?? ""; }
  private field(name: string) { return this.querySelector<HTMLInputElement>(`input[name=${name}]`); }

  private say(message = "", over = false): void {
    const status = this.querySelector<HTMLElement>(".form-status");
    if (!status) return;
    status.textContent = message;
    status.classList.toggle("over", over);
  }

  private typed(): void {
    clearTimeout(this.saved);
    this.saved = window.setTimeout(() => keep(this.thread, this.parent, this.text?.value ?? ""), 300);
    if (this.timer) { // what is being changed is not sent behind somebody's back
      clearTimeout(this.timer);
      this.timer = 0;
      this.say();
    }
    this.measure();
  }

  // measure shows how much may still be written, near the limit, and reports whether it is within.
  private measure(): boolean {
    const limit = Number(this.dataset.limit);
    if (!limit || !this.text) return true;
    const left = limit - [...this.text.value].length;
    this.left ??= this.querySelector(".submit")?.appendChild(make("span", "hint left"));
    if (this.left) this.left.textContent = left < 0 ? `${this.dataset.over ?? ""}: ${left}` : left <= nearLimit ? counted(this, "left", left) : "";
    return left >= 0;
  }

  private submitted(event: SubmitEvent): void {
    const text = this.text?.value ?? "";
    if (!this.measure()) {
      event.preventDefault();
      this.trouble("body", this.dataset.over ?? "");
      return;
    }
    if (!this.field("nonce")?.value) { // nobody is signed in: the ordinary way leads there and keeps the text
      keep(this.thread, this.parent, text, true);
      return;
    }
    event.preventDefault();
    if (!this.sending) void this.send();
  }

  private async send(): Promise<void> {
    const form = this.form!;
    clearTimeout(this.timer);
    this.timer = 0;
    this.sending = true;
    this.clear();
    this.say(this.dataset.sending);
    keep(this.thread, this.parent, this.text?.value ?? "");
    this.lock(true);
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      const headers = { "Rozmova-Fragment": "1", Accept: "text/html, application/problem+json" };
      const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
      const said = await answer.text();
      this.tries = 0;
      this.heard(answer, said);
    } catch {
      this.say(this.dataset.offline, true);
      const pause = Math.min(longestPause, 1_000 * 2 ** this.tries++) * (.75 + Math.random() / 2);
      this.timer = window.setTimeout(() => void this.send(), pause);
    } finally {
      this.sending = false;
      this.lock(false);
    }
  }

  private heard(answer: Response, said: string): void {
    if (answer.status === 201 || answer.status === 200) { // 200: it had arrived the first time
      this.posted(answer, said);
    } else if (answer.type === "opaqueredirect" || answer.status === 401) {
      keep(this.thread, this.parent, this.text?.value ?? "", true);
      this.lock(false);
      this.form?.submit(); // the session is over: sign in on the ordinary way
    } else {
      this.refused(answer.status, said);
    }
  }

  private posted(answer: Response, html: string): void {
    clearTimeout(this.saved);
    keep(this.thread, this.parent, "");
    if (this.text) this.text.value = "";
    this.renew(answer.headers.get("Rozmova-Nonce"));
    this.say(this.dataset.posted);
    this.measure();
    const answering = this.closest(".comment")?.querySelector(":scope > .write");
    const shown = document.querySelector<Thread>("rz-thread")?.put(html);
    answering?.remove();
    const address = answer.headers.get("Location");
    if (!shown && address) location.assign(address); // its place is on another page
  }

  // renew takes the nonce for the next comment; a browser's own will do.
  private renew(nonce: string | null): void {
    const field = this.field("nonce");
    if (field?.value) field.value = nonce ?? crypto.randomUUID();
  }

  private refused(status: number, said: string): void {
    let problem: Problem = {};
    try { problem = JSON.parse(said) as Problem; } catch { /* not ours: a proxy's page */ }
    for (const { location = "", message = "" } of problem.errors ?? []) this.trouble(location.split(".").pop() ?? "", message);
    if (!problem.errors?.length) this.say(problem.detail ?? problem.title ?? this.dataset.failed, true); else this.say();
    if (status === 409) this.renew(null);
    this.text?.focus();
  }

  private trouble(field: string, message: string): void {
    const place = this.querySelector<HTMLElement>(`[data-trouble="${CSS.escape(field)}"]`);
    if (!place) return this.say(message, true);
    place.textContent = message;
    const input = this.querySelector(`[name="${CSS.escape(field)}"]`);
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", place.id);
  }

  private clear(): void {
    for (const place of this.querySelectorAll("[data-trouble]")) place.textContent = "";
    this.text?.removeAttribute("aria-invalid");
  }

  private lock(on: boolean): void {
    if (this.text) this.text.readOnly = on;
    this.querySelector("[type=submit]")?.setAttribute("aria-disabled", String(on));
  }

  // answer opens a form of its own under a comment.
  private answer(event: CustomEvent<HTMLElement>): void {
    const comment = event.detail;
    const id = comment.id.slice(2);
    let section = comment.querySelector<HTMLElement>(":scope > .write");
    if (!section) {
      section = make("section", "write");
      const title = make("h3", "", this.dataset.answer);
      title.id = `write-${id}`;
      section.setAttribute("aria-labelledby", title.id);
      section.append(title, this.copy(id, () => {
        section?.remove();
        comment.querySelector<HTMLElement>(":scope > .said [data-answer]")?.focus();
      }));
      comment.querySelector(":scope > .said")?.after(section);
    }
    section.querySelector("textarea")?.focus();
    event.preventDefault();
  }

  // copy makes an empty form that answers a comment.
  private copy(id: string, cancel: () => void): Form {
    const copy = this.cloneNode(true) as Form;
    for (const part of copy.querySelectorAll("[id]")) part.id += `-${id}`;
    copy.querySelector("label")?.setAttribute("for", `body-${id}`);
    for (const old of copy.querySelectorAll(".answering, .form-trouble, .left")) old.remove();
    const { text } = copy;
    if (text) {
      text.value = text.defaultValue = "";
      text.setAttribute("aria-describedby", `body-hint-${id}`);
      text.rows = 4;
      text.readOnly = false;
    }
    copy.clear();
    copy.say();
    const parent = copy.field("parent");
    if (parent) parent.value = id;
    copy.renew(null);
    const button = make("button", "quiet", this.dataset.cancel);
    button.type = "button";
    button.addEventListener("click", cancel);
    copy.querySelector(".submit")?.append(button);
    return copy;
  }
}

customElements.define("rz-form", Form);

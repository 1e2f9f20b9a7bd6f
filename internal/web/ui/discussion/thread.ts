import { fragment } from "../base/html";
import { forget } from "../base/store";
import { counted, make, named } from "../base/words";
import { Votes } from "../comment/vote";
import { bar, say, unbar } from "./bars";
import { Folds } from "./fold";
import { go } from "./go";
import { Keys } from "./keys";
import { outOfOrder, reorder, unseen, type Moved } from "./moved";
import { inOrder, placeFor, quiet } from "./place";
import { renew } from "./renew";
import { findSpot, keepSpot } from "./spot";
import { Stream } from "./stream";
import { lastVisit, mark, tellNew } from "./visit";

const backFor = 20_000; // the way back from a jump is offered; the browser's own goes there, too

interface Tally { id: string; agree: number; disagree: number; respect: number }

// <rz-thread> keeps a discussion that the server rendered up to date. It never moves what is being read or typed: what would
// do so waits behind a bar.
export class Thread extends HTMLElement {
  private stream?: Stream;
  private folds!: Folds;
  private votes!: Votes;
  private keys!: Keys;
  private readonly leave = new AbortController();
  private readonly waiting = new Map<string, HTMLElement>(); // by id: new comments, and longer texts of old ones
  private readonly elsewhere = new Map<string, string>(); // by id: addresses of new comments whose place is on another page
  private returning = 0;
  private placeless?: HTMLElement; // what came last, where this page has no place for it
  private readonly seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      target.classList.add("fresh");
      this.seen.unobserve(target);
    }
  });

  connectedCallback(): void {
    if (this.stream) return;
    forget();
    this.folds = new Folds(this);
    this.votes = new Votes(this);
    this.keys = new Keys(this, this.folds, this.leave.signal);
    this.addEventListener("click", (event) => this.clicked(event));
    addEventListener("hashchange", () => this.arrive(), { signal: this.leave.signal });
    if (this.hasAttribute("data-visitor")) this.markNew();
    this.arrive();
    this.leadToNew();
    findSpot();
    keepSpot(this);
    this.listen();
  }

  disconnectedCallback(): void {
    this.stream?.end();
    this.leave.abort();
    this.seen.disconnect();
  }

  // put shows a comment at once, wherever that is: the person who looks has just written it.
  put(html: string): HTMLElement | undefined {
    const comment = this.read(html);
    if (!comment) return undefined;
    this.waiting.delete(comment.id);
    this.elsewhere.delete(comment.id);
    this.show(comment, true);
    this.tell();
    const shown = this.find(comment.id) ?? undefined;
    if (shown) this.go(shown);
    return shown;
  }

  private listen(): void {
    const { live, after } = this.dataset;
    if (!live) return;
    this.stream = new Stream(live, after ?? "0", {
      comment: (html) => this.take(html),
      count: (json) => this.count(json),
      votes: (json) => this.tallies(json),
      heat: (json) => this.heat(json),
      order: (json) => this.moved(json),
      addition: (html) => document.dispatchEvent(new CustomEvent("rz-addition", { detail: html })),
      story: () => this.reload("story", this.dataset.storyChanged),
      resync: (json) => this.resync(json),
    });
    this.stream.start();
    this.switch();
  }

  private find(id: string) { return this.querySelector<HTMLElement>(`#${CSS.escape(id)}`); }

  private read(html: string): HTMLElement | null {
    const comment = fragment(html).querySelector<HTMLElement>("article.comment");
    if (comment && this.mutes(comment)) hide(comment, this);
    return comment;
  }

  // mutes reports whether this reader does not want to see what the author of a comment writes.
  private mutes(comment: HTMLElement): boolean {
    const { author } = comment.dataset;
    return !!author && (this.dataset.muted ?? "").split(" ").includes(author);
  }

  // take gets a comment from the stream: a new one, or another state of one that is there.
  private take(html: string): void {
    const comment = this.read(html);
    this.placeless = undefined;
    if (!comment) return;
    const old = this.find(comment.id) ?? this.waiting.get(comment.id);
    if (old && Number(old.dataset.seq) >= Number(comment.dataset.seq)) return;
    if (old?.isConnected) {
      if (!this.renew(old, comment)) this.waiting.set(comment.id, comment);
    } else if (old || !this.fits(comment)) {
      const parent = comment.dataset.parent;
      if (placeFor(this, comment) || (parent && this.waiting.has(`c-${parent}`))) this.waiting.set(comment.id, comment);
      else this.placeless = comment;
    } else {
      this.show(comment);
      if (!this.mutes(comment)) say(counted(this, "fresh", 1));
    }
    this.tell();
  }

  private fits(comment: HTMLElement): boolean {
    const place = placeFor(this, comment);
    return !!place && quiet(place);
  }

  // show puts a comment into the page, or its new state in the place of the old one.
  private show(comment: HTMLElement, own = false): void {
    const old = this.find(comment.id);
    if (old) {
      this.renew(old, comment, true, own);
      return;
    }
    const place = placeFor(this, comment);
    if (!place) return;
    place.into.insertBefore(comment, place.before);
    for (let at = comment.parentElement?.closest<HTMLElement>(".comment"); at; at = at.parentElement?.closest<HTMLElement>(".comment")) this.folds.dress(at);
    if (own) return;
    mark(comment, this.dataset.new ?? "");
    this.seen.observe(comment);
  }

  private renew(old: HTMLElement, fresh: HTMLElement, force = false, own = false): boolean {
    const done = renew(old, fresh, { force, own, refocus: () => this.go(old) });
    if (done) {
      this.folds.dress(old);
      this.votes.show(old);
    }
    return done;
  }

  // tell says how much waits. What muted readers wrote is not told of.
  private tell(): void {
    const told = [...this.waiting.values()].filter((c) => !this.mutes(c));
    const fresh = told.filter((c) => !this.find(c.id)).length + this.elsewhere.size;
    if (told.length + this.elsewhere.size === 0) {
      unbar("fresh");
    } else {
      bar("fresh", fresh > 0 ? counted(this, "fresh", fresh) : this.dataset.changed ?? "", () => this.flush());
    }
  }

  // flush shows what waited and goes to the first of it. Where nothing of that has its place here, it goes to the page where
  // the first of the others stands.
  private flush(): void {
    const [other] = this.elsewhere.values();
    if (other && this.waiting.size === 0) return location.assign(other);
    const all = inOrder(this.waiting.values());
    this.waiting.clear();
    for (const comment of all) this.show(comment);
    this.tell();
    const shown = all.filter((c) => !this.mutes(c)).map((c) => this.find(c.id)).filter((c) => c !== null);
    const first = shown.sort((a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)[0];
    if (first) this.go(first);
  }

  private go(comment: HTMLElement): void {
    this.folds.reveal(comment);
    go(comment);
  }

  // leadToNew makes the line that tells of new comments go to the first of them, here or on the page where it stands.
  private leadToNew(): void {
    const link = document.querySelector<HTMLAnchorElement>("a[data-new-since]");
    if (!link) return;
    if (link.hash === "#discussion") link.hash = "new";
    link.addEventListener("click", (event) => { if (this.keys.to(this.keys.next())) event.preventDefault(); });
  }

  // arrive opens the branches around the comment that the address names, and goes to the first new one where it says so.
  private arrive(): void {
    if (location.hash === "#new") {
      history.replaceState(history.state, "", location.pathname + location.search); // once: a reload keeps the place
      if (!this.keys.to(this.keys.next())) document.getElementById("discussion")?.scrollIntoView();
      return;
    }
    const target = location.hash.startsWith("#c-") ? this.find(decodeURIComponent(location.hash.slice(1))) : null;
    if (!target?.parentElement?.closest(".folded")) return;
    this.folds.reveal(target);
    target.scrollIntoView();
  }

  private markNew(): void {
    const before = lastVisit(this.dataset.thread ?? "");
    if (!before) return;
    for (const comment of this.querySelectorAll<HTMLElement>(".comment")) {
      if (Number(comment.dataset.created) > before && !this.mutes(comment)) mark(comment, this.dataset.new ?? "");
    }
    tellNew(this);
  }

  private count(json: string): void {
    const { text, fresh } = JSON.parse(json) as { n: number; text: string; fresh: boolean };
    const { placeless } = this;
    if (placeless && !this.mutes(placeless)) {
      const address = placeless.querySelector(".words") ? placeless.querySelector<HTMLAnchorElement>("a.when")?.href : "";
      if (!address) this.elsewhere.delete(placeless.id);
      else if (fresh) this.elsewhere.set(placeless.id, address);
      this.tell();
    }
    for (const place of document.querySelectorAll("[data-thread-count]")) place.textContent = text;
  }

  // heat shows how heated a branch is now: under what it begins with, and in the form of an answer that is open there.
  private heat(json: string): void {
    const { id, html } = JSON.parse(json) as { id: string; html: string };
    const root = this.find(`c-${id}`);
    const said = root?.querySelector(":scope > .said");
    if (!root || !said) return;
    for (const old of root.querySelectorAll(".heat")) old.remove();
    said.after(fragment(html));
    for (const form of root.querySelectorAll(".write rz-form")) form.before(fragment(html));
  }

  private tallies(json: string): void {
    for (const tally of JSON.parse(json) as Tally[]) {
      const comment = this.find(`c-${tally.id}`) ?? this.waiting.get(`c-${tally.id}`);
      if (comment) this.votes.renew(comment, tally);
    }
  }

  // moved takes new places in the order across a divide, and what is told of them. Comments that are in sight stay where they
  // are until the reader asks.
  private moved(json: string): void {
    for (const { id, place, told } of JSON.parse(json) as Moved[]) {
      const comment = this.find(`c-${id}`) ?? this.waiting.get(`c-${id}`);
      if (!comment) continue;
      if (comment.dataset.place) comment.dataset.place = String(place);
      const said = comment.querySelector(":scope > .said");
      said?.querySelector(":scope > .told")?.remove();
      said?.querySelector(":scope > .actions")?.before(fragment(told));
    }
    const list = this.querySelector(".comments");
    if (this.dataset.order !== "bridges" || !list) return;
    if (!outOfOrder(list)) return unbar("moved");
    if (unseen(list)) return reorder(list);
    bar("moved", this.dataset.moved ?? "", () => {
      reorder(list);
      unbar("moved");
      list.scrollIntoView({ block: "start" });
    });
  }

  // resync: the page is too far behind, or the terms of the discussion are others now. A pick can wait for the next visit.
  private resync(json: string): void {
    const { why } = JSON.parse(json) as { why?: "settings" | "picks" };
    if (why !== "picks") this.reload("resync", why ? this.dataset.settings : this.dataset.resync);
  }

  private reload(name: string, text = ""): void {
    bar(name, `${text} ${this.dataset.reload ?? ""}`, () => location.reload());
  }

  // switch lets people stop what moves by itself (WCAG 2.2.2).
  private switch(): void {
    const button = document.querySelector<HTMLButtonElement>("[data-live-switch]");
    if (!button) return;
    let on = true;
    button.classList.add("ready");
    button.addEventListener("click", () => {
      on = !on;
      if (on) this.stream?.start(); else this.stream?.stop();
      button.textContent = (on ? button.dataset.pause : button.dataset.resume) ?? "";
    });
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const comment = target.closest<HTMLElement>(".comment");
    if (!comment || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.closest(".fold")) {
      this.folds.turn(comment);
    } else if (target.closest("a[data-answer]")) {
      const open = new CustomEvent("rz-answer", { detail: comment, cancelable: true });
      if (!document.dispatchEvent(open)) event.preventDefault(); // a form has taken it
    } else if (target.closest("a.to")) {
      this.upward(event, comment);
    } else if (target.closest(".cite a")) {
      const { hash } = target.closest("a")!;
      if (!hash || !document.getElementById(hash.slice(1))) return;
      event.preventDefault();
      location.hash = hash;
    }
  }

  // upward goes to what a comment answers, and offers the way back; where that stands on another page, it goes there.
  private upward(event: MouseEvent, comment: HTMLElement): void {
    const parent = document.getElementById(`c-${comment.dataset.parent}`);
    event.preventDefault();
    if (!parent) {
      const own = comment.querySelector<HTMLAnchorElement>(".when")?.href ?? "";
      return location.assign(own.replace(/[^/]+$/, comment.dataset.parent ?? ""));
    }
    this.go(parent);
    unbar("back");
    bar("back", this.dataset.back ?? "", () => {
      unbar("back");
      this.go(comment);
    });
    clearTimeout(this.returning);
    this.returning = window.setTimeout(() => unbar("back"), backFor);
  }
}

// hide puts the words of a muted reader, and what can be done with them, behind a line, as the server does.
function hide(comment: HTMLElement, thread: HTMLElement): void {
  const words = comment.querySelector(":scope > .said > .words");
  if (!words) return;
  const details = make("details", "muted");
  const summary = make("summary");
  const name = comment.querySelector(".author")?.textContent ?? "";
  summary.append(make("bdi", "", named(thread, "muted-by", name)), " ", make("span", "once", thread.dataset.showOnce));
  words.replaceWith(details);
  details.append(summary, ...comment.querySelectorAll(":scope > .said > .cite"), words, ...comment.querySelectorAll(":scope > .said > .actions"));
}

customElements.define("rz-thread", Thread);

import { fragment } from "../base/html";
import { counted } from "../base/words";
import { bar, say, unbar } from "./bars";
import { inOrder, placeFor, quiet } from "./place";
import { Stream } from "./stream";

// <rz-thread> keeps a discussion that the server rendered up to date. It never moves what is being read or typed: what would
// do so waits behind a bar.
export class Thread extends HTMLElement {
  private stream?: Stream;
  private readonly waiting = new Map<string, HTMLElement>(); // by id: new comments, and longer texts of old ones
  private readonly elsewhere = new Map<string, string>(); // by id: addresses of new comments whose place is on another page
  private placeless?: HTMLElement; // what came last, where this page has no place for it
  private readonly seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      target.classList.add("fresh");
      this.seen.unobserve(target);
    }
  });

  connectedCallback(): void {
    this.addEventListener("click", (event) => this.answer(event));
    const { live, after } = this.dataset;
    if (!live || this.stream) return;
    this.stream = new Stream(live, after ?? "0", {
      comment: (html) => this.take(html),
      count: (json) => this.count(json),
      story: () => this.reload("story", this.dataset.storyChanged),
      resync: () => this.reload("resync", this.dataset.resync),
    });
    this.stream.start();
    this.switch();
  }

  disconnectedCallback(): void {
    this.stream?.end();
    this.stream = undefined;
    this.seen.disconnect();
  }

  // put shows a comment at once, wherever that is: the person who looks has just written it.
  put(html: string): HTMLElement | undefined {
    const comment = this.read(html);
    if (!comment) return undefined;
    this.waiting.delete(comment.id);
    this.elsewhere.delete(comment.id);
    this.show(comment);
    this.tell();
    const shown = this.querySelector<HTMLElement>(`#${comment.id}`) ?? undefined;
    if (shown) this.go(shown);
    return shown;
  }

  private read(html: string): HTMLElement | null {
    return fragment(html).querySelector<HTMLElement>("article.comment");
  }

  // take gets a comment from the stream: a new one, or another state of one that is there.
  private take(html: string): void {
    const comment = this.read(html);
    this.placeless = undefined;
    if (!comment) return;
    const old = this.querySelector<HTMLElement>(`#${comment.id}`) ?? this.waiting.get(comment.id);
    if (old && Number(old.dataset.seq) >= Number(comment.dataset.seq)) return;
    if (old?.isConnected) {
      if (!this.renew(old, comment)) this.waiting.set(comment.id, comment);
    } else if (old || !this.fits(comment)) {
      const parent = comment.dataset.parent;
      if (placeFor(this, comment) || (parent && this.waiting.has(`c-${parent}`))) this.waiting.set(comment.id, comment);
      else this.placeless = comment;
    } else {
      this.show(comment);
      say(counted(this, "fresh", 1));
    }
    this.tell();
  }

  private fits(comment: HTMLElement): boolean {
    const place = placeFor(this, comment);
    return !!place && quiet(place);
  }

  // show puts a comment into the page, or its new state in the place of the old one.
  private show(comment: HTMLElement): void {
    const old = this.querySelector<HTMLElement>(`#${comment.id}`);
    if (old) {
      this.renew(old, comment, true);
      return;
    }
    const place = placeFor(this, comment);
    if (!place) return;
    place.into.insertBefore(comment, place.before);
    this.seen.observe(comment);
  }

  // renew gives a comment its new state and reports whether it did. Unless forced it does nothing that would move what is
  // seen; words that are taken out of sight go at once, and leave their room.
  private renew(old: HTMLElement, fresh: HTMLElement, force = false): boolean {
    const was = old.querySelector<HTMLElement>(":scope > .said");
    const is = fresh.querySelector<HTMLElement>(":scope > .said");
    if (!was || !is) return true;
    const hides = !is.querySelector(".words");
    const busy = was.contains(document.activeElement);
    if (busy && !hides && !force) return false;
    const mine = was.querySelector(".me") && !is.querySelector(".me");
    if (mine && !hides) {
      const [mark, before] = [was.querySelector(".me"), is.querySelector(".when")];
      before?.before(mark!.cloneNode(true));
      const [theirs, ours] = [is.querySelector(".actions"), was.querySelector(".actions")];
      if (theirs && ours) theirs.replaceWith(ours.cloneNode(true));
    }
    const height = was.offsetHeight;
    const seen = old.getBoundingClientRect().top < innerHeight;
    was.replaceWith(is);
    if (seen && !force) {
      if (is.offsetHeight > height && !hides) {
        is.replaceWith(was);
        return false;
      }
      is.style.minBlockSize = `${height}px`;
    }
    for (const [name, value] of Object.entries(fresh.dataset)) old.dataset[name] = value;
    if (busy) this.go(old);
    return true;
  }

  // tell says how much waits.
  private tell(): void {
    const fresh = [...this.waiting.keys()].filter((id) => !this.querySelector(`#${id}`)).length + this.elsewhere.size;
    if (this.waiting.size + this.elsewhere.size === 0) {
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
    unbar("fresh");
    const shown = all.map((c) => this.querySelector<HTMLElement>(`#${c.id}`)).filter((c) => c !== null);
    const first = shown.sort((a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)[0];
    if (first) this.go(first);
  }

  private go(comment: HTMLElement): void {
    comment.tabIndex = -1;
    comment.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    (comment.querySelector(":scope > .said") ?? comment).scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  private count(json: string): void {
    const { text, fresh } = JSON.parse(json) as { n: number; text: string; fresh: boolean };
    const { placeless } = this;
    if (placeless) {
      const address = placeless.querySelector(".words") ? placeless.querySelector<HTMLAnchorElement>("a.when")?.href : "";
      if (!address) this.elsewhere.delete(placeless.id);
      else if (fresh) this.elsewhere.set(placeless.id, address);
      this.tell();
    }
    for (const place of document.querySelectorAll("[data-thread-count]")) place.textContent = text;
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
      button.textContent = (on ? button.dataset.on : button.dataset.off) ?? "";
    });
  }

  private answer(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("a[data-answer]");
    const comment = link?.closest<HTMLElement>(".comment");
    if (!comment || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const open = new CustomEvent("rz-answer", { detail: comment, cancelable: true });
    if (!document.dispatchEvent(open)) event.preventDefault(); // a form has taken it
  }
}

customElements.define("rz-thread", Thread);

import { fragment } from "../base/html";
import { counted } from "../base/words";
import { bar, say, unbar } from "../discussion/bars";
import { quiet } from "../discussion/place";

// <rz-additions> keeps what is added to a developing story up to date. The stream is the discussion's, which hands on what is
// not its own. Nothing that is being read moves: what would move it waits behind a bar.
export class Additions extends HTMLElement {
  private readonly leave = new AbortController();
  private readonly waiting = new Map<string, HTMLElement>();
  private readonly fresh = new Set<HTMLElement>(); // put in where nobody looked yet
  private readonly seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.see(target as HTMLElement);
    this.tell();
  });

  connectedCallback(): void {
    document.addEventListener("rz-addition", (event) => this.take((event as CustomEvent<string>).detail), { signal: this.leave.signal });
  }

  disconnectedCallback(): void {
    this.leave.abort();
    this.seen.disconnect();
  }

  private find(id: string): HTMLElement | null { return this.querySelector(`#${CSS.escape(id)}`); }

  private take(html: string): void {
    const addition = fragment(html).querySelector<HTMLElement>(".addition");
    if (!addition) return;
    const old = this.find(addition.id);
    if (Number((old ?? this.waiting.get(addition.id))?.dataset.changed) >= Number(addition.dataset.changed)) return;
    if (old) return this.renew(old, addition);
    if (!this.dataset.elsewhere && quiet({ into: this, before: this.place(addition) })) this.put(addition);
    else this.waiting.set(addition.id, addition);
    this.tell();
  }

  // renew puts the new state in the place of the old one, which keeps its room.
  private renew(old: HTMLElement, addition: HTMLElement): void {
    const height = old.offsetHeight;
    const above = old.getBoundingClientRect().top < innerHeight;
    old.replaceWith(addition);
    if (above && addition.offsetHeight < height) addition.style.minBlockSize = `${height}px`;
    say(this.dataset.changed ?? "");
  }

  // place gives what an addition stands before; null: the end.
  private place(addition: HTMLElement): Element | null {
    const later = this.dataset.order === "newest" ? -1 : 1;
    const at = (e: HTMLElement) => Number(e.dataset.at) * later;
    return [...this.querySelectorAll<HTMLElement>(".addition")].find((other) => at(other) > at(addition)) ?? null;
  }

  private put(addition: HTMLElement): void {
    this.insertBefore(addition, this.place(addition));
    this.parentElement?.querySelector("[data-none]")?.remove();
    this.fresh.add(addition);
    this.seen.observe(addition);
  }

  private see(addition: HTMLElement): void {
    this.fresh.delete(addition);
    this.seen.unobserve(addition);
  }

  // tell says how many are new, and leads to the first of them.
  private tell(): void {
    const n = this.waiting.size + this.fresh.size;
    if (n === 0) return unbar("addition");
    bar("addition", counted(this, "fresh", n), () => this.flush());
  }

  private flush(): void {
    if (this.dataset.elsewhere) return location.assign(this.dataset.elsewhere);
    for (const addition of this.waiting.values()) this.put(addition);
    this.waiting.clear();
    const first = [...this.querySelectorAll<HTMLElement>(".addition")].find((a) => this.fresh.has(a));
    for (const addition of this.fresh) this.see(addition);
    this.tell();
    if (!first) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
}

customElements.define("rz-additions", Additions);

import { ask } from "../base/ask";
import { named } from "../base/words";

const dwell = 500; // before a card that somebody came to is theirs
const renew = 60_000; // well before a claim runs out by itself

// Claims tells the others which card this person works on, and shows which they work on.
export class Claims {
  private card?: HTMLElement;
  private timer = 0;

  constructor(private readonly desk: HTMLElement, signal: AbortSignal) {
    window.addEventListener("pagehide", () => this.release(), { signal });
  }

  // to claims a card in place of the one before.
  to(card?: HTMLElement): void {
    if (card === this.card) return;
    this.release();
    this.card = card;
    if (!card) return;
    this.timer = window.setTimeout(() => void this.claim(card), dwell);
  }

  // drop forgets a card whose claim ended with a decision.
  drop(card: HTMLElement): void {
    if (card !== this.card) return;
    clearTimeout(this.timer);
    this.card = undefined;
  }

  private async claim(card: HTMLElement): Promise<void> {
    clearTimeout(this.timer);
    if (card !== this.card) return;
    if (!document.hidden) {
      const answer = await ask(this.path(card), new URLSearchParams()).catch(() => undefined);
      if (card !== this.card) return;
      if (answer?.ok) card.dataset.mine = "1";
    }
    this.timer = window.setTimeout(() => void this.claim(card), renew);
  }

  private release(): void {
    clearTimeout(this.timer);
    const card = this.card;
    this.card = undefined;
    if (!card?.dataset.mine) return;
    delete card.dataset.mine;
    navigator.sendBeacon(this.path(card), new URLSearchParams({ release: "1" }));
  }

  private path(card: HTMLElement): string { return `${this.desk.dataset.claims}${card.dataset.id}`; }

  // show says on a card who works on it; by nobody: nobody does.
  show(card: HTMLElement, by: string, name: string): void {
    const line = card.querySelector<HTMLElement>(".desk-claim");
    if (!line) return;
    const other = by !== "" && by !== this.desk.dataset.me;
    line.hidden = !other;
    line.textContent = other ? named(this.desk, "claimed", name) : "";
    const over = card.querySelector<HTMLElement>(".desk-over");
    if (over) over.hidden = !other;
    card.classList.toggle("claimed", other);
    for (const b of card.querySelectorAll<HTMLButtonElement>(".desk-form button")) b.disabled = other;
  }
}

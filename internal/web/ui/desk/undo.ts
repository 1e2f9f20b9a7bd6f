import { ask, refusal } from "../base/ask";
import { make, named } from "../base/words";

// A Done stands in the place of a card that was decided about, for as long as the decision can be taken back.
export class Done {
  readonly strip = make("p", "desk-done");
  private readonly button = make("button", "quiet");
  private readonly tick: number;
  private left: number;
  over = false;

  constructor(private readonly desk: HTMLElement, readonly card: HTMLElement, private readonly decision: string, words: string, seconds: number,
    private readonly ended: (back: boolean) => void) {
    this.left = seconds;
    this.strip.setAttribute("role", "status");
    this.strip.append(make("span", "", words), " ", this.button);
    this.button.type = "button";
    this.button.addEventListener("click", () => void this.undo());
    card.hidden = true;
    card.before(this.strip);
    this.show();
    this.tick = window.setInterval(() => { this.left--; if (this.left > 0) this.show(); else this.end(false); }, 1000);
  }

  private show(): void { this.button.textContent = named(this.desk, "undo", String(this.left)); }

  // undo takes the decision back.
  async undo(): Promise<void> {
    if (this.over) return;
    this.over = true;
    this.button.disabled = true;
    try {
      const answer = await ask(`${this.desk.dataset.decisions}${this.decision}/undo`, new URLSearchParams());
      if (answer.ok) return this.end(true);
      this.strip.textContent = refusal(answer.text, this.desk.dataset.failed);
    } catch {
      this.strip.textContent = this.desk.dataset.failed ?? "";
    }
    clearInterval(this.tick);
    this.ended(false);
  }

  private end(back: boolean): void {
    this.over = true;
    clearInterval(this.tick);
    this.strip.remove();
    this.card.hidden = !back;
    if (!back) this.card.remove();
    this.ended(back);
  }
}

import { recall, remember } from "../base/store";
import { counted, make } from "../base/words";

const most = 300; // branches remembered of one discussion

// Folds closes branches and opens them, and remembers in this browser which are closed.
export class Folds {
  private readonly closed: Set<string>;

  constructor(private readonly thread: HTMLElement) {
    this.closed = new Set(recall<string[]>(this.name) ?? []);
    for (const comment of thread.querySelectorAll<HTMLElement>(".comment")) this.dress(comment);
  }

  private get name() { return `rz-folds:${this.thread.dataset.thread}`; }

  // dress gives a comment that has answers its button. It may be called again when there are more of them.
  dress(comment: HTMLElement): void {
    const head = comment.querySelector(":scope > .said > .comment-head");
    const answers = comment.querySelectorAll(".comment").length;
    if (!head || answers === 0) return;
    let button = head.querySelector<HTMLElement>(".fold");
    if (!button) {
      button = make("button", "fold");
      button.setAttribute("type", "button");
      button.append(make("span", "fold-sign"), make("span", "fold-count"));
      button.setAttribute("aria-describedby", `by-${comment.id.slice(2)}`);
      head.prepend(button);
    }
    const shut = this.closed.has(comment.id.slice(2));
    comment.classList.toggle("folded", shut);
    button.setAttribute("aria-expanded", String(!shut));
    button.setAttribute("aria-label", this.thread.dataset.fold ?? "");
    button.lastElementChild!.textContent = shut ? counted(this.thread, "answers", answers) : "";
    if (shut) button.setAttribute("aria-label", `${this.thread.dataset.unfold ?? ""}: ${button.lastElementChild!.textContent}`);
  }

  // turn closes an open branch and opens a closed one; it reports whether there is one.
  turn(comment: HTMLElement): boolean {
    if (!comment.querySelector(":scope > .said .fold")) return false;
    const id = comment.id.slice(2);
    if (!this.closed.delete(id)) this.closed.add(id);
    this.keep();
    this.dress(comment);
    const top = comment.getBoundingClientRect().top;
    if (top < 0) comment.scrollIntoView({ block: "start" });
    return true;
  }

  // reveal opens all the branches that a comment stands in.
  reveal(comment: Element): void {
    for (let at = comment.parentElement?.closest<HTMLElement>(".folded"); at; at = at.parentElement?.closest<HTMLElement>(".folded")) {
      this.closed.delete(at.id.slice(2));
      this.dress(at);
    }
    this.keep();
  }

  private keep(): void {
    remember(this.name, this.closed.size ? [...this.closed].slice(-most) : undefined);
  }
}

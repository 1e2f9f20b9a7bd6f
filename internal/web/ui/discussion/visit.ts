import { recall, remember } from "../base/store";
import { counted, make } from "../base/words";

// What is new since the visit before: the server marks it for readers who are signed in, this browser for everybody else.

interface Visit { before: number; last: number } // microseconds, as data-created

const apart = 30 * 60 * 1_000_000; // whoever comes back sooner goes on with the same visit

// lastVisit gives the end of the visit before this one, in microseconds, and remembers this one; 0 where there was none.
export function lastVisit(thread: string): number {
  const name = `rz-visit:${thread}`;
  const now = Date.now() * 1000;
  const visit = recall<Visit>(name) ?? { before: 0, last: 0 };
  if (now - visit.last > apart) visit.before = visit.last;
  const leave = () => remember(name, { before: visit.before, last: Date.now() * 1000 } satisfies Visit);
  leave();
  addEventListener("pagehide", leave);
  return visit.before;
}

// mark says of a comment that it is new.
export function mark(comment: HTMLElement, word: string): void {
  if ("new" in comment.dataset) return;
  comment.dataset.new = "";
  comment.querySelector(":scope > .said > .comment-head .when")?.after(" ", make("span", "new-mark", word));
}

// tellNew says above the list how many are new on this page, and leads to them.
export function tellNew(thread: HTMLElement): void {
  const fresh = thread.querySelectorAll<HTMLElement>(".comment[data-new]");
  if (fresh.length === 0 || document.querySelector("[data-new-since]")) return;
  const line = make("p", "new-since");
  const link = make("a", "", counted(thread, "new-since", fresh.length));
  link.href = `#${fresh[0]!.id}`;
  link.dataset.newSince = "";
  line.append(link);
  const tools = document.querySelector(".discussion-tools");
  if (tools) tools.append(line); else thread.before(line);
}

// Where a comment belongs, and whether putting it there would move what somebody is looking at.

export interface Place {
  into: Element;
  before: Element | null; // null: at the end
}

const created = (e: Element) => Number((e as HTMLElement).dataset.created);
const depth = (e: Element) => Number((e as HTMLElement).dataset.depth);

// placeFor finds the place of a comment in the thread by its parent, its time and the order of the page; undefined where the
// page does not show that part of the discussion.
export function placeFor(thread: HTMLElement, comment: HTMLElement): Place | undefined {
  const { parent } = comment.dataset;
  if (!parent) return placeForRoot(thread, comment);
  const above = thread.querySelector<HTMLElement>(`#c-${CSS.escape(parent)}`);
  if (!above) return undefined;
  // At the greatest depth of a discussion answers stand beside what they answer; at that of a page they stand on another.
  const beside = depth(comment) <= depth(above);
  if (!beside && nesting(above, thread) >= Number(thread.dataset.deepest ?? 5)) return undefined;
  const into = beside ? above.parentElement : above.querySelector(":scope > .answers");
  return into ? inTime(into, comment) : undefined;
}

// placeForRoot: the newest stand above, or below all others. In the orders by votes and answers nobody has answered or
// respected it yet.
function placeForRoot(thread: HTMLElement, comment: HTMLElement): Place | undefined {
  const into = thread.querySelector(".comments");
  const { order } = thread.dataset;
  if (!into || thread.hasAttribute(order === "newest" ? "data-less" : "data-more")) return undefined;
  const roots = [...into.querySelectorAll<HTMLElement>(":scope > .comment")];
  if (order === "newest") {
    return { into, before: roots.find((root) => created(root) < created(comment)) ?? null };
  }
  return order === "oldest" ? inTime(into, comment) : { into, before: null };
}

function inTime(into: Element, comment: HTMLElement): Place {
  for (const sibling of into.querySelectorAll<HTMLElement>(":scope > .comment")) {
    if (created(sibling) > created(comment)) return { into, before: sibling };
  }
  return { into, before: null };
}

// nesting counts the comments that one stands in on this page.
function nesting(comment: Element, thread: Element): number {
  let n = 0;
  for (let at = comment.parentElement; at && at !== thread; at = at.parentElement) if (at.matches(".comment")) n++;
  return n;
}

// quiet reports whether nothing that can be seen stands behind the place, so that nothing seen would move.
export function quiet(place: Place): boolean {
  if (place.into.closest(".folded")) return true;
  const next = place.before ?? following(place.into);
  return !next || next.getBoundingClientRect().top >= innerHeight;
}

// following gives the next element with a box behind the end of another.
function following(element: Element): Element | null {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    for (let next = at.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.getClientRects().length > 0) return next;
    }
  }
  return null;
}

// inOrder sorts comments so that each comes after the one it answers.
export function inOrder(comments: Iterable<HTMLElement>): HTMLElement[] {
  return [...comments].sort((a, b) => created(a) - created(b));
}

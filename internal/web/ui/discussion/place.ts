// Where a comment belongs, and whether putting it there would move what somebody is looking at.

export interface Place {
  into: Element;
  before: Element | null; // null: at the end
}

const created = (e: Element) => Number((e as HTMLElement).dataset.created);

// placeFor finds the place of a comment in the thread by its parent and its time; undefined where the page does not show
// that part of the discussion.
export function placeFor(thread: HTMLElement, comment: HTMLElement): Place | undefined {
  let into: Element | null = thread.querySelector(".comments");
  const { parent } = comment.dataset;
  if (parent) {
    const above = thread.querySelector<HTMLElement>(`#c-${CSS.escape(parent)}`);
    if (!above) return undefined;
    // Deep answers stand one under the other, as the server has them.
    into = Number(above.dataset.depth) < Number(thread.dataset.deepest ?? 6)
      ? above.querySelector(":scope > .answers")
      : above.parentElement;
  } else if (thread.hasAttribute("data-more")) {
    return undefined; // it comes on a later page
  }
  if (!into) return undefined;
  for (const sibling of into.querySelectorAll<HTMLElement>(":scope > .comment")) {
    if (created(sibling) > created(comment)) return { into, before: sibling };
  }
  return { into, before: null };
}

// quiet reports whether nothing that can be seen stands behind the place, so that nothing seen would move.
export function quiet(place: Place): boolean {
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

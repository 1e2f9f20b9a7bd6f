// The order across a divide, as votes move comments on an open page.

export interface Moved { id: string; place: number; told: string }

const placeOf = (root: HTMLElement) => Number(root.dataset.place ?? 0);

// rootsOf gives the comments of the page that answer none, without those that wait for a moderator.
const rootsOf = (list: Element) => [...list.querySelectorAll<HTMLElement>(":scope > .comment[data-place]")];

// outOfOrder reports whether the roots of a page stand otherwise than by their places.
export function outOfOrder(list: Element): boolean {
  const roots = rootsOf(list);
  return roots.some((root, i) => i > 0 && placeOf(root) > placeOf(roots[i - 1]!));
}

// unseen reports whether nothing of the comments is in sight, so that nobody sees them move.
export function unseen(list: Element): boolean {
  const box = list.getBoundingClientRect();
  return box.top >= innerHeight && !list.contains(document.activeElement);
}

// reorder puts the roots where they belong. Whoever asked for it keeps the focus; a browser that can shows the way.
export function reorder(list: Element): void {
  const focus = document.activeElement;
  const put = () => {
    const roots = rootsOf(list);
    const sorted = [...roots].sort((a, b) => placeOf(b) - placeOf(a));
    let next: Element | null = roots[0] ?? null;
    for (const root of sorted) {
      if (root === next) {
        next = next.nextElementSibling;
        continue;
      }
      list.insertBefore(root, next);
    }
    if (focus instanceof HTMLElement && list.contains(focus)) focus.focus({ preventScroll: true });
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (calm || unseen(list) || !("startViewTransition" in document)) put();
  else document.startViewTransition(put);
}

// go takes a reader to a comment: into sight, and with the focus, so that keys and screen readers go on from there.
export function go(comment: HTMLElement, block: ScrollLogicalPosition = "center"): void {
  const said = comment.querySelector<HTMLElement>(":scope > .said") ?? comment;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chain = comment.closest<HTMLDetailsElement>("details.above");
  if (chain) chain.open = true;
  comment.tabIndex = -1;
  comment.focus({ preventScroll: true });
  if (said.offsetHeight > innerHeight / 2) block = "start";
  said.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
}

// shown reports whether an element has a place on the page.
export const shown = (element: Element): boolean => element.getClientRects().length > 0;

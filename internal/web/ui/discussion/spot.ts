// The place somebody reads at, kept over a reload and over what is done from a menu: the first comment in sight, or the one of
// the menu, and where on the screen it stood. What came in between does not matter then. An address that names a place wins.

interface Spot { path: string; id: string; top: number }

const name = "rz-spot";
const head = 64; // a comment that was done something to is seen from its beginning
let held: HTMLElement | undefined;

// hold makes a comment the place to come back to.
export const hold = (comment: HTMLElement): void => { held = comment; };

// page is the address without what it says was done.
function page(): string {
  const query = new URLSearchParams(location.search);
  query.delete("done");
  return `${location.pathname}?${query.toString()}`;
}

// keepSpot remembers the place when the page is left.
export function keepSpot(thread: HTMLElement): void {
  addEventListener("pagehide", () => {
    const first = held ?? [...thread.querySelectorAll<HTMLElement>(".comment")].find((c) => {
      const said = c.querySelector(":scope > .said")?.getBoundingClientRect();
      return said && said.height > 0 && said.bottom > 0;
    });
    const top = Math.max(first?.getBoundingClientRect().top ?? 0, held ? head : -Infinity);
    try {
      if (!first || top > innerHeight) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify({ path: page(), id: first.id, top } satisfies Spot));
    } catch { /* the browser keeps nothing */ }
  });
}

// findSpot goes back to that place, where the page was loaded again.
export function findSpot(): void {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (location.hash || (entry?.type !== "reload" && !/[?&]done=/.test(location.search))) return;
  let spot: Spot | null = null;
  try { spot = JSON.parse(sessionStorage.getItem(name) ?? "null") as Spot | null; } catch { /* nothing is kept */ }
  const comment = spot?.path === page() ? document.getElementById(spot.id) : null;
  if (!spot || !comment) return;
  const { top } = spot;
  const settle = () => scrollBy({ top: comment.getBoundingClientRect().top - top, behavior: "instant" });
  history.scrollRestoration = "manual"; // the browser's own memory is of another page
  settle();
  addEventListener("load", () => {
    settle();
    history.scrollRestoration = "auto";
  }, { once: true });
}

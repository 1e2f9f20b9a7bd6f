// The place somebody reads at, kept over a reload: the first comment in sight and where on the screen it stood. What came in
// between does not matter then. An address that names a place wins.

interface Spot { path: string; id: string; top: number }

const name = "rz-spot";

// keepSpot remembers the place when the page is left.
export function keepSpot(thread: HTMLElement): void {
  addEventListener("pagehide", () => {
    const first = [...thread.querySelectorAll<HTMLElement>(".comment")].find((c) => {
      const said = c.querySelector(":scope > .said")?.getBoundingClientRect();
      return said && said.height > 0 && said.bottom > 0;
    });
    const top = first?.getBoundingClientRect().top ?? 0;
    try {
      if (!first || top > innerHeight) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify({ path: location.pathname + location.search, id: first.id, top } satisfies Spot));
    } catch { /* the browser keeps nothing */ }
  });
}

// findSpot goes back to that place, where the page was loaded again.
export function findSpot(): void {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (entry?.type !== "reload" || location.hash) return;
  let spot: Spot | null = null;
  try { spot = JSON.parse(sessionStorage.getItem(name) ?? "null") as Spot | null; } catch { /* nothing is kept */ }
  const comment = spot?.path === location.pathname + location.search ? document.getElementById(spot.id) : null;
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

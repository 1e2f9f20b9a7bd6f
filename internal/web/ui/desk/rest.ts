import { recall, remember } from "../base/store";

// A reminder for whoever has read hard words for long: after 45 minutes without a pause of ten, and every quarter of an hour from
// then on. The browser alone counts; nobody else is told.

interface Work { start: number; last: number; told?: number }

const pause = 10 * 60_000;
const long = 45 * 60_000;
const again = 15 * 60_000;

export function rest(region: HTMLElement | null, signal: AbortSignal, now: () => number = Date.now): void {
  if (!region) return;
  const worked = (): void => {
    const at = now();
    let work = recall<Work>("rz-desk-work");
    if (!work || at - work.last > pause) work = { start: at, last: at };
    if (at - work.last < 1000 && work.last !== work.start) return; // typing
    work.last = at;
    if (at - work.start >= long && at - (work.told ?? 0) >= again) {
      work.told = at;
      region.hidden = false;
    }
    remember("rz-desk-work", work);
  };
  region.querySelector("button")?.addEventListener("click", () => {
    region.hidden = true;
    remember("rz-desk-work", undefined);
  });
  for (const what of ["keydown", "pointerdown", "scroll"]) document.addEventListener(what, worked, { signal, passive: true });
  worked();
}

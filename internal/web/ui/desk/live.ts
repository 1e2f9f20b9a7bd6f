// What the stream of the desk brings: how many wait in each list, and what became of cards.
export interface Touched { id: string; by: string; name: string; waits: boolean; revision: number }
export interface News { lists: Record<string, { n: number; text: string }>; cards?: Touched[] }

// hear keeps a stream open while the page is looked at.
export function hear(path: string, signal: AbortSignal, told: (news: News) => void): void {
  let source: EventSource | undefined;
  let rest = 0;
  const open = (): void => {
    if (source || signal.aborted) return;
    source = new EventSource(path);
    source.addEventListener("desk", (e) => told(JSON.parse((e as MessageEvent<string>).data) as News));
  };
  const close = (): void => { source?.close(); source = undefined; };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(rest);
    if (document.hidden) rest = window.setTimeout(close, 60_000);
    else open();
  }, { signal });
  window.addEventListener("pagehide", close, { signal });
  window.addEventListener("pageshow", open, { signal });
  signal.addEventListener("abort", close);
  open();
}

// count writes how many wait into the tabs.
export function count(tabs: HTMLElement, lists: News["lists"]): void {
  for (const [key, { n, text }] of Object.entries(lists)) {
    const badge = tabs.querySelector<HTMLElement>(`[data-list="${CSS.escape(key)}"] .badge`);
    if (!badge) continue;
    badge.textContent = text;
    badge.hidden = n === 0;
  }
}

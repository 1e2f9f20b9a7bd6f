// What this browser remembers, and nobody else: each value with the time at which it was kept. Where storage is full or
// forbidden nothing is remembered, and nothing else happens.

interface Kept { at: number; value: unknown }

const longest = 90 * 24 * 3600 * 1000;

// recall gives what was kept under a name; undefined for nothing.
export function recall<T>(name: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null)?.value as T | undefined;
  } catch {
    return undefined;
  }
}

// remember keeps a value under a name that begins with "rz-", and drops what is there for undefined.
export function remember(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ at: Date.now(), value } satisfies Kept));
  } catch { /* nothing is remembered then */ }
}

// names gives the names that begin so.
export function names(beginning: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(beginning));
  } catch {
    return [];
  }
}

// forget drops what was kept too long ago: what belongs to a discussion, whose name holds a colon.
export function forget(): void {
  for (const name of names("rz-")) {
    if (!name.includes(":")) continue;
    try {
      const { at } = JSON.parse(localStorage.getItem(name) ?? "{}") as Partial<Kept>;
      if (!at || Date.now() - at > longest) localStorage.removeItem(name);
    } catch {
      remember(name, undefined);
    }
  }
}

// A draft is what somebody has written and not posted, kept in this browser only.

interface Draft { text: string; sent?: boolean; at: number }

const key = (thread: string, parent: string) => `rz-draft:${thread}:${parent}`;
const oldest = 30 * 24 * 3600 * 1000;

// keep stores a draft, and drops it where there is nothing to keep. Sent marks one that is on its way by an ordinary form.
export function keep(thread: string, parent: string, text: string, sent = false): void {
  try {
    if (text.trim() === "") localStorage.removeItem(key(thread, parent));
    else localStorage.setItem(key(thread, parent), JSON.stringify({ text, sent, at: Date.now() } satisfies Draft));
  } catch { /* storage is full or forbidden: there are no drafts then */ }
}

// kept gives the text of a draft; "" for none. One that was sent by an ordinary form, and led to the comment that the
// address names, is done with.
export function kept(thread: string, parent: string): string {
  try {
    const draft = JSON.parse(localStorage.getItem(key(thread, parent)) ?? "null") as Draft | null;
    if (!draft) return "";
    if (Date.now() - draft.at > oldest || (draft.sent && location.hash.startsWith("#c-"))) {
      localStorage.removeItem(key(thread, parent));
      return "";
    }
    return draft.text;
  } catch {
    return "";
  }
}

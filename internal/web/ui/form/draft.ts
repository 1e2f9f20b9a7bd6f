import { names, recall, remember } from "../base/store";

// A draft is what somebody has written and not posted, kept in this browser only. There is one for each thing that can be
// written: a thread, a comment to be answered, a statement that is spoken to.

export interface Subject { thread: string; parent: string; statement: string }

export interface Draft {
  text: string;
  sent?: boolean; // it is on its way by an ordinary form
  nonce?: string; // with which it may have reached the server already
}

const before = ({ thread, parent }: Subject) => `rz-draft:${thread}:${parent}:`;
const name = (s: Subject) => before(s) + s.statement;

// keep stores a draft, and drops it where there is nothing to keep.
export function keep(subject: Subject, draft: Draft): void {
  remember(name(subject), draft.text.trim() === "" ? undefined : draft);
}

// kept gives the draft on a subject; where no statement is named, also one that speaks to a statement, whose key is told
// then. One that was sent by an ordinary form, and led to the comment that the address names, is done with.
export function kept(subject: Subject): Draft & { statement: string } | undefined {
  const all = subject.statement ? [name(subject)] : [name(subject), ...names(before(subject))];
  for (const at of all) {
    const draft = recall<Draft>(at);
    if (!draft?.text) continue;
    if (draft.sent && location.hash.startsWith("#c-")) remember(at, undefined);
    else return { ...draft, statement: at.slice(before(subject).length) };
  }
  return undefined;
}

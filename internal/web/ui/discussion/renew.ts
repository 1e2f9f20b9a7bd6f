// A comment's new state in the place of the old one, without moving what is seen and without losing what the page knows of
// its reader: the server sends everybody the same.

// renew reports whether it has put the new state there. Unless forced it does nothing that would move what is seen or take
// away what somebody uses; words that are taken out of sight go at once, and leave their room. Refocus is called where the
// focus was in what went. Own says that the new state was made for this reader alone.
export function renew(old: HTMLElement, fresh: HTMLElement, how: { force: boolean; own: boolean; refocus: () => void }): boolean {
  const { force, own, refocus } = how;
  const was = old.querySelector<HTMLElement>(":scope > .said");
  const is = fresh.querySelector<HTMLElement>(":scope > .said");
  if (!was || !is) return true;
  const hides = !is.querySelector(".words");
  const busy = was.contains(document.activeElement) || !!was.querySelector(".menu[open]");
  if (busy && !hides && !force) return false;
  carry(was, is, hides || own);
  const height = was.offsetHeight;
  const seen = old.getBoundingClientRect().top < innerHeight;
  was.replaceWith(is);
  if (seen && !force) {
    if (is.offsetHeight > height && !hides) {
      is.replaceWith(was);
      return false;
    }
    is.style.minBlockSize = `${height}px`;
  }
  const { votes } = old.dataset;
  for (const [name, value] of Object.entries(fresh.dataset)) old.dataset[name] = value;
  if (votes !== undefined && fresh.dataset.votes === undefined) old.dataset.votes = votes;
  if (busy) refocus();
  return true;
}

// carry takes over what belongs to the reader of this page: the button of a branch; the badge, the mark and what may be done,
// unless bare.
function carry(was: HTMLElement, is: HTMLElement, bare: boolean): void {
  const fold = was.querySelector(".fold");
  if (fold) is.querySelector(".comment-head")?.prepend(fold.cloneNode(true));
  if (bare) return;
  for (const [mark, before] of [[".me", true], [".new-mark", false]] as const) {
    const own = was.querySelector(mark);
    const when = is.querySelector(".when");
    if (own && when && !is.querySelector(mark)) when[before ? "before" : "after"](before ? "" : " ", own.cloneNode(true), before ? " " : "");
  }
  const [theirs, ours] = [is.querySelector(".actions"), was.querySelector(".actions")];
  if (theirs && ours) theirs.replaceWith(ours.cloneNode(true));
}

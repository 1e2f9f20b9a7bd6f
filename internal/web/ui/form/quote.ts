import { make } from "../base/words";
import { answerUnder } from "./answer";
import type { Form } from "./form";

// Quoting: whoever selects words of the story or of a comment is offered to quote them in a comment. From a comment they go
// into an answer to it. The button stands behind the words in the order of the keyboard, too, and q does the same.

const longest = 1_500; // characters of a quotation

const form = () => document.querySelector<Form>("#form rz-form");
let button: HTMLButtonElement | undefined;
let range: Range | undefined;
let timer = 0;

// home gives the text that a selection lies in: the story's or a comment's; null where it lies in neither or in more.
function home(of: Range): HTMLElement | null {
  const at = of.commonAncestorContainer;
  const words = (at instanceof Element ? at : at.parentElement)?.closest<HTMLElement>(".story-body, .pick-here, rz-thread .words");
  return words && !words.matches(".pick-here") ? words : null;
}

// lines gives what is selected as quoted Markdown.
function lines(of: Range): string {
  const part = of.cloneContents();
  for (const other of part.querySelectorAll(".ref, rz-card, .quote-this")) other.remove();
  for (const block of part.querySelectorAll("p, li, h2, h3, h4, figcaption, pre, br")) block.after("\n");
  const text = (part.textContent ?? "").slice(0, longest);
  const found = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
  return found.map((line) => `> ${line.replace(/^[>#+*-]/, "\\$&")}`).join("\n>\n");
}

// quote puts what a range holds into the form where it belongs, and reports whether it did.
function quote(of: Range): boolean {
  const page = form();
  const words = lines(of);
  const place = home(of);
  if (!page || !place || !words) return false;
  const comment = place.closest<HTMLElement>(".comment");
  const into = comment ? answerUnder(page, comment) : page;
  hide();
  getSelection()?.removeAllRanges();
  into.insert(`${words}\n\n`);
  into.scrollIntoView({ block: "nearest" });
  return true;
}

// quoteSelected quotes what is selected, and reports whether there was something.
export function quoteSelected(): boolean {
  const selection = getSelection();
  return !!selection && !selection.isCollapsed && quote(selection.getRangeAt(0));
}

function hide(): void {
  button?.remove();
  range = undefined;
}

function look(): void {
  const selection = getSelection();
  if (button && button === document.activeElement) return;
  const chosen = selection && !selection.isCollapsed && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  const place = chosen && home(chosen);
  if (!chosen || !place || !form() || !chosen.toString().trim()) return hide();
  range = chosen.cloneRange();
  if (!button) {
    button = make("button", "quote-this", form()?.dataset.quote);
    button.type = "button";
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => range && quote(range));
  }
  let block: Node = chosen.endContainer;
  while (block.parentNode && block.parentNode !== place) block = block.parentNode;
  if (block.parentNode === place && block !== button) (block as ChildNode).after(button); else place.append(button);
  const own = (button.offsetParent ?? document.body).getBoundingClientRect();
  const last = [...chosen.getClientRects()].pop() ?? chosen.getBoundingClientRect();
  const x = Math.min(Math.max(last.right - button.offsetWidth / 2, 8), document.documentElement.clientWidth - button.offsetWidth - 8);
  button.style.insetBlockStart = `${last.bottom - own.top + 8}px`;
  button.style.left = `${x - own.left}px`;
}

document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = window.setTimeout(look, 200);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && button?.isConnected) hide();
});

// The link "quote" of a comment quotes all of it.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLElement>("a[data-quote]");
  const words = link?.closest(".comment")?.querySelector(":scope > .said .words");
  if (!words || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const all = document.createRange();
  all.selectNodeContents(words);
  if (quote(all)) event.preventDefault();
});

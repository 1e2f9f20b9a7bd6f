import { make } from "../base/words";

// Bars stand at the foot of the window, or at its head while somebody writes, and say what has happened; nothing on the page
// moves because of them. The same words are said to screen readers, politely.

const bars = new Map<string, HTMLElement>();
let stack: HTMLElement | undefined;
let voice: HTMLElement | undefined;
let timer = 0;

// bar shows or rewrites the bar of a name.
export function bar(name: string, text: string, act: () => void): void {
  if (!stack) {
    stack = document.body.appendChild(make("div", "rz-bars"));
    // Whoever types keeps the focus: with it a bar stands at the head of the window, and must not go from under the finger.
    stack.addEventListener("mousedown", (event) => event.preventDefault());
  }
  let button = bars.get(name);
  if (!button) {
    button = make("button");
    (button as HTMLButtonElement).type = "button";
    button.addEventListener("click", act);
    bars.set(name, button);
    stack.prepend(button); // above the others, which stay where they are
  }
  if (button.textContent !== text) {
    button.textContent = text;
    say(text);
  }
}

// unbar takes a bar away.
export function unbar(name: string): void {
  bars.get(name)?.remove();
  bars.delete(name);
}

// say tells a text to screen readers, the last one only where several come at once.
export function say(text: string): void {
  if (!voice) {
    voice = make("p", "hidden");
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  clearTimeout(timer);
  timer = window.setTimeout(() => { if (voice) voice.textContent = text; }, 800);
}

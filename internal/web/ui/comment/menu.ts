import { hold } from "../discussion/spot";

// The menus of comments are <details> and work without this; it closes them like menus: by a click elsewhere and by Escape.

export const opened = () => document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of opened()) {
    const target = event.target as Element;
    if (!menu.contains(target) || target.closest("a")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  }
});

// A form in a menu comes back to the page that it stands on, and to the same place of it.
document.addEventListener("submit", (event) => {
  const back = (event.target as HTMLFormElement).querySelector<HTMLInputElement>(".menu [name=next]");
  const comment = back?.closest<HTMLElement>(".comment");
  if (!back || !comment) return;
  back.value = location.pathname + location.search;
  hold(comment);
});

// Words with a number come from the server as attributes, one for each plural form, told for 1, 2 and 5:
// data-fresh-1="1 новий коментар" data-fresh-2="2 нові коментарі" data-fresh-5="5 нових коментарів".

const rules = new Intl.PluralRules(document.documentElement.lang || "uk");
const numbers = new Intl.NumberFormat(document.documentElement.lang || "uk");

// counted says a number of things in the language of the page.
export function counted(from: HTMLElement, name: string, n: number): string {
  const sample = { one: "1", few: "2" }[rules.select(n) as string] ?? "5";
  return (from.getAttribute(`data-${name}-${sample}`) ?? "").replace(sample, numbers.format(n));
}

// make builds an element with a class and a text.
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

// named says an attribute's words with a name in the place of "{}".
export function named(from: HTMLElement, name: string, value: string): string {
  return (from.getAttribute(`data-${name}`) ?? "").replace("{}", () => value);
}

// told writes a number as the language of the page does.
export const told = (n: number): string => numbers.format(n);

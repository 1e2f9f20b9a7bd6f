import { ask } from "../base/ask";

interface Entry { name: string; kind: string; role?: string; side?: string }

// offer fills the lists of fields that ask for somebody of the register, as one types, and the fields beside it once a name was chosen.
export function offer(within: HTMLElement, path: string, signal: AbortSignal): void {
  let timer = 0;
  let known: Entry[] = [];
  within.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    if (!field.dataset.find) return;
    const chosen = known.find((e) => e.name === field.value);
    if (chosen) return choose(field, chosen);
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(field), 150);
  }, { signal });

  const look = async (field: HTMLInputElement): Promise<void> => {
    const typed = field.value.trim();
    const list = within.querySelector<HTMLDataListElement>(`#${field.dataset.find}`);
    if (typed.length < 2 || !list) return;
    const answer = await ask(`${path}?${new URLSearchParams({ q: typed, kind: field.dataset.kind ?? "" })}`, undefined, signal).catch(() => undefined);
    if (!answer?.ok || field.value.trim() !== typed) return;
    known = JSON.parse(answer.text) as Entry[];
    for (const e of known) {
      if ([...list.options].some((o) => o.value === e.name)) continue;
      const option = document.createElement("option");
      option.value = e.name;
      option.label = e.role ? `${e.name}, ${e.role}` : e.name;
      list.append(option);
    }
  };

  const choose = (field: HTMLInputElement, e: Entry): void => {
    const form = field.form;
    if (!form || field.name !== "speaker") return;
    const set = (name: string, value: string | undefined, over = false): void => {
      const other = form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`);
      if (other && value !== undefined && (over || !other.value)) other.value = value;
    };
    set("kind", e.kind, true);
    set("role", e.role ?? "", true);
    set("side", e.side);
    set("unnamed", "", true);
  };
}

import { make } from "../base/words";
import type { Form } from "./form";

// answerUnder gives the form under a comment, and puts one there where there is none: a copy of the page's own.
export function answerUnder(form: Form, comment: HTMLElement): Form {
  const there = comment.querySelector<Form>(":scope > .write rz-form");
  if (there) return there;
  const id = comment.id.slice(2);
  const section = make("section", "write");
  const title = make("h3", "", form.dataset.answer);
  title.id = `write-${id}`;
  section.setAttribute("aria-labelledby", title.id);
  const answer = copy(form, id, () => {
    section.remove();
    comment.querySelector<HTMLElement>(":scope > .said [data-answer]")?.focus();
  });
  let root: Element = comment; // which says how heated its branch is
  for (let above; (above = root.parentElement?.closest(".comment")); ) root = above;
  const heat = root.querySelector(":scope > .heat");
  section.append(title, ...heat ? [heat.cloneNode(true)] : [], answer);
  comment.querySelector(":scope > .said")?.after(section);
  return answer;
}

// copy makes an empty form that answers a comment.
function copy(form: Form, id: string, cancel: () => void): Form {
  const answer = form.cloneNode(true) as Form;
  for (const part of answer.querySelectorAll("[id]")) part.id += `-${id}`;
  for (const name of ["for", "aria-labelledby"]) {
    for (const part of answer.querySelectorAll(`[${name}]`)) part.setAttribute(name, `${part.getAttribute(name)}-${id}`);
  }
  for (const old of answer.querySelectorAll(".answering, .citing, .left, rz-names")) old.remove();
  const { text } = answer;
  if (text) {
    text.value = text.defaultValue = "";
    text.setAttribute("aria-describedby", `body-hint-${id}`);
    for (const name of ["aria-activedescendant", "data-hint"]) text.removeAttribute(name);
    text.rows = 4;
    text.readOnly = text.hidden = false;
  }
  answer.clear();
  answer.say();
  for (const [name, value] of [["parent", id], ["statement", ""]] as const) {
    const field = answer.field(name);
    if (field) field.value = value;
  }
  answer.renew();
  const post = answer.querySelector("[type=submit]:not([name])");
  if (post && form.dataset.answerPost) post.textContent = form.dataset.answerPost;
  const button = make("button", "quiet", form.dataset.cancel);
  button.type = "button";
  button.addEventListener("click", cancel);
  answer.querySelector(".submit")?.append(button);
  return answer;
}

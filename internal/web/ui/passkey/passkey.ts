// <rz-passkey> makes or shows a passkey: it asks the server for a challenge, lets the browser ask the person, and sends the answer with
// the form it stands around, so that all that is in it travels along. Where the browser has no passkeys it stays hidden.

import { ask, refusal } from "../base/ask";
import { creation, request, written } from "./json";

class Passkey extends HTMLElement {
  private under?: AbortController; // the question that is open

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
    this.hidden = false;
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.run(form, "optional");
    });
    window.addEventListener("pagehide", () => this.under?.abort());
    void this.offer(form);
  }

  // offer lets the browser name passkeys where it fills in the address, once somebody turns to that field.
  private async offer(form: HTMLFormElement): Promise<void> {
    const field = this.dataset.field ? document.getElementById(this.dataset.field) : null;
    if (!field || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
    const begin = () => { if (!this.under) void this.run(form, "conditional"); };
    if (document.activeElement === field) begin();
    else field.addEventListener("focus", begin, { once: true });
  }

  private async run(form: HTMLFormElement, mediation: "optional" | "conditional"): Promise<void> {
    this.under?.abort();
    const under = this.under = new AbortController();
    const quiet = mediation === "conditional"; // nobody has asked for anything yet
    if (!quiet) this.say(this.dataset.busy);
    try {
      const answer = await ask(this.dataset.begin ?? "", new URLSearchParams({ back: location.pathname }), under.signal);
      if (!answer.ok) {
        const to = confirmAt(answer.text);
        if (to) location.assign(to);
        else if (answer.signIn) location.reload();
        else if (!quiet) this.say(refusal(answer.text, this.dataset.failed));
        return;
      }
      const { publicKey } = JSON.parse(answer.text) as { publicKey: never };
      const credential = this.dataset.new !== undefined
        ? await navigator.credentials.create({ publicKey: creation(publicKey), signal: under.signal })
        : await navigator.credentials.get({ publicKey: request(publicKey), mediation, signal: under.signal });
      const field = form.querySelector<HTMLInputElement>("input[name=passkey]");
      if (!credential || !field) throw new Error("no passkey");
      field.value = JSON.stringify(written(credential as PublicKeyCredential));
      form.submit();
    } catch (e) {
      if (under.signal.aborted || quiet) return;
      const name = e instanceof DOMException ? e.name : "";
      this.say(name === "InvalidStateError" ? this.dataset.there : name === "NotAllowedError" || name === "AbortError" ? this.dataset.cancelled : this.dataset.failed);
    } finally {
      if (this.under === under && !quiet) this.under = undefined;
    }
  }

  private say(text = ""): void {
    const region = this.querySelector(".passkey-say");
    if (region) region.textContent = text;
  }
}

// confirmAt is where the server wants to see first that it is still the same person; empty for nowhere.
function confirmAt(text: string): string {
  try {
    const said = JSON.parse(text) as { reason?: string; confirm?: string };
    return said.reason === "confirm.needed" && said.confirm?.startsWith("/") ? said.confirm : "";
  } catch { return ""; }
}

customElements.define("rz-passkey", Passkey);

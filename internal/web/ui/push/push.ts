// <rz-push> switches Web Push on in this browser. Nothing is asked of anybody before the button is pressed. Where the list of
// browsers below has this one, pressing its button also ends the subscription in the browser itself; so does signing out.

export {};

interface Policy { createScriptURL(url: string): unknown }
interface Factory { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy }

const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
let policy: Policy | undefined;

// worker gives the one script that may become a service worker.
function worker(): string {
  policy ??= factory?.createPolicy("rozmova-worker", { createScriptURL: () => "/sw.js" }) ?? { createScriptURL: () => "/sw.js" };
  return policy.createScriptURL("/sw.js") as string;
}

const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

// On telephones of Apple push works only for what was put on the home screen.
const phone = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1;

async function subscription(): Promise<PushSubscription | null> {
  if (!supported()) return null;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return await registration?.pushManager.getSubscription() ?? null;
}

// name is what the server calls a subscription: the hash of its endpoint.
async function name(endpoint: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
  return btoa(String.fromCharCode(...hash)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

class Push extends HTMLElement {
  private button = this.querySelector<HTMLButtonElement>(".push-button");
  private status = this.querySelector<HTMLElement>(".push-status");

  connectedCallback(): void {
    this.button?.addEventListener("click", () => void this.switchOn());
    this.show().catch(() => this.say(this.dataset.failed));
  }

  private say(text = ""): void {
    if (this.status) this.status.textContent = text;
  }

  // show marks this browser in the list, and offers what can be done here.
  private async show(): Promise<void> {
    if (!this.button) return;
    if (!supported()) return this.say(phone() ? this.dataset.phone : this.dataset.unsupported);
    if (Notification.permission === "denied") return this.say(this.dataset.denied);
    const own = await subscription();
    const id = own && await name(own.endpoint);
    const line = id ? document.querySelector<HTMLElement>(`.push-devices [data-id="${id}"]`) : null;
    this.button.hidden = line !== null && Notification.permission === "granted";
    if (!line || !own) return;
    line.querySelector(".push-this")?.removeAttribute("hidden");
    line.querySelector("form")?.addEventListener("submit", (e) => {
      const form = e.currentTarget as HTMLFormElement;
      e.preventDefault();
      void own.unsubscribe().catch(() => false).then(() => form.submit());
    });
  }

  private async switchOn(): Promise<void> {
    const button = this.button!;
    button.disabled = true;
    try {
      if (await Notification.requestPermission() !== "granted") return this.say(this.dataset.denied);
      await navigator.serviceWorker.register(worker(), { scope: "/" });
      const registration = await navigator.serviceWorker.ready;
      const key = bytes(this.dataset.key ?? "");
      let own = await registration.pushManager.getSubscription();
      if (own && !same(own.options.applicationServerKey, key)) { // the site has another key by now
        await own.unsubscribe();
        own = null;
      }
      own ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint = "", keys = {} } = own.toJSON();
      const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "" });
      const headers = { "Rozmova-Fragment": "1" };
      const answer = await fetch(this.dataset.to ?? "", { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
      if (!answer.ok) return this.say(await refusal(answer) || this.dataset.failed);
      this.say(this.dataset.on);
      location.assign(`${location.pathname}?done=push_on#push`);
    } catch {
      this.say(this.dataset.failed);
    } finally {
      button.disabled = false;
    }
  }
}

function same(a: ArrayBuffer | null, b: Uint8Array): boolean {
  const bytes = a && new Uint8Array(a);
  return bytes !== null && bytes.length === b.length && bytes.every((x, i) => x === b[i]);
}

async function refusal(answer: Response): Promise<string> {
  try { return (await answer.json() as { detail?: string }).detail ?? ""; } catch { return ""; }
}

// Who signs out takes the subscription along; the server forgets it with the session in any case.
document.addEventListener("submit", (e) => {
  const form = e.target as HTMLFormElement;
  if (e.defaultPrevented || !form.getAttribute("action")?.endsWith("/sign-out") || !supported() || Notification.permission !== "granted") return;
  e.preventDefault();
  const wait = new Promise((done) => setTimeout(done, 1000));
  void Promise.race([subscription().then((own) => own?.unsubscribe()).catch(() => false), wait]).then(() => form.submit());
});

customElements.define("rz-push", Push);

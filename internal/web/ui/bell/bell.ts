// <rz-bell> keeps the number of unread alerts up to date while a page is open, and says what has just happened. One tab of a
// browser holds the stream and tells the others; a tab that has been hidden for long lets go of it.

interface Rung { n: number; text: string; say?: string; path?: string }

const tooLongHidden = 5 * 60_000;
const shownFor = 12_000;

class Bell extends HTMLElement {
  private channel?: BroadcastChannel;
  private leave?: AbortController; // of the stream, or of waiting for it
  private timer = 0;
  private fade = 0;

  connectedCallback(): void {
    const name = `rozmova-bell-${document.documentElement.lang}`;
    if ("BroadcastChannel" in window) {
      this.channel = new BroadcastChannel(name);
      this.channel.onmessage = (e) => this.ring(e.data as Rung);
    }
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.timer);
      if (document.hidden) this.timer = window.setTimeout(() => this.rest(), tooLongHidden);
      else this.listen(name);
    });
    window.addEventListener("pagehide", () => this.rest());
    window.addEventListener("pageshow", () => this.listen(name));
    if (!document.hidden) this.listen(name);
  }

  disconnectedCallback(): void {
    this.rest();
    this.channel?.close();
  }

  // listen holds the stream, or waits until the tab that holds it lets go.
  private listen(name: string): void {
    if (this.leave) return;
    const leave = this.leave = new AbortController();
    const hold = () => new Promise<void>((done) => this.open(leave.signal, done));
    if (!navigator.locks) void hold();
    else navigator.locks.request(name, { signal: leave.signal }, hold).catch(() => undefined); // no longer wanted
  }

  private rest(): void {
    this.leave?.abort();
    this.leave = undefined;
  }

  private open(signal: AbortSignal, done: () => void): void {
    if (signal.aborted) return done();
    const source = new EventSource(this.dataset.live ?? "");
    const close = () => { source.close(); done(); };
    source.addEventListener("alerts", (e) => {
      const rung = JSON.parse((e as MessageEvent<string>).data) as Rung;
      this.ring(rung);
      this.channel?.postMessage(rung);
    });
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) close(); }); // signed out
    signal.addEventListener("abort", close);
  }

  private ring(rung: Rung): void {
    const badge = this.querySelector<HTMLElement>(".badge");
    const label = this.querySelector<HTMLElement>(".bell .hidden");
    if (!badge || !label) return;
    badge.hidden = rung.n === 0;
    badge.textContent = rung.n > 99 ? "99+" : String(rung.n);
    label.textContent = rung.text;
    document.title = (rung.n ? `(${badge.textContent}) ` : "") + document.title.replace(/^\(\d+\+?\) /, "");
    if (rung.say && rung.path) this.say(rung.say, rung.path);
  }

  private say(text: string, path: string): void {
    const region = this.querySelector<HTMLElement>(".bell-say");
    if (!region) return;
    const link = document.createElement("a");
    link.href = path;
    link.textContent = text;
    region.replaceChildren(link);
    clearTimeout(this.fade);
    const away = () => {
      if (link.matches(":hover, :focus")) this.fade = window.setTimeout(away, shownFor);
      else link.remove();
    };
    this.fade = window.setTimeout(away, shownFor);
  }
}

customElements.define("rz-bell", Bell);

// A stream of server-sent events that comes back by itself: after a lost connection with a growing, jittered pause of 1 to
// 30 seconds, after sleep at once, and always from the last event it has seen.

const shortest = 1_000;
const longest = 30_000;
const asleep = 30_000; // hidden for longer than this, a connection may be dead without having said so

export class Stream {
  private source?: EventSource;
  private timer = 0;
  private tries = 0;
  private hiddenAt = 0;
  private wanted = false;
  private readonly leave = new AbortController();

  constructor(
    private readonly url: string,
    private after: string,
    private readonly hear: Record<string, (data: string) => void>,
  ) {
    const { signal } = this.leave;
    document.addEventListener("visibilitychange", () => this.looked(), { signal });
    window.addEventListener("online", () => this.again(), { signal });
    window.addEventListener("pageshow", () => this.again(), { signal });
    window.addEventListener("pagehide", () => this.drop(), { signal });
  }

  // start opens the stream, or opens it again after stop.
  start(): void {
    this.wanted = true;
    this.again();
  }

  // stop closes it and keeps the place.
  stop(): void {
    this.wanted = false;
    this.drop();
  }

  // end closes it for good.
  end(): void {
    this.stop();
    this.leave.abort();
  }

  private again(): void {
    if (!this.wanted) return;
    this.tries = 0;
    this.open();
  }

  private looked(): void {
    if (document.hidden) {
      this.hiddenAt = Date.now();
    } else if (!this.source || Date.now() - this.hiddenAt > asleep) {
      this.again();
    }
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private open(): void {
    this.drop();
    const url = new URL(this.url, location.href);
    url.searchParams.set("after", this.after);
    const source = new EventSource(url);
    this.source = source;
    source.onopen = () => { this.tries = 0; };
    source.onerror = () => {
      if (this.source !== source) return;
      this.drop();
      const pause = Math.min(longest, shortest * 2 ** this.tries++);
      this.timer = window.setTimeout(() => this.wanted && this.open(), Math.max(shortest, pause * (.5 + Math.random() / 2)));
    };
    for (const [kind, listener] of Object.entries(this.hear)) {
      source.addEventListener(kind, (event) => {
        const message = event as MessageEvent<string>;
        if (Number(message.lastEventId) > Number(this.after)) this.after = message.lastEventId;
        listener(message.data);
      });
    }
  }
}

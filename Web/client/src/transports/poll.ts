import type { ClientFrame, PollAnswer } from "../frames.js";
import { utf8Length } from "../traffic.js";
import { LinkedAbort } from "./abort.js";
import { HttpError, HttpSender, endOf, request } from "./http.js";
import type { Transport, TransportListener, TransportStart } from "./transport.js";

const waitSeconds = 25;
const graceSeconds = 10;
const eventsAtOnce = 1_000;

/** Events by polling: long, where the server holds a request until something happens, or plain. */
export class PollTransport implements Transport {
  readonly #abort = new AbortController();
  readonly #sender: HttpSender;
  #isEstablished = false;
  #hasWaited = false;
  #round: AbortController | null = null;
  #pause: (() => void) | null = null;

  constructor(
    readonly kind: "longpoll" | "poll",
    private readonly start: TransportStart,
    private readonly listener: TransportListener,
  ) {
    this.#sender = new HttpSender(start, listener, this.#abort.signal, () => null);
    void this.#run();
  }

  capacity(): number {
    return this.#isEstablished ? this.#sender.capacity() : 0;
  }

  send(frames: readonly ClientFrame[]): void {
    void this.#sender.send(frames);
  }

  /** The next poll names the channels; one that waits is asked again. */
  channelsChanged(): boolean {
    this.#round?.abort();
    this.#pause?.();
    return true;
  }

  close(): void {
    this.#abort.abort();
    this.#pause?.();
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      this.#round = new AbortController();
      try {
        await this.#poll(this.#round.signal);
      } catch (problem) {
        if (this.#abort.signal.aborted) return;
        if (this.#round.signal.aborted) continue;
        this.close();
        if (problem instanceof HttpError && problem.end.reason === "invalid_cursor") this.listener.cursor("");
        // The first poll of all does not wait, so that only the next one shows whether long polls get through.
        this.listener.ended({ ...endOf(problem), isUnfit: this.kind === "longpoll" && this.#isEstablished && !this.#hasWaited });
      }
    }
  }

  async #poll(round: AbortSignal): Promise<void> {
    const channels = this.start.channels();
    if (channels.length === 0) return this.#idle();
    const url = new URL("/api/v2/events/poll", this.start.server);
    url.searchParams.set("channels", channels.join(","));
    this.start.addPosition(url);
    const timeout = this.kind === "longpoll" && this.#isEstablished ? waitSeconds : 0;
    url.searchParams.set("timeout", String(timeout));
    url.searchParams.set("limit", String(eventsAtOnce));
    const limit = new LinkedAbort([this.#abort.signal, round], (timeout + graceSeconds) * 1_000);
    let text: string;
    try {
      text = await (await request(this.start, url, { signal: limit.signal })).text();
    } finally {
      limit.release();
    }
    if (limit.signal.aborted) return;
    this.#hasWaited ||= timeout > 0;
    this.start.traffic.received(utf8Length(text));
    await this.#deliver(JSON.parse(text) as PollAnswer);
  }

  async #deliver({ cursor, events }: PollAnswer): Promise<void> {
    this.#establish();
    events.forEach((event) => this.listener.frame(event));
    this.listener.cursor(cursor);
    if (events.length >= eventsAtOnce) return;
    this.listener.caughtUp();
    if (this.kind === "poll") await this.#wait();
  }

  async #idle(): Promise<void> {
    this.#establish();
    this.listener.caughtUp();
    await this.#wait();
  }

  #establish(): void {
    if (this.#isEstablished) return;
    this.#isEstablished = true;
    this.listener.established();
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.start.settings.pollIntervalMs);
      this.#pause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

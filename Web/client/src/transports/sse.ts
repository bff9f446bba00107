import type { ClientFrame } from "../frames.js";
import { HttpSender, endOf, request } from "./http.js";
import { SseParser, type SseBlock } from "./sse-parser.js";
import type { Transport, TransportListener, TransportStart } from "./transport.js";
import { parse } from "./websocket.js";

/** Silence after which a stream is dead, as a multiple of the server's heartbeat. */
const silentHeartbeats = 2.5;
const defaultHeartbeatMs = 30_000;

/**
 * Events over a stream that is read with fetch, which unlike EventSource can carry a token in a header and tells what went wrong;
 * frames to the server go by POST.
 */
export class SseTransport implements Transport {
  readonly kind = "sse";
  readonly #abort = new AbortController();
  readonly #sender: HttpSender;
  #session: string | null = null;
  #retryMs: number | null = null;
  #silenceMs = defaultHeartbeatMs * silentHeartbeats;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly start: TransportStart,
    private readonly listener: TransportListener,
  ) {
    this.#sender = new HttpSender(start, listener, this.#abort.signal, () => this.#session);
    void this.#run();
  }

  capacity(): number {
    return this.#session === null ? 0 : this.#sender.capacity();
  }

  send(frames: readonly ClientFrame[]): void {
    void this.#sender.send(frames);
  }

  channelsChanged(): boolean {
    return false;
  }

  close(): void {
    clearTimeout(this.#silence);
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    let end = { reason: "the stream ended", retryAfterMs: null as number | null };
    try {
      const headers = { Accept: "text/event-stream" };
      const response = await request(this.start, this.#address(), { headers, signal: this.#abort.signal });
      await this.#read(response.body!.getReader());
    } catch (problem) {
      end = endOf(problem);
    }
    if (this.#abort.signal.aborted) return;
    this.close();
    this.listener.ended({ ...end, retryAfterMs: this.#retryMs ?? end.retryAfterMs });
  }

  #address(): URL {
    const url = new URL("/api/v2/events/stream", this.start.server);
    const channels = this.start.channels();
    if (channels.length > 0) url.searchParams.set("channels", channels.join(","));
    if (this.start.session) url.searchParams.set("session", this.start.session);
    this.start.addPosition(url);
    return url;
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    const parser = new SseParser((block) => this.#block(block));
    this.#watch();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#abort.signal.aborted) return;
      this.start.traffic.received(value.length);
      this.#watch();
      parser.push(decoder.decode(value, { stream: true }));
    }
  }

  #block({ id, data, retryMs }: SseBlock): void {
    if (this.#abort.signal.aborted) return;
    if (retryMs !== null) this.#retryMs = retryMs;
    const frame = data === null ? null : parse(data);
    if (frame?.type === "connection_established") {
      this.#session = frame.session;
      this.#silenceMs = frame.heartbeat_interval * silentHeartbeats;
      this.listener.established();
    }
    if (frame && frame.type !== "batch") this.listener.frame(frame);
    if (id) this.listener.cursor(id);
    if (id && data === null) this.listener.caughtUp();
  }

  // Also a comment counts: the server sends one when nothing else happens.
  #watch(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.close();
      this.listener.ended({ reason: "the stream fell silent", retryAfterMs: 0 });
    }, this.#silenceMs);
  }
}

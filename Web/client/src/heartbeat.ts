import type { ClientPing, SingleFrame } from "./frames.js";

const mostOutstanding = 8;

interface Ping {
  ref: string;
  sentAt: number;
  heardSince: boolean;
}

/** Pings a connection and tells whether anything still answers. */
export class Heartbeat {
  #outstanding: Ping[] = [];
  #next = 1;

  constructor(
    private readonly deadAfterMs: number,
    private readonly now: () => number,
  ) {}

  /** The next ping. */
  ping(): ClientPing {
    const ping = { ref: `p${this.#next++}`, sentAt: this.now(), heardSince: false };
    this.#outstanding.push(ping);
    if (this.#outstanding.length > mostOutstanding) this.#outstanding.shift();
    return { type: "ping", timestamp: Date.now(), ref: ping.ref };
  }

  /** Anything at all arrived. Returns the round trip in milliseconds when it answers a ping, else null. */
  heard(frame: SingleFrame): number | null {
    for (const ping of this.#outstanding) ping.heardSince = true;
    if (frame.type !== "pong" || frame.ref === undefined) return null;
    const index = this.#outstanding.findIndex((ping) => ping.ref === frame.ref);
    if (index < 0) return null;
    const [ping] = this.#outstanding.splice(index, 1);
    return this.now() - ping!.sentAt;
  }

  /** Looks for pings without an answer: how many are lost, and whether nothing was heard since. */
  check(): { lost: number; isDead: boolean } {
    const late = this.#outstanding.filter((ping) => this.now() - ping.sentAt >= this.deadAfterMs);
    this.#outstanding = this.#outstanding.filter((ping) => !late.includes(ping));
    return { lost: late.length, isDead: late.some((ping) => !ping.heardSince) };
  }

  reset(): void {
    this.#outstanding = [];
  }
}

import type { ChannelEvent, Position, Receipt } from "./frames.js";

const durable = /^(slo|alerts|silences|voices|seams|delta|system|chat\/.*|log\/.*)$/;

/** What an event is to somebody who has seen all before it. */
export type Arrival = "new" | "repeated" | "gap";

interface Seen {
  epoch: string | null;
  seq: number;
}

/** How far each channel has been seen. Events that come again after a reconnect are told by their number. */
export class ChannelPositions {
  #seen = new Map<string, Seen>();

  /** Whether the channel keeps its log for ever, so that its numbers leave nothing out (protocol section 3). */
  static isDurable(channel: string): boolean {
    return durable.test(channel);
  }

  /** Takes an event; `gap` says that events before it are missing, or were replaced by a snapshot. */
  accept(event: ChannelEvent): Arrival {
    const seen = this.#seen.get(event.channel);
    if (event.type === "snapshot") {
      this.#seen.set(event.channel, { epoch: event.epoch, seq: event.seq });
      return seen ? "gap" : "new";
    }
    if (seen && event.seq <= seen.seq) return "repeated";
    this.#seen.set(event.channel, { epoch: seen?.epoch ?? null, seq: event.seq });
    return seen && event.seq > seen.seq + 1 && ChannelPositions.isDurable(event.channel) ? "gap" : "new";
  }

  /** Takes what a reply says about a channel; it comes after whatever was replayed. */
  confirm(channel: string, receipt: Receipt): void {
    const seen = this.#seen.get(channel);
    if (!seen || (seen.epoch !== null && seen.epoch !== receipt.epoch)) this.#seen.set(channel, { epoch: receipt.epoch, seq: receipt.seq });
    else seen.epoch = receipt.epoch;
  }

  /** The positions whose epoch is known, of the given channels. */
  known(channels: Iterable<string>): Record<string, Position> {
    const positions: Record<string, Position> = {};
    for (const channel of channels) {
      const seen = this.#seen.get(channel);
      if (seen?.epoch != null) positions[channel] = { epoch: seen.epoch, seq: seen.seq };
    }
    return positions;
  }

  forget(channel: string): void {
    this.#seen.delete(channel);
  }

  clear(): void {
    this.#seen.clear();
  }
}

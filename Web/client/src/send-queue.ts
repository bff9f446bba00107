import type { ClientFrame } from "./frames.js";
import type { SendPriority } from "./options.js";

/** Most frames that wait. */
export const mostQueuedFrames = 1_000;

const priorities: readonly SendPriority[] = ["low", "normal", "high"];

interface Entry {
  frame: ClientFrame;
  priority: SendPriority;
}

/**
 * Frames that wait for a connection. They leave in the order in which they came, whatever their priority; when the queue is full
 * the oldest frame of the lowest priority makes room, and that may be the new one.
 */
export class SendQueue {
  #entries: Entry[] = [];
  #dropped = 0;

  constructor(private readonly limit = mostQueuedFrames) {}

  get length(): number {
    return this.#entries.length;
  }

  /** Frames that were dropped so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds a frame at the end; returns the one that had to go for it, if any. */
  push(frame: ClientFrame, priority: SendPriority): ClientFrame | null {
    this.#entries.push({ frame, priority });
    return this.#entries.length > this.limit ? this.#drop() : null;
  }

  /** Puts frames back to where they were taken from; returns those that found no room. */
  putBack(frames: readonly ClientFrame[]): ClientFrame[] {
    this.#entries.unshift(...frames.map((frame) => ({ frame, priority: "high" as const })));
    const dropped: ClientFrame[] = [];
    while (this.#entries.length > this.limit) dropped.push(this.#drop());
    return dropped;
  }

  /** Takes the oldest frames. */
  take(most: number): ClientFrame[] {
    return this.#entries.splice(0, most).map((entry) => entry.frame);
  }

  /** Takes a frame out; false when it is not there any more. */
  remove(frame: ClientFrame): boolean {
    const index = this.#entries.findIndex((entry) => entry.frame === frame);
    if (index >= 0) this.#entries.splice(index, 1);
    return index >= 0;
  }

  #drop(): ClientFrame {
    const lowest = priorities.find((priority) => this.#entries.some((entry) => entry.priority === priority));
    const index = this.#entries.findIndex((entry) => entry.priority === lowest);
    this.#dropped++;
    return this.#entries.splice(index, 1)[0]!.frame;
  }
}

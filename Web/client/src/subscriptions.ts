import type { ChannelEvent } from "./frames.js";

/** Takes the events of a channel, in order. */
export type ChannelListener = (event: ChannelEvent) => void;

/** Who listens to which channel. A channel is wanted while anybody listens. */
export class Subscriptions {
  #listeners = new Map<string, Set<ChannelListener>>();

  /** Adds a listener; returns the channels that were not wanted before. */
  add(channels: readonly string[], listener: ChannelListener): string[] {
    const fresh: string[] = [];
    for (const channel of channels) {
      const listeners = this.#listeners.get(channel) ?? new Set();
      if (listeners.size === 0) fresh.push(channel);
      listeners.add(listener);
      this.#listeners.set(channel, listeners);
    }
    return fresh;
  }

  /** Takes a listener away; returns the channels that nobody wants any more. */
  remove(channels: readonly string[], listener: ChannelListener): string[] {
    return channels.filter((channel) => {
      const listeners = this.#listeners.get(channel);
      const isLast = listeners?.delete(listener) === true && listeners.size === 0;
      if (isLast) this.#listeners.delete(channel);
      return isLast;
    });
  }

  has(channel: string): boolean {
    return this.#listeners.has(channel);
  }

  channels(): string[] {
    return [...this.#listeners.keys()];
  }

  /** Hands an event to all who listen; what a listener throws is thrown later, so that it harms nobody else. */
  deliver(event: ChannelEvent): void {
    for (const listener of [...(this.#listeners.get(event.channel) ?? [])]) protect(() => listener(event));
  }
}

/** Calls code that is not ours; what it throws reaches the platform's handler of uncaught errors. */
export function protect(call: () => void): void {
  try {
    call();
  } catch (problem) {
    queueMicrotask(() => {
      throw problem;
    });
  }
}

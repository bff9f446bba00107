import type { ServerError, SingleFrame } from "./frames.js";
import type { ConnectionStatus } from "./status.js";
import { protect } from "./subscriptions.js";

/** What was missed on a channel. With `snapshot` the current state was sent in its place. */
export interface ChannelGap {
  channel: string;
  reason: "snapshot" | "missing";
}

/** What a client tells beside the events of channels. */
export interface ClientEvents {
  /** The connection changed; often, once a second at least while connected. */
  status: ConnectionStatus;
  /** Events of a channel are missing and will not come. */
  gap: ChannelGap;
  /** An error of the server that is no reply to a request. */
  error: ServerError;
  /** Every frame that arrives, before it is dealt with. */
  frame: SingleFrame;
}

type Listener<T> = (value: T) => void;

/** Typed listeners. */
export class Emitter {
  #listeners: { [K in keyof ClientEvents]: Set<Listener<ClientEvents[K]>> } = { status: new Set(), gap: new Set(), error: new Set(), frame: new Set() };

  /** Adds a listener; returns what takes it away. */
  on<K extends keyof ClientEvents>(name: K, listener: Listener<ClientEvents[K]>): () => void {
    this.#listeners[name].add(listener);
    return () => void this.#listeners[name].delete(listener);
  }

  emit<K extends keyof ClientEvents>(name: K, value: ClientEvents[K]): void {
    for (const listener of [...this.#listeners[name]]) protect(() => listener(value));
  }
}

import { IskraClient, type ChannelEvent, type ChannelGap, type ConnectionStatus, type TransportKind } from "@iskra/client";
import { computed, signal } from "@preact/signals";
import { preferences } from "./preferences";
import { currentToken } from "./token";

/** What is known about the connection. */
export const status = signal<ConnectionStatus>(new IskraClient({ servers: location.origin }).status);

/** Whether frames arrive. */
export const isLive = computed(() => status.value.state === "live");

/** Channels on which events were missed, and when; shown until the page has read the state anew. */
export const lastGap = signal<ChannelGap | null>(null);

/** The transport that is forced, or null. */
export const forced = signal<TransportKind | null>(null);

type Listener = (event: ChannelEvent) => void;

const followed: { channels: string[]; listener: Listener; end: () => void }[] = [];
const liveListeners = new Set<() => void>();
let client = makeClient();

/**
 * Enhanced: all transports, resuming where the last connection ended. Legacy: one plain WebSocket that starts anew each time, as older
 * clients do.
 */
function makeClient(): IskraClient {
  const isLegacy = preferences.mode.value === "legacy";
  const made = new IskraClient({
    servers: location.origin,
    token: () => currentToken(),
    resume: !isLegacy,
    ...(isLegacy && { transports: ["websocket"] as const }),
  });
  made.on("status", (next) => take(next));
  made.on("gap", (gap) => (lastGap.value = gap));
  return made;
}

function take(next: ConnectionStatus): void {
  const before = status.value;
  status.value = next;
  if (next.state === "live" && before.state !== "live") liveListeners.forEach((listener) => listener());
}

export function startLive(): void {
  client.start();
  addEventListener("online", () => client.hurry());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && client.hurry());
}

/** Follows channels; also after a change of the mode. Returns what ends it. */
export function follow(channels: string[], listener: Listener): () => void {
  const entry = { channels, listener, end: client.subscribe(channels, listener) };
  followed.push(entry);
  return () => {
    entry.end();
    followed.splice(followed.indexOf(entry), 1);
  };
}

/** Calls when a connection has just been established, and at once when there is one. */
export function whenLive(listener: () => void): () => void {
  liveListeners.add(listener);
  if (status.value.state === "live") listener();
  return () => void liveListeners.delete(listener);
}

/** Older events of a channel, oldest first; empty when they cannot be had. */
export async function historyOf(channel: string, limit: number): Promise<ChannelEvent[]> {
  try {
    const reply = await client.request({ type: "history", channel, limit }, "high");
    return reply.type === "history" ? reply.events : [];
  } catch {
    return [];
  }
}

/** Sends a frame and waits for its reply. */
export const request: IskraClient["request"] = (frame, priority) => client.request(frame, priority);

export function forceTransport(kind: TransportKind | null): void {
  forced.value = kind;
  client.force(kind);
}

/** Connects anew, for example with another token or in another mode. */
export function reconnect(): void {
  client.close();
  client = makeClient();
  if (forced.value && preferences.mode.value === "enhanced") client.force(forced.value);
  for (const entry of followed) entry.end = client.subscribe(entry.channels, entry.listener);
  client.start();
}

export function setMode(mode: "enhanced" | "legacy"): void {
  if (preferences.mode.value === mode) return;
  preferences.mode.value = mode;
  forced.value = null;
  reconnect();
}

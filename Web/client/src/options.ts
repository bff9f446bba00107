/** How frames get from the server to the client. */
export type TransportKind = "websocket" | "sse" | "longpoll" | "poll";

/** The chain of transports, best first (protocol section 9). */
export const transportChain: readonly TransportKind[] = ["websocket", "sse", "longpoll", "poll"];

/** What a frame that waits is worth: when the queue is full the oldest of the lowest priority is dropped. */
export type SendPriority = "high" | "normal" | "low";

/** A token, or what fetches a fresh one; asked before every connection. */
export type TokenSource = string | (() => string | null | Promise<string | null>);

/** The part of a browser's WebSocket that is needed; Node 20 has none of its own, there a package such as `ws` brings it. */
export type WebSocketConstructor = new (url: string) => WebSocket;

/** Settings of a client; all but `servers` have defaults. */
export interface ClientOptions {
  /** Base addresses such as `https://iskra.example`, in order of preference. */
  servers: string | readonly string[];
  /** Path of the WebSocket; `/ws/dashboard` unless said. */
  socketPath?: string;
  /** Transports that may be used, best first; all four unless said. */
  transports?: readonly TransportKind[];
  /** Who is calling. It goes into the query of WebSocket addresses, which cannot carry headers, and into a header elsewhere. */
  token?: TokenSource;
  /** Whether a reconnect continues where the last connection ended; true unless said. */
  resume?: boolean;
  /** Whether the server may gather messages for up to 100 ms; false unless said. */
  batch?: boolean;
  /** First wait before a reconnect, in milliseconds; 1,000 unless said. */
  firstDelayMs?: number;
  /** Longest wait before a reconnect, in milliseconds; 30,000 unless said. */
  longestDelayMs?: number;
  /** Failed attempts before the next server, and after the last one the next transport; 10 unless said. */
  maxAttempts?: number;
  /** How long a connection may take to be established, in milliseconds; 8,000 unless said. */
  openTimeoutMs?: number;
  /** Time between two pings, in milliseconds; 5,000 unless said. */
  pingIntervalMs?: number;
  /** How long a ping may stay without a sign of life before the connection counts as dead, in milliseconds; 10,000 unless said. */
  deadAfterMs?: number;
  /** Time between two attempts to climb back to a better transport, in milliseconds; 30,000 unless said. */
  upgradeIntervalMs?: number;
  /** Time between two plain polls, in milliseconds; 2,000 unless said. */
  pollIntervalMs?: number;
  /** How long a request waits for its reply once it was sent, in milliseconds; 10,000 unless said. */
  requestTimeoutMs?: number;
  /** Stands in for the global WebSocket. */
  WebSocket?: WebSocketConstructor;
  /** Stands in for the global fetch. */
  fetch?: typeof fetch;
  /** Randomness for the jitter of waits, from 0 to 1; Math.random unless said. */
  random?: () => number;
}

/** Settings with every default filled in. */
export type Settings = Required<Omit<ClientOptions, "servers" | "token" | "WebSocket" | "fetch">> & {
  servers: readonly string[];
  token: TokenSource | null;
  WebSocket: WebSocketConstructor | null;
  fetch: typeof fetch;
};

/** Fills in the defaults. */
export function settingsOf(options: ClientOptions): Settings {
  const servers = (typeof options.servers === "string" ? [options.servers] : options.servers).map((server) => new URL(server).origin);
  if (servers.length === 0) throw new RangeError("servers is empty; at least one base address is needed");
  const WebSocket = options.WebSocket ?? globalThis.WebSocket ?? null;
  const transports = (options.transports ?? transportChain).filter((kind) => kind !== "websocket" || WebSocket !== null);
  if (transports.length === 0) throw new RangeError("no transport is left; pass a WebSocket constructor where the platform has none");
  return {
    socketPath: "/ws/dashboard", resume: true, batch: false, firstDelayMs: 1_000, longestDelayMs: 30_000, maxAttempts: 10,
    openTimeoutMs: 8_000, pingIntervalMs: 5_000, deadAfterMs: 10_000, upgradeIntervalMs: 30_000, pollIntervalMs: 2_000,
    requestTimeoutMs: 10_000, random: Math.random,
    ...options,
    servers, transports, WebSocket,
    token: options.token ?? null,
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
  };
}

import type { TransportKind } from "./options.js";
import { PollTransport } from "./transports/poll.js";
import { SseTransport } from "./transports/sse.js";
import type { Transport, TransportListener, TransportStart } from "./transports/transport.js";
import { WebSocketTransport } from "./transports/websocket.js";

const probeMs = 3_000;

/** Opens a transport of a kind. */
export function openTransport(kind: TransportKind, start: TransportStart, listener: TransportListener): Transport {
  if (kind === "websocket") return new WebSocketTransport(start, listener);
  if (kind === "sse") return new SseTransport(start, listener);
  return new PollTransport(kind, start, listener);
}

/** Whether the server answers at all, so that a transport that does not work is at fault itself. */
export async function isReachable(fetcher: typeof fetch, server: string): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), probeMs);
  try {
    return (await fetcher(`${server}/health`, { signal: abort.signal, cache: "no-store" })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

import type { ClientFrame, ServerFrame, SingleFrame } from "../frames.js";
import { utf8Length } from "../traffic.js";
import type { Transport, TransportEnd, TransportListener, TransportStart } from "./transport.js";

/** Bytes that may wait in the socket before sending stops. */
const mostBufferedBytes = 1 << 20;
const framesAtOnce = 100;
const open = 1;

/** Frames both ways over one socket. */
export class WebSocketTransport implements Transport {
  readonly kind = "websocket";
  #socket: WebSocket | null = null;

  constructor(
    private readonly start: TransportStart,
    private readonly listener: TransportListener,
  ) {
    const socket = new start.settings.WebSocket!(this.#address());
    this.#socket = socket;
    socket.onmessage = (message) => socket === this.#socket && this.#receive(message.data);
    socket.onclose = (close) => this.#ended(socket, endOf(close.code, close.reason));
    socket.onerror = () => undefined;
  }

  capacity(): number {
    return this.#socket?.readyState === open && this.#socket.bufferedAmount < mostBufferedBytes ? framesAtOnce : 0;
  }

  send(frames: readonly ClientFrame[]): void {
    for (const frame of frames) {
      const text = JSON.stringify(frame);
      this.start.traffic.sent(utf8Length(text));
      this.#socket?.send(text);
    }
  }

  channelsChanged(): boolean {
    return false;
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #address(): string {
    const { settings, server, session, token } = this.start;
    const url = new URL(settings.socketPath, server);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    if (session) url.searchParams.set("session", session);
    this.start.addPosition(url);
    if (settings.batch) url.searchParams.set("batch", "true");
    if (token) url.searchParams.set("token", token);
    return url.href;
  }

  #receive(data: unknown): void {
    if (typeof data !== "string") return;
    this.start.traffic.received(utf8Length(data));
    const frame = parse(data);
    if (frame?.type === "batch") frame.messages.forEach((message) => this.#deliver(message));
    else if (frame) this.#deliver(frame);
  }

  #deliver(frame: SingleFrame): void {
    if (frame.type === "connection_established") this.listener.established();
    this.listener.frame(frame);
    if ("cursor" in frame && typeof frame.cursor === "string") this.listener.cursor(frame.cursor);
  }

  #ended(socket: WebSocket, end: TransportEnd): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.listener.ended(end);
  }
}

/** A frame, or null when it is not one. */
export function parse(text: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === "object" && frame !== null && "type" in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}

function endOf(code: number, reason: string): TransportEnd {
  const retryAfter = /retry_after=([\d.]+)/.exec(reason);
  const retryAfterMs = retryAfter ? Number(retryAfter[1]) * 1_000 : code === 4003 || code === 4002 || code === 4001 ? 0 : null;
  return { reason: code === 4001 ? "token_expired" : /unauthorized|token_expired/.exec(reason)?.[0] ?? `closed ${code} ${reason}`.trim(), retryAfterMs };
}

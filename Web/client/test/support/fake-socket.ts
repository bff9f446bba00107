import type { ClientFrame } from "../../src/frames.js";

/** The far side of a WebSocket, played by a test. */
export class FakeSocket {
  static all: FakeSocket[] = [];
  /** Called with every new socket, for example to refuse it. */
  static onOpen: ((socket: FakeSocket) => void) | null = null;

  static reset(): void {
    FakeSocket.all = [];
    FakeSocket.onOpen = null;
  }

  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }

  readyState = 0;
  bufferedAmount = 0;
  readonly sent: ClientFrame[] = [];
  readonly url: URL;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    this.url = new URL(url);
    FakeSocket.all.push(this);
    queueMicrotask(() => FakeSocket.onOpen?.(this));
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.readyState = 3;
  }

  /** Opens and greets. */
  greet(session = "s-1", resumed = false): void {
    this.readyState = 1;
    this.receive({ type: "connection_established", session, dashboard: "dashboard", heartbeat_interval: 30_000, resumed, timestamp: 1, server_info: { version: "1.2.3", features: [] } });
  }

  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** Ends it from the far side. */
  break(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** The frames of a type that were sent. */
  sentOf<T extends ClientFrame["type"]>(type: T): Extract<ClientFrame, { type: T }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { type: T }> => frame.type === type);
  }

  /** Answers the newest subscribe. */
  confirm(positions: Record<string, { epoch: string; seq: number }>, cursor = "c"): void {
    this.receive({ type: "subscribed", ref: this.sentOf("subscribe").at(-1)!.ref, channels: Object.keys(positions), status: "ok", positions, cursor, timestamp: 1 });
  }
}

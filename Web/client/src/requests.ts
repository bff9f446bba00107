import type { ClientFrame, Ref, ServerError, SingleFrame } from "./frames.js";

/** Most requests that wait for their replies. */
export const mostPendingRequests = 1_000;

/** A request that has no good answer. `code` is one of protocol section 4, or `unconfirmed`, `timeout`, `dropped`, `closed`. */
export class RequestError extends Error {
  constructor(readonly code: string, message: string, readonly frame: ServerError | null = null) {
    super(message);
    this.name = "RequestError";
  }
}

interface Pending {
  frame: ClientFrame;
  resolve: (reply: SingleFrame) => void;
  reject: (error: RequestError) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

// A second time does no harm, so that a request without a reply may be sent again.
const repeatable = new Set(["subscribe", "unsubscribe", "history", "ack_alert", "heartbeat", "ping"]);

/** Requests and their replies, told apart by `ref`. */
export class PendingRequests {
  #pending = new Map<Ref, Pending>();
  #next = 1;

  constructor(private readonly timeoutMs: number) {}

  /** Gives a frame its ref and promises the reply. */
  add(frame: ClientFrame): { frame: ClientFrame; reply: Promise<SingleFrame> } {
    if (this.#pending.size >= mostPendingRequests) throw new RequestError("dropped", `${mostPendingRequests} requests are waiting already`);
    const ref = `c${this.#next++}`;
    const numbered = { ...frame, ref };
    const reply = new Promise<SingleFrame>((resolve, reject) => this.#pending.set(ref, { frame: numbered, resolve, reject, timer: undefined }));
    return { frame: numbered, reply };
  }

  /** The clock of a request starts when it is sent. */
  sent(frame: ClientFrame): void {
    const pending = this.#of(frame);
    if (!pending) return;
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.fail(frame, "timeout", `no reply to ${frame.type} within ${this.timeoutMs} ms`), this.timeoutMs);
  }

  /** Takes a frame of the server; false when it is no reply to one of these. */
  settle(frame: SingleFrame): boolean {
    const ref = "ref" in frame ? frame.ref : undefined;
    const pending = ref === undefined ? undefined : this.#pending.get(ref);
    // A heartbeat is answered by two frames; a pong to a request of another kind is not its reply.
    if (!pending || ref === undefined || (frame.type === "pong" && pending.frame.type === "heartbeat")) return false;
    this.#remove(ref, pending);
    if (frame.type === "error") pending.reject(new RequestError(frame.code, frame.message, frame));
    else pending.resolve(frame);
    return true;
  }

  /** Whether the frame is a request whose reply is still awaited. */
  has(frame: ClientFrame): boolean {
    return this.#of(frame) !== undefined;
  }

  fail(frame: ClientFrame, code: string, message: string): void {
    const pending = this.#of(frame);
    if (!pending) return;
    this.#remove(frame.ref!, pending);
    pending.reject(new RequestError(code, message));
  }

  /** The connection broke: what may be sent again is returned, the rest fails as unconfirmed. */
  lost(wasSent: (frame: ClientFrame) => boolean): ClientFrame[] {
    const again: ClientFrame[] = [];
    for (const { frame, timer } of [...this.#pending.values()]) {
      if (!wasSent(frame)) continue;
      clearTimeout(timer);
      if (repeatable.has(frame.type)) again.push(frame);
      else this.fail(frame, "unconfirmed", `the connection broke before the reply to ${frame.type}; it may have been carried out`);
    }
    return again;
  }

  /** Fails all that wait. */
  failAll(code: string, message: string): void {
    for (const { frame } of [...this.#pending.values()]) this.fail(frame, code, message);
  }

  #of(frame: ClientFrame): Pending | undefined {
    return frame.ref === undefined ? undefined : this.#pending.get(frame.ref);
  }

  #remove(ref: Ref, pending: Pending): void {
    clearTimeout(pending.timer);
    this.#pending.delete(ref);
  }
}

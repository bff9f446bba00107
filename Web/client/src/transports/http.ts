import type { ClientFrame, Replies } from "../frames.js";
import { utf8Length } from "../traffic.js";
import { LinkedAbort } from "./abort.js";
import type { TransportEnd, TransportListener, TransportStart } from "./transport.js";

const framesAtOnce = 100;
const postTimeoutMs = 10_000;

/** An answer that is not a success. */
export class HttpError extends Error {
  constructor(readonly end: TransportEnd, readonly status: number) {
    super(end.reason);
  }
}

/** What to do after an exception of fetch. */
export function endOf(problem: unknown): TransportEnd {
  if (problem instanceof HttpError) return problem.end;
  return { reason: problem instanceof Error ? problem.message : String(problem), retryAfterMs: null };
}

/** A request with the token in its header; anything but a success is an HttpError that carries the code of the problem. */
export async function request(start: TransportStart, url: URL, init: RequestInit): Promise<Response> {
  const headers: Record<string, string> = { ...(init.headers as Record<string, string>) };
  if (start.token) headers["Authorization"] = `Bearer ${start.token}`;
  const response = await start.settings.fetch(url.href, { ...init, headers, cache: "no-store" });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => null)) as { code?: string; retry_after?: number } | null;
  const retryAfter = problem?.retry_after ?? Number(response.headers.get("Retry-After") ?? NaN);
  const code = problem?.code ?? (response.status === 401 ? "unauthorized" : `HTTP ${response.status}`);
  throw new HttpError({ reason: code, retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : null }, response.status);
}

/** Sends frames of a transport that only reads: one POST at a time, so that their order holds. */
export class HttpSender {
  #isBusy = false;

  constructor(
    private readonly start: TransportStart,
    private readonly listener: TransportListener,
    private readonly signal: AbortSignal,
    private readonly session: () => string | null,
  ) {}

  capacity(): number {
    return this.#isBusy || this.signal.aborted ? 0 : framesAtOnce;
  }

  async send(frames: readonly ClientFrame[]): Promise<void> {
    this.#isBusy = true;
    try {
      const { replies } = await this.#post(frames);
      if (this.signal.aborted) return this.listener.unconfirmed(frames);
      replies.forEach((reply) => this.listener.frame(reply));
    } catch (problem) {
      const isRefused = problem instanceof HttpError;
      if (isRefused) this.listener.frame({ type: "error", code: problem.end.reason, message: `POST /api/v2/messages: ${problem.end.reason}`, timestamp: Date.now() });
      this.listener.unconfirmed(frames);
    } finally {
      this.#isBusy = false;
    }
    if (!this.signal.aborted) this.listener.drained();
  }

  async #post(frames: readonly ClientFrame[]): Promise<Replies> {
    const url = new URL("/api/v2/messages", this.start.server);
    const session = this.session();
    if (session) url.searchParams.set("session", session);
    const body = JSON.stringify(frames);
    this.start.traffic.sent(utf8Length(body));
    const limit = new LinkedAbort([this.signal], postTimeoutMs);
    try {
      const init = { method: "POST", body, headers: { "Content-Type": "application/json" }, signal: limit.signal };
      const text = await (await request(this.start, url, init)).text();
      this.start.traffic.received(utf8Length(text));
      return JSON.parse(text) as Replies;
    } finally {
      limit.release();
    }
  }
}

// The connection to the server: WebSocket, or long polling where WebSocket is impossible. Resumes with session and cursor.

const firstWaitMs = 1000;
const longestWaitMs = 30000;
const waitFactor = 1.5;
const pingEveryMs = 5000;
const silenceMs = 16000;
const openWithinMs = 8000;
const failuresBeforePolling = 3;
const retrySocketEveryMs = 30000;
const pollSeconds = 20;
const rateWindowMs = 5000;
const unauthorized = 1008;

/**
 * Fires "frame" (detail: a server frame) and "status" (detail: what is known about the connection).
 * States: connecting, live, polling, waiting, refused.
 */
export class Connection extends EventTarget {
  #base;
  #token;
  #channels = new Set();
  #seqs = new Map();
  #session = null;
  #cursor = null;
  #socket = null;
  #socketWorked = false;
  #failures = 0;
  #waitMs = firstWaitMs;
  #timer = 0;
  #pinger = 0;
  #lastFrameAt = 0;
  #polling = null;
  #arrivals = [];
  #asked = new Set();
  #subscribed = new Set();

  status = { state: "connecting", transport: null, latencyMs: null, reconnects: 0, messagesPerSecond: 0, retryAt: 0, version: null };

  constructor(base, token) {
    super();
    this.#base = base;
    this.#token = token;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    setInterval(() => this.#measureRate(), 1000);
  }

  start() {
    this.#openSocket();
  }

  /** Subscribes channels now and after every reconnect. */
  subscribe(channels) {
    channels.forEach((channel) => this.#channels.add(channel));
    this.#ask();
  }

  // Each channel is asked for once a session: what was wanted before the session began waits until it has.
  #ask() {
    if (this.status.state !== "live" || this.status.transport !== "websocket") return;
    const fresh = [...this.#channels].filter((channel) => !this.#asked.has(channel));
    fresh.forEach((channel) => this.#asked.add(channel));
    if (fresh.length > 0) this.#send({ type: "subscribe", channels: fresh });
  }

  #openSocket() {
    const url = new URL("/ws/dashboard", this.#base);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    if (this.#session) url.searchParams.set("session", this.#session);
    if (this.#cursor) url.searchParams.set("cursor", this.#cursor);
    if (this.#token) url.searchParams.set("token", this.#token);
    let socket;
    try {
      socket = new WebSocket(url);
    } catch {
      this.#startPolling();
      return;
    }
    this.#socket = socket;
    const limit = setTimeout(() => socket.close(), openWithinMs);
    socket.onmessage = (message) => {
      clearTimeout(limit);
      if (socket === this.#socket) this.#receive(message.data);
    };
    socket.onclose = (close) => {
      clearTimeout(limit);
      if (socket === this.#socket) this.#lost(close);
    };
  }

  #receive(data) {
    this.#lastFrameAt = performance.now();
    this.#arrivals.push(this.#lastFrameAt);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof frame.cursor === "string") this.#cursor = frame.cursor;
    if (frame.type === "connection_established") this.#established(frame);
    else if (frame.type === "pong") this.#pong(frame);
    else if (frame.type === "subscribed") frame.channels.forEach((channel) => this.#subscribed.add(channel));
    else if (frame.type === "error" && frame.code === "invalid_cursor") this.#cursor = null;
    else this.#deliver(frame);
  }

  #established(frame) {
    this.#stopPolling();
    if (!frame.resumed) this.#seqs.clear();
    this.#session = frame.session;
    this.#socketWorked = true;
    this.#failures = 0;
    this.#waitMs = firstWaitMs;
    this.#update({ state: "live", transport: "websocket", version: frame.server_info?.version ?? null, retryAt: 0 });
    if (!frame.resumed) this.#subscribed.clear();
    this.#asked = new Set(this.#subscribed);
    this.#ask();
    this.#ping();
    this.#pinger = setInterval(() => this.#watch(), pingEveryMs);
  }

  #watch() {
    if (performance.now() - this.#lastFrameAt > silenceMs) this.#socket.close();
    else this.#ping();
  }

  #ping() {
    this.#send({ type: "ping", timestamp: performance.timeOrigin + performance.now() });
  }

  #pong(frame) {
    const sent = Number(frame.timestamp);
    const latencyMs = performance.timeOrigin + performance.now() - sent;
    if (latencyMs >= 0 && latencyMs < 60000) this.#update({ latencyMs });
  }

  // After a resume an event may come again; its number tells.
  #deliver(frame) {
    if (typeof frame.channel === "string" && typeof frame.seq === "number") {
      if (frame.type !== "snapshot" && frame.seq <= (this.#seqs.get(frame.channel) ?? 0)) return;
      this.#seqs.set(frame.channel, frame.seq);
    }
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #lost(close) {
    clearInterval(this.#pinger);
    this.#socket = null;
    if (this.status.state === "live") this.#update({ reconnects: this.status.reconnects + 1, latencyMs: null });
    if (close.code === unauthorized && close.reason.includes("unauthorized")) {
      this.#update({ state: "refused", transport: null });
      return;
    }
    this.#failures++;
    if (this.#polling) this.#wait(retrySocketEveryMs, false);
    else if (this.#failures >= failuresBeforePolling && !this.#socketWorked) this.#startPolling();
    else this.#wait(this.#nextWait(close.reason), true);
    if (this.#failures >= failuresBeforePolling) this.#socketWorked = false;
  }

  #nextWait(reason) {
    const asked = /retry_after=([0-9.]+)/.exec(reason ?? "");
    if (asked) return Math.min(Number(asked[1]) * 1000, longestWaitMs);
    const wait = this.#waitMs * (0.8 + 0.4 * Math.random());
    this.#waitMs = Math.min(this.#waitMs * waitFactor, longestWaitMs);
    return wait;
  }

  #wait(ms, visible) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#openSocket(), ms);
    if (visible) this.#update({ state: "waiting", transport: null, retryAt: Date.now() + ms });
  }

  #hurry() {
    if (this.status.state !== "waiting") return;
    clearTimeout(this.#timer);
    this.#openSocket();
  }

  #startPolling() {
    if (!this.#polling) {
      this.#polling = new AbortController();
      this.#poll(this.#polling.signal);
    }
    this.#wait(retrySocketEveryMs, false);
  }

  #stopPolling() {
    this.#polling?.abort();
    this.#polling = null;
  }

  async #poll(signal) {
    while (!signal.aborted) {
      try {
        await this.#pollOnce(signal);
        this.#waitMs = firstWaitMs;
      } catch (error) {
        if (signal.aborted) return;
        const ms = this.#nextWait();
        this.#update({ state: "waiting", transport: null, retryAt: Date.now() + ms, detail: String(error) });
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    }
  }

  async #pollOnce(signal) {
    const url = new URL("/api/v2/events/poll", this.#base);
    url.searchParams.set("channels", [...this.#channels].join(","));
    url.searchParams.set("timeout", this.#cursor ? pollSeconds : 0);
    if (this.#cursor) url.searchParams.set("cursor", this.#cursor);
    const started = performance.now();
    const headers = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout((pollSeconds + 10) * 1000)]), headers });
    if (answer.status === 400) this.#cursor = null;
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const first = this.status.state !== "polling";
    const { cursor, events } = await answer.json();
    this.#cursor = cursor;
    this.#update({ state: "polling", transport: "longPolling", latencyMs: first ? performance.now() - started : this.status.latencyMs, retryAt: 0 });
    for (const event of events) {
      this.#arrivals.push(performance.now());
      this.#deliver(event);
    }
  }

  #measureRate() {
    const oldest = performance.now() - rateWindowMs;
    this.#arrivals = this.#arrivals.filter((at) => at > oldest);
    this.#update({ messagesPerSecond: this.#arrivals.length / (rateWindowMs / 1000) });
  }

  #update(changes) {
    Object.assign(this.status, changes);
    this.dispatchEvent(new CustomEvent("status", { detail: this.status }));
  }
}

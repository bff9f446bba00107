import { Backoff } from "./backoff.js";
import { isReachable, openTransport } from "./connector.js";
import { Emitter, type ClientEvents } from "./events.js";
import type { ChannelEvent, ClientFrame, ServerError, SingleFrame } from "./frames.js";
import { Heartbeat } from "./heartbeat.js";
import { settingsOf, type ClientOptions, type SendPriority, type Settings, type TransportKind } from "./options.js";
import { ChannelPositions } from "./positions.js";
import { QualityMeter } from "./quality.js";
import { PendingRequests, RequestError } from "./requests.js";
import { Route } from "./route.js";
import { SendQueue } from "./send-queue.js";
import { closedStatus, type ConnectionStatus } from "./status.js";
import { Subscriptions, type ChannelListener } from "./subscriptions.js";
import { Traffic } from "./traffic.js";
import type { Transport, TransportEnd, TransportListener, TransportStart } from "./transports/transport.js";

/** A connection that holds this long counts as one that works. */
const trustedAfterMs = 5_000;
const secondMs = 1_000;

/**
 * A live connection to Iskra. It subscribes channels, keeps the position in each, and continues there after every reconnect and
 * change of transport: an event of a durable channel is handed over once and in order, or `gap` says what is missing.
 */
export class IskraClient {
  readonly #settings: Settings;
  readonly #route: Route;
  readonly #backoff: Backoff;
  readonly #requests: PendingRequests;
  readonly #heartbeat: Heartbeat;
  readonly #queue = new SendQueue();
  readonly #positions = new ChannelPositions();
  readonly #subscriptions = new Subscriptions();
  readonly #quality = new QualityMeter();
  readonly #traffic = new Traffic();
  readonly #emitter = new Emitter();
  #status: ConnectionStatus = closedStatus;
  #transport: Transport | null = null;
  #trial: Transport | null = null;
  #session: string | null = null;
  #cursor: string | null = null;
  #token: string | null = null;
  #sent = new Set<ClientFrame>();
  #isEstablished = false;
  #wasEstablished = false;
  #establishedAt = 0;
  #attempt = 0;
  #caughtUp = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #openLimit: ReturnType<typeof setTimeout> | undefined;
  #second: ReturnType<typeof setInterval> | undefined;
  #pinger: ReturnType<typeof setInterval> | undefined;
  #climber: ReturnType<typeof setInterval> | undefined;

  constructor(options: ClientOptions) {
    this.#settings = settingsOf(options);
    const { transports, servers, maxAttempts, firstDelayMs, longestDelayMs, random } = this.#settings;
    this.#route = new Route(transports, servers, maxAttempts);
    this.#backoff = new Backoff(firstDelayMs, longestDelayMs, random);
    this.#requests = new PendingRequests(this.#settings.requestTimeoutMs);
    this.#heartbeat = new Heartbeat(this.#settings.deadAfterMs, () => performance.now());
  }

  /** What is known about the connection. */
  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Listens to what the client tells; returns what ends that. */
  on<K extends keyof ClientEvents>(name: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  /** Connects, and stays connected until closed. */
  start(): void {
    if (this.#status.state !== "closed" && this.#status.state !== "refused") return;
    this.#backoff.reset();
    this.#second ??= setInterval(() => this.#tick(), secondMs);
    this.#pinger ??= setInterval(() => this.#beat(), this.#settings.pingIntervalMs);
    this.#climber ??= setInterval(() => void this.#climb(), this.#settings.upgradeIntervalMs);
    void this.#connect();
  }

  /** Ends the connection; what waits is given up, positions are kept for another start. */
  close(): void {
    for (const timer of [this.#second, this.#pinger, this.#climber]) clearInterval(timer);
    this.#second = this.#pinger = this.#climber = undefined;
    this.#drop();
    this.#queue.take(Number.MAX_SAFE_INTEGER);
    this.#requests.failAll("closed", "the client was closed");
    this.#update({ state: "closed", transport: null, quality: "disconnected", retryAt: 0, queued: 0, behind: false });
  }

  /** Tries at once when an attempt is waiting; for when the network is back or the page is visible again. */
  hurry(): void {
    if (this.#status.state === "waiting") void this.#connect();
    else if (this.#status.state === "live") this.#beat();
  }

  /** Allows one transport only, or with null all again, and connects anew; positions are kept. */
  force(kind: TransportKind | null): void {
    this.#route.force(kind);
    this.#backoff.reset();
    if (this.#status.state === "closed" || this.#status.state === "refused") return;
    this.#drop();
    void this.#connect();
  }

  /** Follows channels now and after every reconnect; returns what ends that. */
  subscribe(channels: string | readonly string[], listener: ChannelListener): () => void {
    const names = typeof channels === "string" ? [channels] : [...channels];
    const fresh = this.#subscriptions.add(names, listener);
    if (fresh.length > 0) this.#channelsChanged({ type: "subscribe", channels: fresh });
    return () => this.#unsubscribe(names, listener);
  }

  /** Sends a frame, or queues it until there is a connection. Whether it arrives is not told; use `request` to know. */
  send(frame: ClientFrame, priority: SendPriority = "normal"): void {
    const dropped = this.#queue.push(frame, priority);
    if (dropped) this.#requests.fail(dropped, "dropped", "the queue of frames was full");
    this.#flush();
  }

  /** Sends a frame and promises its reply; fails with a RequestError. */
  async request(frame: ClientFrame, priority: SendPriority = "normal"): Promise<SingleFrame> {
    const { frame: numbered, reply } = this.#requests.add(frame);
    this.send(numbered, priority);
    return reply;
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    this.#update({ state: "connecting", server: this.#route.server, transport: this.#route.kind, retryAt: 0 });
    const token = await this.#nextToken();
    if (attempt !== this.#attempt) return;
    this.#token = token;
    if (!this.#settings.resume) this.#forgetPosition();
    if (this.#cursor === null && this.#session === null) this.#positions.clear();
    this.#openLimit = setTimeout(() => this.#lost({ reason: "nothing answered in time", retryAfterMs: null }), this.#settings.openTimeoutMs);
    this.#transport = this.#open(this.#route.kind, this.#session, () => this.#transport);
  }

  #open(kind: TransportKind, session: string | null, current: () => Transport | null): Transport {
    let self: Transport | null = null;
    // Whatever comes from a connection that has been left is not heard any more.
    const isCurrent = () => self === null || current() === self;
    const listener: TransportListener = {
      established: () => isCurrent() && this.#established(self),
      frame: (frame) => isCurrent() && this.#receive(frame),
      cursor: (cursor) => void (isCurrent() && (this.#cursor = cursor || null)),
      drained: () => isCurrent() && this.#flush(),
      unconfirmed: (frames) => this.#unconfirmed(frames),
      caughtUp: () => isCurrent() && this.#isCaughtUp(),
      ended: (end) => void (isCurrent() && (this.#trial === self && self !== null ? (this.#trial = null) : this.#lost(end))),
    };
    return (self = openTransport(kind, this.#startOf(session), listener));
  }

  #startOf(session: string | null): TransportStart {
    return {
      settings: this.#settings,
      server: this.#route.server,
      token: this.#token,
      session,
      traffic: this.#traffic,
      channels: () => this.#subscriptions.channels(),
      addPosition: (url) => this.#addPosition(url),
    };
  }

  #addPosition(url: URL): void {
    if (this.#cursor !== null) return url.searchParams.set("cursor", this.#cursor);
    const known = this.#positions.known(this.#subscriptions.channels());
    if (Object.keys(known).length > 0) url.searchParams.set("since", JSON.stringify(known));
  }

  #established(transport: Transport | null): void {
    if (transport !== null && transport === this.#trial) {
      this.#transport?.close();
      this.#transport = transport;
      this.#trial = null;
      this.#route.take(transport.kind);
    }
    clearTimeout(this.#openLimit);
    this.#isEstablished = true;
    this.#establishedAt = performance.now();
    this.#heartbeat.reset();
    const isAgain = this.#wasEstablished;
    this.#wasEstablished = true;
    this.#caughtUp = 0;
    const reconnects = this.#status.reconnects + (isAgain && this.#status.state !== "live" ? 1 : 0);
    this.#update({ state: "live", transport: this.#route.kind, server: this.#route.server, reconnects, attempts: 0, behind: isAgain, caughtUp: 0, lastError: null, retryAt: 0 });
    queueMicrotask(() => this.#greet());
  }

  // The reply to this subscribe comes after whatever is replayed, and so says that all has been caught up.
  #greet(): void {
    if (!this.#isEstablished) return;
    const channels = this.#subscriptions.channels();
    const isPolling = this.#transport?.kind === "poll" || this.#transport?.kind === "longpoll";
    if (channels.length > 0 && !isPolling) this.#sendSubscribe(channels);
    else if (!isPolling) this.#isCaughtUp();
    this.#beat();
    this.#flush();
  }

  #sendSubscribe(channels: readonly string[]): void {
    const since = this.#positions.known(channels);
    const frame: ClientFrame = { type: "subscribe", channels: [...channels], ...(Object.keys(since).length > 0 && { since }) };
    this.request(frame, "high").catch((problem: unknown) => {
      if (problem instanceof RequestError && problem.frame) this.#emitter.emit("error", problem.frame);
    });
  }

  #receive(frame: SingleFrame): void {
    this.#traffic.message();
    const latency = this.#heartbeat.heard(frame);
    if (latency !== null) this.#measured(latency);
    this.#emitter.emit("frame", frame);
    if (frame.type === "connection_established") this.#welcomed(frame.session, frame.server_info.version);
    else if (frame.type === "subscribed") this.#subscribed(frame);
    else if (frame.type === "error") this.#failed(frame);
    else if ("seq" in frame && "channel" in frame && frame.type !== "published") return this.#deliver(frame);
    this.#requests.settle(frame);
  }

  #welcomed(session: string, serverVersion: string): void {
    this.#session = this.#settings.resume ? session : null;
    this.#update({ session, serverVersion });
  }

  #subscribed(frame: Extract<SingleFrame, { type: "subscribed" }>): void {
    for (const [channel, receipt] of Object.entries(frame.positions)) this.#positions.confirm(channel, receipt);
    for (const { channel, code, message } of frame.rejected ?? []) {
      this.#emitter.emit("error", { type: "error", code, message: `${channel}: ${message}`, timestamp: frame.timestamp });
    }
    this.#isCaughtUp();
  }

  #failed(frame: ServerError): void {
    if (frame.code === "invalid_cursor") this.#cursor = null;
    if (this.#requests.settle(frame)) return;
    this.#emitter.emit("error", frame);
  }

  #deliver(event: ChannelEvent): void {
    const arrival = this.#positions.accept(event);
    if (arrival === "repeated") return;
    if (arrival === "gap" && this.#subscriptions.has(event.channel)) this.#emitter.emit("gap", { channel: event.channel, reason: event.type === "snapshot" ? "snapshot" : "missing" });
    if (this.#status.behind) this.#caughtUp++;
    this.#subscriptions.deliver(event);
  }

  #isCaughtUp(): void {
    if (this.#status.behind) this.#update({ behind: false, caughtUp: this.#caughtUp });
  }

  #measured(latencyMs: number): void {
    this.#quality.answered(latencyMs);
    this.#update({ latencyMs, latencies: [...this.#quality.latencies] });
  }

  #beat(): void {
    if (this.#transport === null || !this.#isEstablished) return;
    const { lost, isDead } = this.#heartbeat.check();
    for (let i = 0; i < lost; i++) this.#quality.lost();
    if (isDead && this.#transport.kind === "websocket") return this.#lost({ reason: "no answer to a ping", retryAfterMs: 0 });
    if (this.#transport.capacity() > 0) this.#transport.send([this.#heartbeat.ping()]);
  }

  #tick(): void {
    const messagesPerSecond = this.#traffic.tick();
    if (this.#isEstablished && performance.now() - this.#establishedAt >= trustedAfterMs && this.#status.state === "live") {
      this.#route.succeeded();
      this.#backoff.reset();
    }
    this.#update({ messagesPerSecond });
  }

  // A better transport is tried beside the one that works, in a session of its own, so that a failure costs nothing.
  async #climb(): Promise<void> {
    const kind = this.#route.better;
    if (kind === null || this.#trial !== null || !this.#isEstablished) return;
    const trial = this.#open(kind, null, () => (this.#trial ?? this.#transport));
    this.#trial = trial;
    setTimeout(() => this.#abandon(trial), this.#settings.openTimeoutMs);
  }

  #abandon(trial: Transport): void {
    if (this.#trial !== trial) return;
    this.#trial = null;
    trial.close();
  }

  #lost(end: TransportEnd): void {
    const wasEstablished = this.#isEstablished;
    const held = wasEstablished && performance.now() - this.#establishedAt >= trustedAfterMs;
    this.#drop();
    if (wasEstablished) this.#quality.broke(performance.now());
    this.#putBack(this.#requests.lost((frame) => this.#sent.has(frame)));
    this.#sent.clear();
    if (this.#isRefused(end.reason)) return;
    if (held) this.#backoff.reset();
    const delay = end.retryAfterMs === null ? this.#backoff.next() : Math.min(end.retryAfterMs + this.#settings.random() * 100, this.#settings.longestDelayMs);
    this.#update({ state: "waiting", transport: null, quality: "disconnected", retryAt: Date.now() + delay, lastError: end.reason });
    this.#retry = setTimeout(() => void this.#connect(), delay);
    if (!held) void this.#judge(wasEstablished && end.isUnfit !== true);
  }

  async #judge(wasEstablished: boolean): Promise<void> {
    const attempt = this.#attempt;
    const isAlive = await isReachable(this.#settings.fetch, this.#route.server);
    if (attempt !== this.#attempt || this.#status.state !== "waiting") return this.#route.failed(wasEstablished, isAlive);
    const before = this.#route.kind;
    this.#route.failed(wasEstablished, isAlive);
    this.#update({ attempts: this.#route.attempts });
    // The next transport is as good as any other wait.
    if (this.#route.kind !== before) void this.#connect();
  }

  // A token that a function brings may be a better one next time; one that is given is refused for good.
  #isRefused(reason: string): boolean {
    const isExpired = reason === "token_expired";
    if (!isExpired && reason !== "unauthorized") return false;
    this.#session = null;
    if (typeof this.#settings.token === "function" && (isExpired || this.#route.attempts === 0)) return false;
    this.#update({ state: "refused", transport: null, quality: "disconnected", retryAt: 0, lastError: reason });
    return true;
  }

  /** Leaves the connection as it is, and whatever is planned for it. */
  #drop(): void {
    this.#attempt++;
    clearTimeout(this.#retry);
    clearTimeout(this.#openLimit);
    const transport = this.#transport;
    this.#transport = null;
    this.#isEstablished = false;
    transport?.close();
    this.#trial?.close();
    this.#trial = null;
  }

  #unsubscribe(channels: readonly string[], listener: ChannelListener): void {
    const left = this.#subscriptions.remove(channels, listener);
    left.forEach((channel) => this.#positions.forget(channel));
    if (left.length > 0) this.#channelsChanged({ type: "unsubscribe", channels: left });
  }

  // Without a connection nothing needs to be said: the next one starts with all that is wanted.
  #channelsChanged(frame: ClientFrame): void {
    if (this.#transport === null || !this.#isEstablished || this.#transport.channelsChanged()) return;
    if (frame.type === "subscribe") this.#sendSubscribe(frame.channels);
    else this.request(frame).catch(() => undefined);
  }

  #unconfirmed(frames: readonly ClientFrame[]): void {
    const sent = new Set(frames);
    frames.forEach((frame) => this.#sent.delete(frame));
    this.#putBack(this.#requests.lost((frame) => sent.has(frame)));
  }

  #putBack(frames: readonly ClientFrame[]): void {
    for (const dropped of this.#queue.putBack(frames)) this.#requests.fail(dropped, "dropped", "the queue of frames was full");
  }

  #flush(): void {
    const transport = this.#transport;
    while (transport !== null && this.#isEstablished && this.#queue.length > 0) {
      const room = transport.capacity();
      if (room === 0) break;
      const frames = this.#queue.take(room);
      frames.forEach((frame) => this.#remember(frame));
      transport.send(frames);
    }
    if (this.#status.queued !== this.#queue.length) this.#update({ queued: this.#queue.length, dropped: this.#queue.dropped });
  }

  #remember(frame: ClientFrame): void {
    if (!this.#requests.has(frame)) return;
    for (const old of this.#sent) if (!this.#requests.has(old)) this.#sent.delete(old);
    this.#sent.add(frame);
    this.#requests.sent(frame);
  }

  #forgetPosition(): void {
    this.#session = this.#cursor = null;
  }

  async #nextToken(): Promise<string | null> {
    try {
      return typeof this.#settings.token === "function" ? await this.#settings.token() : this.#settings.token;
    } catch {
      return null;
    }
  }

  #update(changes: Partial<ConnectionStatus>): void {
    const { messages, bytesReceived, bytesSent } = this.#traffic;
    const now = performance.now();
    const live = (changes.state ?? this.#status.state) === "live";
    this.#status = {
      ...this.#status, bytesReceived, bytesSent, messagesReceived: messages, loss: this.#quality.loss, stability: this.#quality.stability(now),
      quality: live ? this.#quality.judge(now) : "disconnected", ...changes,
    };
    this.#emitter.emit("status", this.#status);
  }
}

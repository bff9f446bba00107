import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { IskraClient } from "../../src/client.js";
import type { ChannelGap } from "../../src/events.js";
import type { ClientOptions, TransportKind, WebSocketConstructor } from "../../src/options.js";
import { FaultyProxy } from "../support/faulty-proxy.js";
import { Gateway, hasDatabase, hasGateway } from "../support/gateway.js";

const quick: Partial<ClientOptions> = { firstDelayMs: 50, longestDelayMs: 500, upgradeIntervalMs: 400, pingIntervalMs: 300, deadAfterMs: 1_000, pollIntervalMs: 100, openTimeoutMs: 15_000 };
const kinds: TransportKind[] = ["websocket", "sse", "longpoll", "poll"];

let gateway: Gateway;
let proxy: FaultyProxy;
const clients: IskraClient[] = [];
let channelNumber = 0;

/** Follows a channel and keeps what arrives. */
class Follower {
  readonly channel = `log/test-${Date.now()}-${channelNumber++}`;
  readonly seqs: number[] = [];
  readonly numbers: number[] = [];
  readonly gaps: ChannelGap[] = [];
  readonly transports: string[] = [];
  readonly acknowledged: number[] = [];
  readonly client: IskraClient;

  constructor(server: string, options: Partial<ClientOptions> = {}) {
    this.client = new IskraClient({ servers: server, WebSocket: NodeWebSocket as unknown as WebSocketConstructor, token: gateway.token("follower"), ...quick, ...options });
    clients.push(this.client);
    this.client.subscribe(this.channel, (event) => {
      this.seqs.push((event as { seq: number }).seq);
      this.numbers.push((event as unknown as { data: { n: number } }).data.n);
    });
    this.client.on("gap", (gap) => this.gaps.push(gap));
    this.client.on("status", ({ state, transport }) => state === "live" && this.transports.at(-1) !== transport && this.transports.push(transport!));
    this.client.start();
  }

  async live(kind?: TransportKind): Promise<void> {
    await until(() => this.client.status.state === "live" && !this.client.status.behind && (kind === undefined || this.client.status.transport === kind), `live by ${kind ?? "anything"}`);
    // A channel is followed once its subscription is answered; what is published then arrives.
    if (this.numbers.length > 0) return;
    for (let n = -1; this.numbers.length === 0; n--) await this.publish(n);
  }

  async publish(n: number): Promise<void> {
    if (await gateway.publish(this.channel, { n })) this.acknowledged.push(n);
    await pause(20);
  }

  /** Everything that was acknowledged after the first arrival has come, once and in order. */
  async complete(): Promise<void> {
    const first = this.acknowledged.indexOf(this.numbers[0]!);
    const wanted = this.acknowledged.slice(Math.max(0, first));
    await until(() => wanted.every((n) => this.numbers.includes(n)), () => `missing ${wanted.filter((n) => !this.numbers.includes(n)).join()} by ${JSON.stringify(this.client.status)}`);
    expect(this.seqs).toEqual(this.seqs.map((_, index) => this.seqs[0]! + index));
    expect(this.numbers.filter((n) => wanted.includes(n))).toEqual(wanted);
    expect(this.gaps).toEqual([]);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean, what: string | (() => string), limitMs = 20_000): Promise<void> {
  for (const end = Date.now() + limitMs; !condition(); await pause(10)) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${typeof what === "string" ? what : what()}`);
  }
}

describe.skipIf(!hasGateway)("against a gateway", () => {
  beforeAll(async () => {
    gateway = await Gateway.start();
    proxy = await FaultyProxy.start(gateway.url);
  });

  afterEach(() => {
    clients.splice(0).forEach((client) => client.close());
    proxy.refuse();
  });

  afterAll(async () => {
    await proxy?.close();
    await gateway?.kill();
  });

  test.each(kinds)("%s brings every event once and in order through cut connections", async (kind) => {
    const follower = new Follower(proxy.url, { transports: [kind] });
    await follower.live(kind);
    for (let n = 1; n <= 60; n++) {
      if (n % 12 === 0) proxy.cut();
      await follower.publish(n);
    }
    await follower.complete();
    // A plain poll is over too soon to be hit for certain.
    expect(follower.client.status.reconnects).toBeGreaterThan(kind === "poll" ? -1 : 0);
  });

  test("a connection that stands open and carries nothing is noticed and replaced", async () => {
    const follower = new Follower(proxy.url, { transports: ["websocket"] });
    await follower.live("websocket");
    for (let n = 1; n <= 10; n++) await follower.publish(n);
    const before = follower.client.status.reconnects;
    proxy.stall();
    for (let n = 11; n <= 30; n++) await follower.publish(n);
    await follower.complete();
    // On a machine that stands still for a second the client may find a connection dead that is not: it may be replaced more than once.
    await follower.live("websocket");
    expect(follower.client.status.lastError).toBeNull();
    expect(follower.client.status.reconnects).toBeGreaterThan(before);
  });

  test("transports change down the chain and back up, and nothing is missed", { timeout: 60_000 }, async () => {
    const follower = new Follower(proxy.url);
    await follower.live("websocket");
    let n = 1;
    const steps: [Parameters<FaultyProxy["refuse"]>, TransportKind][] = [[["websocket"], "sse"], [["websocket", "sse"], "longpoll"], [[], "websocket"]];
    for (const [refused, kind] of steps) {
      proxy.refuse(...refused);
      for (const end = n + 10; n < end; n++) await follower.publish(n);
      await follower.live(kind);
      for (const end = n + 10; n < end; n++) await follower.publish(n);
    }
    await follower.complete();
    expect(new Set(follower.transports)).toEqual(new Set(["websocket", "sse", "longpoll"]));
  });

  test.each(kinds)("forced to %s it goes on where it was", async (kind) => {
    const follower = new Follower(proxy.url);
    await follower.live();
    for (let n = 1; n <= 5; n++) await follower.publish(n);
    follower.client.force(kind);
    for (let n = 6; n <= 10; n++) await follower.publish(n);
    await follower.live(kind);
    await follower.publish(11);
    await follower.complete();
  });

  test("the next server is taken when the first is away", async () => {
    const away = await FaultyProxy.start(gateway.url);
    const address = away.url;
    await away.close();
    const client = new IskraClient({ servers: [address, gateway.url], WebSocket: NodeWebSocket as unknown as WebSocketConstructor, ...quick, maxAttempts: 3 });
    clients.push(client);
    client.start();
    await until(() => client.status.state === "live", "live at the second server");
    expect(client.status.server).toBe(gateway.url);
  });

  test.each(kinds)("requests are answered over %s", async (kind) => {
    const follower = new Follower(proxy.url, { transports: [kind] });
    await follower.live(kind);
    await expect(follower.client.request({ type: "metric_update", metric: "clarity", value: 0.8 })).resolves.toMatchObject({ type: "metric_updated", metric: "clarity", value: 0.8 });
    await expect(follower.client.request({ type: "metric_update", metric: "clarity", value: 7 })).rejects.toMatchObject({ code: "invalid_field" });
    await expect(follower.client.request({ type: "history", channel: follower.channel, limit: 5 })).resolves.toMatchObject({ type: "history", channel: follower.channel });
    await until(() => follower.client.status.latencyMs !== null, "a latency");
  });

  test("a token that is refused ends the attempts", async () => {
    const client = new IskraClient({ servers: gateway.url, WebSocket: NodeWebSocket as unknown as WebSocketConstructor, ...quick, token: "not.a.token" });
    clients.push(client);
    client.start();
    await until(() => client.status.state === "refused", "refused");
  });
});

describe.skipIf(!hasGateway || !hasDatabase)("against a gateway that is killed", () => {
  const kills = Number(process.env["ISKRA_CLIENT_KILLS"] ?? 3);
  const spanMs = Number(process.env["ISKRA_CLIENT_KILL_SECONDS"] ?? 12) * 1_000;

  afterAll(async () => {
    clients.splice(0).forEach((client) => client.close());
    await gateway?.kill();
  });

  test(`${kills} times, all durable events come once and in order, over every transport`, { timeout: spanMs + 120_000 }, async () => {
    gateway = await Gateway.start({ isDurable: true });
    const followers = kinds.map((kind) => new Follower(gateway.url, { transports: [kind] }));
    for (const follower of followers) await follower.live();
    const end = Date.now() + spanMs;
    const publishing = (async () => {
      for (let n = 1; Date.now() < end; n++) for (const follower of followers) await follower.publish(n);
    })();
    for (let kill = 0; kill < kills; kill++) {
      await pause(Math.max(500, spanMs / kills - 4_000));
      await gateway.kill();
      await gateway.start();
    }
    await publishing;
    for (const follower of followers) {
      await follower.publish(1_000_000);
      await follower.complete();
      expect(follower.client.status.reconnects).toBeGreaterThanOrEqual(1);
    }
  });
});

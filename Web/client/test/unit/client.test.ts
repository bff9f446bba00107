import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { IskraClient } from "../../src/client.js";
import type { ChannelEvent } from "../../src/frames.js";
import type { ClientOptions, WebSocketConstructor } from "../../src/options.js";
import { FakeSocket } from "../support/fake-socket.js";

const base = "http://server:8080";
let client: IskraClient;
let reachable = true;
let fetched: URL[] = [];

const fakeFetch = (async (address: string) => {
  const url = new URL(address);
  fetched.push(url);
  if (!reachable) throw new TypeError("unreachable");
  if (url.pathname === "/health") return new Response('{"status":"healthy"}');
  return new Response('{"code":"not_found"}', { status: 404 });
}) as typeof fetch;

const make = (options: Partial<ClientOptions> = {}) =>
  (client = new IskraClient({ servers: base, WebSocket: FakeSocket as unknown as WebSocketConstructor, fetch: fakeFetch, random: () => 0.5, ...options }));

const settle = () => vi.advanceTimersByTimeAsync(0);

async function live(options: Partial<ClientOptions> = {}): Promise<FakeSocket> {
  make(options).start();
  await settle();
  FakeSocket.last.greet();
  await settle();
  return FakeSocket.last;
}

const event = (channel: string, seq: number, data = {}) => ({ type: "message", id: `e${seq}`, channel, seq, timestamp: "t", source: "s", data });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  FakeSocket.reset();
  reachable = true;
  fetched = [];
});

afterEach(() => {
  client.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("a connection", () => {
  test("subscribes what was wanted before it stood, with one frame", async () => {
    make();
    client.subscribe(["alerts", "voices"], () => undefined);
    client.subscribe("alerts", () => undefined);
    client.start();
    await settle();
    FakeSocket.last.greet();
    await settle();
    expect(FakeSocket.last.sentOf("subscribe").map((frame) => frame.channels)).toEqual([["alerts", "voices"]]);
    expect(client.status).toMatchObject({ state: "live", transport: "websocket", server: base, serverVersion: "1.2.3", session: "s-1", reconnects: 0 });
  });

  test("unsubscribes when the last listener has gone", async () => {
    const socket = await live();
    const first = client.subscribe("alerts", () => undefined);
    const second = client.subscribe("alerts", () => undefined);
    first();
    expect(socket.sentOf("unsubscribe")).toEqual([]);
    second();
    expect(socket.sentOf("unsubscribe").map((frame) => frame.channels)).toEqual([["alerts"]]);
  });

  test("resumes with session and cursor, and hands no event over twice", async () => {
    const socket = await live();
    const seen: number[] = [];
    client.subscribe("alerts", (each) => seen.push(each.seq));
    socket.confirm({ alerts: { epoch: "e1", seq: 0 } }, "cursor-0");
    [1, 2, 3].forEach((seq) => socket.receive(event("alerts", seq)));
    socket.break();
    await vi.advanceTimersByTimeAsync(1_000);
    const next = FakeSocket.last;
    expect(next.url.searchParams.get("session")).toBe("s-1");
    expect(next.url.searchParams.get("cursor")).toBe("cursor-0");
    next.greet("s-1", true);
    await settle();
    expect(client.status.behind).toBe(true);
    [1, 2, 3, 4, 5].forEach((seq) => next.receive(event("alerts", seq)));
    next.confirm({ alerts: { epoch: "e1", seq: 5 } });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(client.status).toMatchObject({ behind: false, caughtUp: 2, reconnects: 1 });
  });

  test("without a cursor gives the exact positions it knows", async () => {
    const socket = await live();
    client.subscribe("alerts", () => undefined);
    socket.confirm({ alerts: { epoch: "e1", seq: 4 } });
    socket.receive(event("alerts", 5));
    socket.receive({ type: "error", code: "invalid_cursor", message: "m", timestamp: 1 });
    socket.break();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(JSON.parse(FakeSocket.last.url.searchParams.get("since")!)).toEqual({ alerts: { epoch: "e1", seq: 5 } });
  });

  test("says what a snapshot stands for", async () => {
    const socket = await live();
    const gaps: unknown[] = [];
    const seen: ChannelEvent[] = [];
    client.on("gap", (gap) => gaps.push(gap));
    client.subscribe("alerts", (each) => seen.push(each));
    socket.receive(event("alerts", 900));
    socket.receive({ type: "snapshot", channel: "alerts", epoch: "e2", seq: 3, timestamp: 1, data: { alerts: [] } });
    socket.receive(event("alerts", 4));
    // A channel that the endpoint brings by itself and nobody asked for.
    socket.receive(event("health", 9));
    socket.receive({ type: "snapshot", channel: "health", epoch: "e2", seq: 1, timestamp: 1, data: {} });
    expect(gaps).toEqual([{ channel: "alerts", reason: "snapshot" }]);
    expect(seen.map((each) => each.seq)).toEqual([900, 3, 4]);
  });

  test("unpacks batches in order", async () => {
    const socket = await live({ batch: true });
    expect(socket.url.searchParams.get("batch")).toBe("true");
    const seen: number[] = [];
    client.subscribe("alerts", (each) => seen.push(each.seq));
    socket.receive({ type: "batch", timestamp: 1, messages: [event("alerts", 1), event("alerts", 2), event("alerts", 3)] });
    expect(seen).toEqual([1, 2, 3]);
  });

  test("does not let a listener that throws harm the others", async () => {
    const socket = await live();
    const thrown: unknown[] = [];
    const keep = (problem: unknown) => thrown.push(problem);
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", keep);
    const seen: number[] = [];
    client.subscribe("alerts", () => {
      throw new Error("listener");
    });
    client.subscribe("alerts", (each) => seen.push(each.seq));
    socket.receive(event("alerts", 1));
    await vi.waitFor(() => expect(thrown.length).toBe(1));
    before.forEach((listener) => process.on("uncaughtException", listener));
    expect(seen).toEqual([1]);
  });

  test("ignores text that is no frame", async () => {
    const socket = await live();
    for (const data of ["", "{", "null", "[]", "7", new ArrayBuffer(2)]) socket.onmessage?.({ data });
    expect(client.status.state).toBe("live");
  });
});

describe("reconnecting", () => {
  test("waits as long as the server asks", async () => {
    const socket = await live();
    socket.break(1012, "retry_after=2.4");
    expect(client.status.state).toBe("waiting");
    await vi.advanceTimersByTimeAsync(2_399);
    expect(FakeSocket.all.length).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(FakeSocket.all.length).toBe(2);
  });

  test("waits longer after each failure, and starts over once a connection has held", async () => {
    make({ transports: ["websocket"] });
    reachable = false;
    FakeSocket.onOpen = (socket) => socket.break();
    client.start();
    await settle();
    const times: number[] = [];
    for (let count = 1; count <= 4; count++) {
      const from = Date.now();
      while (FakeSocket.all.length === count) await vi.advanceTimersByTimeAsync(50);
      times.push(Math.round((Date.now() - from) / 100) * 100);
    }
    expect(times).toEqual([1_000, 1_500, 2_300, 3_400]);
  });

  test("goes at once when the network is back", async () => {
    const socket = await live();
    socket.break();
    client.hurry();
    await settle();
    expect(FakeSocket.all.length).toBe(2);
  });

  test("finds a connection dead that answers no ping for 10 s", async () => {
    const socket = await live();
    expect(socket.sentOf("ping").length).toBe(1);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(FakeSocket.all.length).toBe(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(client.status.lastError).toBe("no answer to a ping");
    expect(FakeSocket.all.length).toBe(2);
  });

  test("takes any frame as a sign of life", async () => {
    const socket = await live();
    for (let second = 0; second < 30; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      socket.receive(event("pulse", second + 1));
    }
    expect(FakeSocket.all.length).toBe(1);
    expect(client.status.loss).toBe(1);
  });

  test("measures latency and loss from pings", async () => {
    const socket = await live();
    await vi.advanceTimersByTimeAsync(30);
    socket.receive({ type: "pong", timestamp: 1, server_time: 1, cursor: "c", ref: socket.sentOf("ping")[0]!.ref });
    expect(client.status).toMatchObject({ latencyMs: 30, quality: "excellent", loss: 0 });
  });

  test("is over when the token is refused", async () => {
    const socket = await live({ token: "bad" });
    expect(socket.url.searchParams.get("token")).toBe("bad");
    socket.break(1008, "unauthorized");
    expect(client.status.state).toBe("refused");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(FakeSocket.all.length).toBe(1);
  });

  test("asks for a fresh token when one has run out", async () => {
    let count = 0;
    const socket = await live({ token: () => `token-${++count}` });
    socket.break(4001, "token_expired");
    await vi.advanceTimersByTimeAsync(100);
    expect(FakeSocket.last.url.searchParams.get("token")).toBe("token-2");
  });
});

describe("frames", () => {
  test("wait for a connection and go in order", async () => {
    make();
    client.send({ type: "metric_update", metric: "clarity", value: 0.1 });
    client.send({ type: "metric_update", metric: "clarity", value: 0.2 }, "high");
    expect(client.status.queued).toBe(2);
    client.start();
    await settle();
    FakeSocket.last.greet();
    await settle();
    expect(FakeSocket.last.sentOf("metric_update").map((frame) => frame.value)).toEqual([0.1, 0.2]);
    expect(client.status.queued).toBe(0);
  });

  test("stop while the socket is full and go on when it has room", async () => {
    const socket = await live();
    socket.bufferedAmount = 1 << 20;
    client.send({ type: "heartbeat" });
    expect(socket.sentOf("heartbeat").length).toBe(0);
    socket.bufferedAmount = (1 << 20) - 1;
    client.send({ type: "heartbeat" });
    expect(socket.sentOf("heartbeat").length).toBe(2);
  });

  test("have replies that are told apart by ref", async () => {
    const socket = await live();
    const [first, second] = [client.request({ type: "history", channel: "a" }), client.request({ type: "history", channel: "b" })];
    const [one, two] = socket.sentOf("history");
    socket.receive({ type: "error", code: "not_found", message: "no", ref: two!.ref, timestamp: 1 });
    socket.receive({ type: "history", channel: "a", events: [], has_more: false, ref: one!.ref, timestamp: 1 });
    await expect(first).resolves.toMatchObject({ channel: "a" });
    await expect(second).rejects.toMatchObject({ code: "not_found" });
  });

  test("that may have been carried out are not sent twice, those that do no harm are", async () => {
    const socket = await live();
    const publish = client.request({ type: "publish", channel: "log/a", data: {} });
    const history = client.request({ type: "history", channel: "a" });
    publish.catch(() => undefined);
    socket.break();
    await expect(publish).rejects.toMatchObject({ code: "unconfirmed" });
    await vi.advanceTimersByTimeAsync(1_000);
    FakeSocket.last.greet();
    await settle();
    const again = FakeSocket.last.sentOf("history")[0]!;
    expect(FakeSocket.last.sentOf("publish")).toEqual([]);
    FakeSocket.last.receive({ type: "history", channel: "a", events: [], has_more: false, ref: again.ref, timestamp: 1 });
    await expect(history).resolves.toMatchObject({ type: "history" });
  });

  test("without a reply fail after 10 s", async () => {
    const socket = await live();
    const request = client.request({ type: "history", channel: "a" });
    request.catch(() => undefined);
    const alive = setInterval(() => socket.receive(event("pulse", Date.now())), 1_000);
    await vi.advanceTimersByTimeAsync(10_000);
    clearInterval(alive);
    await expect(request).rejects.toMatchObject({ code: "timeout" });
  });
});

describe("transports", () => {
  test("change when a socket never opens although the server answers", async () => {
    FakeSocket.onOpen = (socket) => socket.break();
    make().start();
    client.subscribe("alerts", () => undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fetched.some((url) => url.pathname === "/api/v2/events/stream" && url.searchParams.get("channels") === "alerts")).toBe(true);
    expect(FakeSocket.all.length).toBe(2);
  });

  test("do not change while the server is away", async () => {
    reachable = false;
    FakeSocket.onOpen = (socket) => socket.break();
    make().start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetched.every((url) => url.pathname === "/health")).toBe(true);
    expect(FakeSocket.all.length).toBeGreaterThan(5);
  });

  // Polls are answered at once where they do not wait; what waits meets the given fate.
  const pollingWith = (waiting: () => Promise<Response>) => (async (address: string) => {
    const url = new URL(address);
    fetched.push(url);
    if (url.pathname === "/health") return new Response('{"status":"healthy"}');
    if (url.pathname !== "/api/v2/events/poll") return new Response('{"replies":[]}');
    return url.searchParams.get("timeout") === "0" ? new Response('{"cursor":"c1","events":[]}') : waiting();
  }) as typeof fetch;

  test("change when polls are answered and no long poll comes back", async () => {
    make({ transports: ["longpoll", "poll"], fetch: pollingWith(async () => new Response("", { status: 504 })) }).start();
    client.subscribe("alerts", () => undefined);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(client.status).toMatchObject({ state: "live", transport: "poll" });
    expect(fetched.filter((url) => Number(url.searchParams.get("timeout")) > 0).length).toBe(2);
  });

  test("do not change while long polls come back now and then", async () => {
    let round = 0;
    const waiting = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return ++round % 2 === 1 ? new Response('{"cursor":"c2","events":[]}') : new Response("", { status: 504 });
    };
    make({ transports: ["longpoll", "poll"], fetch: pollingWith(waiting) }).start();
    client.subscribe("alerts", () => undefined);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(round).toBeGreaterThan(5);
    expect(client.status.transport).not.toBe("poll");
  });
});

import { describe, expect, test } from "vitest";
import { Backoff } from "../../src/backoff.js";
import { ChannelPositions } from "../../src/positions.js";
import { QualityMeter } from "../../src/quality.js";
import { Route } from "../../src/route.js";
import { SendQueue, mostQueuedFrames } from "../../src/send-queue.js";
import { Traffic, utf8Length } from "../../src/traffic.js";
import { SseParser, longestBlock, type SseBlock } from "../../src/transports/sse-parser.js";
import { settingsOf } from "../../src/options.js";

const ping = (ref: string) => ({ type: "ping" as const, ref });
const event = (channel: string, seq: number) => ({ type: "message" as const, id: "i", channel, seq, timestamp: "t", source: "s", data: {} });
const snapshot = (channel: string, epoch: string, seq: number) => ({ type: "snapshot" as const, channel, epoch, seq, timestamp: 1, data: {} });

describe("waits between attempts", () => {
  test("grow by half from 1 s to 30 s", () => {
    const backoff = new Backoff(1_000, 30_000, () => 0.5);
    const waits = Array.from({ length: 11 }, () => Math.round(backoff.next()));
    expect(waits.slice(0, 4)).toEqual([1_000, 1_500, 2_250, 3_375]);
    expect(waits.at(-1)).toBe(30_000);
    backoff.reset();
    expect(backoff.next()).toBe(1_000);
  });

  test("are spread by a fifth to either side and never longer than the longest", () => {
    expect(new Backoff(1_000, 30_000, () => 0).next()).toBeCloseTo(800);
    expect(new Backoff(1_000, 30_000, () => 1).next()).toBeCloseTo(1_200);
    expect(new Backoff(30_000, 30_000, () => 1).next()).toBe(30_000);
  });
});

describe("the queue of frames", () => {
  test("keeps 1,000 frames and drops the oldest of the lowest priority for the next", () => {
    const queue = new SendQueue();
    for (let i = 0; i < mostQueuedFrames; i++) expect(queue.push(ping(`n${i}`), i === 5 || i === 7 ? "low" : "normal")).toBeNull();
    expect(queue.length).toBe(1_000);
    expect(queue.push(ping("a"), "normal")).toEqual(ping("n5"));
    expect(queue.push(ping("b"), "high")).toEqual(ping("n7"));
    expect(queue.push(ping("c"), "high")).toEqual(ping("n0"));
    expect(queue.push(ping("d"), "low")).toEqual(ping("d"));
    expect(queue.dropped).toBe(4);
    expect(queue.length).toBe(1_000);
  });

  test("gives frames in the order in which they came, whatever their priority", () => {
    const queue = new SendQueue();
    queue.push(ping("1"), "low");
    queue.push(ping("2"), "high");
    queue.push(ping("3"), "normal");
    expect(queue.take(2)).toEqual([ping("1"), ping("2")]);
    queue.putBack([ping("1"), ping("2")]);
    expect(queue.take(9)).toEqual([ping("1"), ping("2"), ping("3")]);
  });
});

describe("positions", () => {
  test("tell a repeated event by its number", () => {
    const positions = new ChannelPositions();
    expect(positions.accept(event("clarity", 7))).toBe("new");
    expect(positions.accept(event("clarity", 7))).toBe("repeated");
    expect(positions.accept(event("clarity", 3))).toBe("repeated");
    expect(positions.accept(event("chaos", 3))).toBe("new");
  });

  test("notice a hole in a durable channel, and let live values be skipped", () => {
    const positions = new ChannelPositions();
    for (const channel of ["alerts", "clarity", "log/x"]) positions.accept(event(channel, 1));
    expect(positions.accept(event("alerts", 3))).toBe("gap");
    expect(positions.accept(event("log/x", 2))).toBe("new");
    expect(positions.accept(event("clarity", 9))).toBe("new");
  });

  test("start over with a snapshot of another epoch", () => {
    const positions = new ChannelPositions();
    positions.accept(event("alerts", 900));
    expect(positions.accept(snapshot("alerts", "e2", 4))).toBe("gap");
    expect(positions.accept(event("alerts", 5))).toBe("new");
    expect(positions.known(["alerts", "voices"])).toEqual({ alerts: { epoch: "e2", seq: 5 } });
  });

  test("take the epoch from a confirmation and keep what was seen beyond it", () => {
    const positions = new ChannelPositions();
    positions.accept(event("alerts", 9));
    positions.confirm("alerts", { epoch: "e1", seq: 8 });
    positions.confirm("voices", { epoch: "e1", seq: 3 });
    expect(positions.known(["alerts", "voices"])).toEqual({ alerts: { epoch: "e1", seq: 9 }, voices: { epoch: "e1", seq: 3 } });
    positions.confirm("alerts", { epoch: "e2", seq: 1 });
    expect(positions.known(["alerts"])).toEqual({ alerts: { epoch: "e2", seq: 1 } });
  });
});

describe("the route", () => {
  const chain = ["websocket", "sse", "longpoll", "poll"] as const;

  test("leaves a transport that never works while the server answers", () => {
    const route = new Route(chain, ["a"], 10);
    route.failed(false, true);
    expect(route.kind).toBe("websocket");
    route.failed(false, true);
    expect(route.kind).toBe("sse");
    expect(route.better).toBe("websocket");
  });

  test("tries a server that is away ten times before the next, and all servers before the next transport", () => {
    const route = new Route(chain, ["a", "b"], 10);
    for (let i = 0; i < 9; i++) route.failed(false, false);
    expect(route.server).toBe("a");
    route.failed(false, false);
    expect([route.server, route.kind]).toEqual(["b", "websocket"]);
    for (let i = 0; i < 10; i++) route.failed(false, false);
    expect([route.server, route.kind]).toEqual(["a", "sse"]);
  });

  test("keeps a transport that works and breaks, up to the limit", () => {
    const route = new Route(chain, ["a"], 10);
    for (let i = 0; i < 9; i++) route.failed(true, true);
    expect(route.kind).toBe("websocket");
    route.succeeded();
    for (let i = 0; i < 10; i++) route.failed(true, true);
    expect(route.kind).toBe("sse");
  });

  test("can be forced to one transport and released", () => {
    const route = new Route(chain, ["a"], 2);
    route.force("longpoll");
    for (let i = 0; i < 5; i++) route.failed(false, true);
    expect([route.kind, route.better]).toEqual(["longpoll", null]);
    route.force(null);
    expect(route.kind).toBe("websocket");
  });
});

describe("quality", () => {
  const meterOf = (latency: number) => {
    const meter = new QualityMeter();
    for (let i = 0; i < 5; i++) meter.answered(latency);
    return meter;
  };

  test.each([[99, "excellent"], [100, "good"], [249, "good"], [250, "poor"]])("of %i ms is %s", (latency, quality) => {
    expect(meterOf(latency).judge(0)).toBe(quality);
  });

  test("suffers from lost pings and broken connections", () => {
    const lossy = meterOf(10);
    lossy.lost();
    expect(lossy.judge(0)).toBe("poor");
    const shaky = meterOf(10);
    shaky.broke(0);
    shaky.broke(0);
    expect(shaky.judge(1)).toBe("good");
    shaky.broke(0);
    shaky.broke(0);
    expect(shaky.judge(1)).toBe("poor");
    expect(shaky.judge(300_001)).toBe("excellent");
  });

  test("keeps sixty latencies", () => {
    const meter = new QualityMeter();
    for (let i = 0; i < 61; i++) meter.answered(i);
    expect(meter.latencies.length).toBe(60);
    expect(meter.latencies[0]).toBe(1);
  });
});

describe("traffic", () => {
  test("is the mean of the last five seconds", () => {
    const traffic = new Traffic();
    traffic.tick();
    for (let second = 0; second < 5; second++) {
      for (let i = 0; i < 20; i++) traffic.message();
      expect(traffic.tick()).toBe(20);
    }
    for (let second = 0; second < 5; second++) traffic.tick();
    expect(traffic.tick()).toBe(0);
  });

  test.each(["", "abc", "Искра ∆DΩΛ", "a😀b"])("counts the bytes of %j", (text) => {
    expect(utf8Length(text)).toBe(Buffer.byteLength(text));
  });
});

describe("the stream parser", () => {
  const read = (pieces: string[]) => {
    const blocks: SseBlock[] = [];
    const parser = new SseParser((block) => blocks.push(block));
    pieces.forEach((piece) => parser.push(piece));
    return blocks;
  };

  test("reads events wherever they are cut", () => {
    const text = ':\n\nid: 1\ndata: {"a":1}\n\nid: 2\r\ndata: x\r\ndata: y\r\n\r\nretry: 250\n\nid: 3\n\n';
    const whole = read([text]);
    expect(whole).toEqual([
      { id: "1", data: '{"a":1}', retryMs: null }, { id: "2", data: "x\ny", retryMs: null }, { id: null, data: null, retryMs: 250 }, { id: "3", data: null, retryMs: null },
    ]);
    for (let cut = 1; cut < text.length; cut++) expect(read([text.slice(0, cut), text.slice(cut)])).toEqual(whole);
    expect(read([...text])).toEqual(whole);
  });

  test("gives up an event that is longer than it may be", () => {
    const parser = new SseParser(() => undefined);
    parser.push("data: " + "x".repeat(longestBlock - 6));
    expect(() => parser.push("x")).toThrow(RangeError);
  });
});

describe("settings", () => {
  test("leave WebSocket out where there is none, and refuse an empty chain", () => {
    const without = { servers: "http://h:1/page", WebSocket: undefined as never };
    const has = typeof globalThis.WebSocket === "function";
    expect(settingsOf(without).transports.includes("websocket")).toBe(has);
    expect(settingsOf(without).servers).toEqual(["http://h:1"]);
    expect(() => settingsOf({ servers: [] })).toThrow(/servers is empty/);
  });
});

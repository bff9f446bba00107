import type { ChannelEvent } from "@iskra/client";
import { describe, expect, it } from "vitest";
import { everyRecord, matches, queryOf, recordOf, recordOfEvent, withRecords } from "../src/stores/delta-model";

const sent = {
  id: "r-1", timestamp: "2026-01-02T03:04:05.678Z", event: "protocol_violation", delta: "protocol_violation", dimension: 3, omega: 0.9, lambda: "escalate_to_developer",
  seam_id: "data_contract", significance: 0.72, trace_id: null, data: { count: 12, subject: "5KrouT" },
};

describe("a record", () => {
  it("has the time, the significance and the count that were sent", () => {
    expect(recordOf(sent, "")).toMatchObject({ id: "r-1", at: Date.parse(sent.timestamp), significance: 0.72, count: 12, isMaki: false });
  });

  it("takes what is missing from the event that brought it", () => {
    const bare = { delta: "error_handled", dimension: 1, omega: 0.8, lambda: "continue_monitoring", data: { analysis: { significance: 0.4 } } };
    expect(recordOf(bare, "2026-01-02T03:04:05Z")).toMatchObject({ event: "error_handled", seam_id: "", significance: 0.4, count: 1, at: Date.parse("2026-01-02T03:04:05Z") });
  });

  it("is no other event of the channel", () => {
    expect(recordOfEvent({ type: "snapshot", channel: "delta", epoch: "e", seq: 1, timestamp: "", data: null } as unknown as ChannelEvent)).toBeNull();
  });

  it("stands for the call of the recovery voice too, beside the record that caused it", () => {
    const event = { type: "maki_triggered", channel: "delta", seq: 2, timestamp: "2026-01-02T03:04:05Z", data: { record_id: "r-1", seam_id: "data_contract", significance: 0.72, action: "recover" } };
    const call = recordOfEvent(event as unknown as ChannelEvent)!;
    expect(call).toMatchObject({ isMaki: true, lambda: "recover", seam_id: "data_contract" });
    expect(withRecords([recordOf(sent, "")], [call], 10)).toHaveLength(2);
  });
});

describe("records", () => {
  const of = (id: string, second: number) => recordOf({ ...sent, id, timestamp: new Date(second * 1_000).toISOString() }, "");

  it("are known by their id and lie newest first", () => {
    const known = withRecords([], [of("a", 1), of("b", 3), of("c", 2), of("b", 3)], 10);
    expect(known.map(({ id }) => id)).toEqual(["b", "c", "a"]);
    expect(withRecords(known, [of("a", 1)], 10)).toBe(known);
  });

  it("give up the oldest at the bound", () => {
    expect(withRecords([of("a", 1)], [of("b", 2), of("c", 3)], 2).map(({ id }) => id)).toEqual(["c", "b"]);
  });
});

describe("the filter", () => {
  const record = recordOf(sent, "");

  it("lets everything through unless it is set", () => expect(matches(record, everyRecord)).toBe(true));

  it.each([
    [{ event: "protocol_violation" }, true], [{ event: "error_handled" }, false], [{ seam: "data_contract" }, true], [{ seam: "load_balancing" }, false],
    [{ leastSignificance: 0.72 }, true], [{ leastSignificance: 0.73 }, false], [{ words: "ESCALATE 5krout" }, true], [{ words: "escalate nobody" }, false], [{ words: "  " }, true],
  ])("by %o: %s", (change, expected) => expect(matches(record, { ...everyRecord, ...change })).toBe(expected));

  it("asks the server for what the server can answer", () => {
    expect(queryOf(everyRecord, null)).toBe("limit=100");
    expect(queryOf({ words: "x", event: "error_handled", seam: "load_balancing", leastSignificance: 0.5 }, "99")).toBe("limit=100&event=error_handled&seam_id=load_balancing&min_significance=0.5&before=99");
    expect(queryOf({ ...everyRecord, event: "maki_triggered" }, null)).toBe("limit=100");
  });
});

import type { ChannelEvent, DeltaRecord } from "@iskra/client";

/** The significance above which a record calls the recovery voice. */
export const highSignificance = 0.7;

/** What a page of records holds. */
export const pageSize = 100;

/** A ∆DΩΛ record, or the call of the recovery voice, which stands among them. */
export interface RecordModel extends Omit<DeltaRecord, "id"> {
  id: string;
  at: number;
  event: string;
  seam_id: string;
  significance: number;
  /** For how many events it stands. */
  count: number;
  isMaki: boolean;
}

/** A record as the server sends it; these members are not in every one. */
export type SentRecord = DeltaRecord & { event?: string; significance?: number };

export interface RecordFilter {
  /** A word in the event, the next step, the trace or the subject; empty for all. */
  words: string;
  event: string;
  seam: string;
  leastSignificance: number;
}

export const everyRecord: RecordFilter = { words: "", event: "", seam: "", leastSignificance: 0 };

export function recordOf(record: SentRecord, sentAt: string): RecordModel {
  const analysis = record.data?.["analysis"] as { significance?: number } | undefined;
  const at = Date.parse(record.timestamp ?? sentAt);
  const count = record.data?.["count"];
  return {
    ...record,
    id: String(record.id ?? `${at} ${record.delta}`),
    at,
    event: record.event ?? record.delta,
    seam_id: record.seam_id ?? "",
    significance: record.significance ?? analysis?.significance ?? 0,
    count: typeof count === "number" ? count : 1,
    isMaki: false,
  };
}

/** The record that an event of channel `delta` brings; null for any other event. */
export function recordOfEvent(event: ChannelEvent): RecordModel | null {
  if (event.type === "delta_event") return recordOf(event.data, event.timestamp);
  if (event.type !== "maki_triggered") return null;
  const { record_id, seam_id, significance, action } = event.data;
  return {
    id: `maki ${record_id}`, at: Date.parse(event.timestamp), event: "maki_triggered", delta: "maki_triggered", dimension: 0, omega: 0, lambda: action,
    seam_id, significance, count: 1, isMaki: true, data: { record_id },
  };
}

/** Adds records to those that are known, newest first. */
export function withRecords(known: readonly RecordModel[], found: readonly RecordModel[], most: number): readonly RecordModel[] {
  const ids = new Set(known.map(({ id }) => id));
  const fresh = found.filter(({ id }) => !ids.has(id) && ids.add(id));
  return fresh.length === 0 ? known : [...known, ...fresh].sort((a, b) => b.at - a.at).slice(0, most);
}

export function matches(record: RecordModel, { words, event, seam, leastSignificance }: RecordFilter): boolean {
  if (event !== "" && record.event !== event) return false;
  if (seam !== "" && record.seam_id !== seam) return false;
  if (record.significance < leastSignificance) return false;
  const searched = `${record.event} ${record.lambda} ${record.trace_id ?? ""} ${String(record.data?.["subject"] ?? "")}`.toLowerCase();
  return words.trim().toLowerCase().split(/\s+/).every((word) => searched.includes(word));
}

/** The query that asks the server for records; words are searched for here, among what has come. */
export function queryOf({ event, seam, leastSignificance }: RecordFilter, before: string | null): string {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (event !== "" && event !== "maki_triggered") query.set("event", event);
  if (seam !== "") query.set("seam_id", seam);
  if (leastSignificance > 0) query.set("min_significance", String(leastSignificance));
  if (before !== null) query.set("before", before);
  return query.toString();
}

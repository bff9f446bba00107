import type { ChannelEvent } from "@iskra/client";
import { computed, signal } from "@preact/signals";
import { api, ApiError } from "../live/api";
import { follow, historyOf, isLive, lastGap, whenLive } from "../live/live";
import { everyRecord, matches, queryOf, recordOf, recordOfEvent, withRecords, type RecordFilter, type RecordModel, type SentRecord } from "./delta-model";

/** Records that the page keeps; the oldest go first. */
export const mostRecords = 2_000;
const historyLimit = 100;
const gatherMs = 100;
const mostGathered = 1_000;
const askWithoutConnectionMs = 3_000;

const known = signal<readonly RecordModel[]>([]);

/** Which records are shown. */
export const filter = signal<RecordFilter>(everyRecord);

/** The records that the filter lets through, newest first. */
export const records = computed(() => known.value.filter((record) => matches(record, filter.value)));

/** Where the page before begins; null when there is none, or no room for one. */
export const olderFrom = signal<string | null>(null);
export const isReading = signal(false);

/** Why records could not be read, or null. */
export const recordsProblem = signal<ApiError | null>(null);

let gathered: RecordModel[] = [];
let isGathering = false;

/** Follows the records while the page is shown; returns what ends that. */
export function watchRecords(): () => void {
  const ends = [
    follow(["delta"], take),
    whenLive(() => void recall()),
    lastGap.subscribe((gap) => void (gap?.channel === "delta" && read("anew"))),
  ];
  const timer = setInterval(() => isLive.value || void read("newest"), askWithoutConnectionMs);
  void read("anew");
  return () => {
    ends.forEach((end) => end());
    clearInterval(timer);
  };
}

/** Shows other records, and asks the server for its newest of them. */
export function choose(change: Partial<RecordFilter>): void {
  const next = { ...filter.value, ...change };
  const isAsked = queryOf(next, null) !== queryOf(filter.value, null);
  filter.value = next;
  if (isAsked) void read("anew");
}

/** Reads the page before the oldest that is known. */
export function readOlder(): Promise<void> {
  return read("older");
}

async function read(mode: "newest" | "older" | "anew"): Promise<void> {
  const asked = filter.value;
  isReading.value = true;
  try {
    const { records: found, next } = await api<{ records: SentRecord[]; next: string | null }>(`/api/v2/delta?${queryOf(asked, mode === "older" ? olderFrom.value : null)}`);
    if (queryOf(asked, null) === queryOf(filter.value, null)) join(mode, found.map((record) => recordOf(record, "")), next);
    recordsProblem.value = null;
  } catch (problem) {
    recordsProblem.value = problem instanceof ApiError ? problem : new ApiError(0, "unreadable", String(problem));
  } finally {
    isReading.value = false;
  }
}

// With another filter what is older than the new page goes, because records may be missing in it.
function join(mode: "newest" | "older" | "anew", found: readonly RecordModel[], next: string | null): void {
  const oldest = found.at(-1)?.at ?? Infinity;
  const kept = mode === "anew" ? known.value.filter(({ at }) => at >= oldest) : known.value;
  known.value = withRecords(kept, found, mostRecords);
  if (mode === "newest") return;
  olderFrom.value = known.value.length < mostRecords ? next : null;
}

// The calls of the recovery voice are on the channel alone.
async function recall(): Promise<void> {
  (await historyOf("delta", historyLimit)).forEach(take);
}

// Many may come at once; they are drawn together.
function take(event: ChannelEvent): void {
  const record = recordOfEvent(event);
  if (!record) return;
  gathered.push(record);
  if (gathered.length > mostGathered) gathered.shift();
  if (isGathering) return;
  isGathering = true;
  setTimeout(() => {
    isGathering = false;
    known.value = withRecords(known.value, gathered, mostRecords);
    gathered = [];
  }, gatherMs);
}

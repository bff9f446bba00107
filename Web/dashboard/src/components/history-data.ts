import { api } from "../live/api";

export type HistoryKind = "buckets" | "raw";

const widths: readonly (readonly [string, number])[] = [
  ["1s", 1], ["2s", 2], ["5s", 5], ["10s", 10], ["30s", 30], ["1m", 60], ["2m", 120], ["5m", 300], ["10m", 600], ["15m", 900], ["30m", 1_800], ["1h", 3_600],
];
const wantedBuckets = 360;
const mostSamples = 5_000;
const mostLivePoints = 2_000;

/** The narrowest bucket that gives a few hundred points over a span. */
export function bucketOf(spanS: number): { name: string; seconds: number } {
  const [name, seconds] = widths.find(([, width]) => spanS / width <= wantedBuckets) ?? widths.at(-1)!;
  return { name, seconds };
}

/** Values over time, in columns as they are drawn; times in seconds. */
export class History {
  readonly hasExtremes: boolean;

  constructor(
    readonly times: number[],
    readonly values: number[],
    readonly lows: number[],
    readonly highs: number[],
  ) {
    this.hasExtremes = lows.length > 0;
  }

  get isEmpty(): boolean {
    return this.times.length === 0;
  }

  /** Adds a value that has just come; it is dropped when it is not later than all others. */
  add(time: number, value: number): void {
    if (time <= (this.times.at(-1) ?? 0)) return;
    this.times.push(time);
    this.values.push(value);
    if (this.hasExtremes) {
      this.lows.push(value);
      this.highs.push(value);
    }
    if (this.times.length > mostSamples + mostLivePoints) [this.times, this.values, this.lows, this.highs].forEach((column) => column.shift());
  }
}

/** Reads what was stored of a metric. */
export async function readHistory(metric: string, kind: HistoryKind, spanS: number, endMs: number): Promise<History> {
  const from = new Date(endMs - spanS * 1_000).toISOString();
  const to = new Date(endMs).toISOString();
  const path = `/api/v2/metrics/${encodeURIComponent(metric)}`;
  const range = `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
  if (kind === "raw") {
    const { samples } = await api<{ samples: { timestamp: string; value: number }[] }>(`${path}/samples?${range}&limit=${mostSamples}`);
    return new History(samples.map((sample) => Date.parse(sample.timestamp) / 1_000), samples.map((sample) => sample.value), [], []);
  }
  const bucket = bucketOf(spanS);
  const { buckets } = await api<{ buckets: { start: string; avg: number; min: number; max: number }[] }>(`${path}/buckets?bucket=${bucket.name}&${range}`);
  const times = buckets.map((each) => Date.parse(each.start) / 1_000);
  return new History(times, buckets.map((each) => each.avg), buckets.map((each) => each.min), buckets.map((each) => each.max));
}

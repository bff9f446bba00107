import type { Band, ChannelEvent, Light, MetricState } from "@iskra/client";
import { computed, signal, type Signal } from "@preact/signals";
import { api } from "../live/api";
import { follow, isLive, lastGap, whenLive } from "../live/live";

/** What the sparkline shows. */
export const trendMs = 120_000;
const trendPoints = 240;
const describeEveryMs = 60_000;
const askWithoutConnectionMs = 3_000;

// A session may follow 100 channels; the pulse and those of the other pages are some of them.
const mostMetricChannels = 80;

/** The metrics that people report, in the order in which they are shown. */
export const coreMetrics = ["clarity", "chaos", "trust", "pain"] as const;

/** What Iskra measures on itself. */
export const ownMetrics = ["connection_latency_ms", "availability_percent", "error_rate_percent"] as const;

export interface Limits {
  warning_low?: number | null;
  warning_high?: number | null;
  critical_low?: number | null;
  critical_high?: number | null;
}

export interface Point {
  at: number;
  value: number;
}

/** A metric as it is shown. */
export interface MetricModel {
  readonly name: string;
  readonly value: Signal<number | null>;
  readonly state: Signal<MetricState | null>;
  readonly band: Signal<Band>;
  readonly limits: Signal<Limits>;
  /** Values of the last two minutes, oldest first. */
  readonly trend: Signal<readonly Point[]>;
  /** How often the state has changed since the page was opened; what changed is highlighted. */
  readonly changes: Signal<number>;
}

interface MetricEntry {
  metric: string;
  value: number | null;
  state: MetricState | null;
  band: Band;
  limits: Limits;
}

/** All metrics by name. The map is replaced when one is added. */
export const metrics = signal<ReadonlyMap<string, MetricModel>>(new Map(coreMetrics.map((name) => [name, modelOf(name)])));

const reportedLight = signal<Light | null>(null);

/** The traffic light; null while no value is known. */
export const light = computed<Light | null>(() => {
  const states = coreMetrics.map((name) => metrics.value.get(name)!).filter((metric) => metric.value.value !== null).map((metric) => metric.state.value);
  if (states.length === 0) return null;
  if (reportedLight.value) return reportedLight.value;
  return states.includes("critical") ? "red" : states.includes("warning") ? "yellow" : "green";
});

/** The names in the order in which they are shown: the four, Iskra's own, the others by name. */
export const metricNames = computed(() => {
  const known: readonly string[] = [...coreMetrics, ...ownMetrics];
  const others = [...metrics.value.keys()].filter((name) => !known.includes(name)).sort();
  return [...known.filter((name) => metrics.value.has(name)), ...others];
});

const followedMetrics = new Set<string>();
const frameListeners = new Set<(metric: string, point: Point) => void>();

/** Tells every value as it comes, for the large chart. */
export function onValue(listener: (metric: string, point: Point) => void): () => void {
  frameListeners.add(listener);
  return () => void frameListeners.delete(listener);
}

export function startMetrics(): void {
  follow(["pulse"], takePulse);
  follow([...coreMetrics], takeMetric);
  coreMetrics.forEach((name) => followedMetrics.add(name));
  whenLive(() => void describe());
  lastGap.subscribe((gap) => gap?.channel === "pulse" && void describe());
  setInterval(() => void describe(), describeEveryMs);
  setInterval(() => isLive.value || void describe(), askWithoutConnectionMs);
  void describe();
}

function modelOf(name: string): MetricModel {
  return { name, value: signal(null), state: signal(null), band: signal({}), limits: signal({}), trend: signal([]), changes: signal(0) };
}

function metricOf(name: string): MetricModel {
  const known = metrics.value.get(name);
  if (known) return known;
  const made = modelOf(name);
  metrics.value = new Map([...metrics.value, [name, made]]);
  followMetric(name);
  void recall(made);
  return made;
}

function followMetric(name: string): void {
  if (followedMetrics.has(name) || followedMetrics.size >= mostMetricChannels) return;
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(name)) return;
  followedMetrics.add(name);
  follow([name], takeMetric);
}

function takePulse(event: ChannelEvent): void {
  const data = event.type === "pulse" ? event.data : event.type === "snapshot" ? (event.data as Extract<ChannelEvent, { type: "pulse" }>["data"] | null) : null;
  if (!data?.metrics) return;
  for (const [name, { value, state }] of Object.entries(data.metrics)) {
    if (typeof value === "number") set(metricOf(name), value, state);
  }
  reportedLight.value = data.light ?? null;
}

function takeMetric(event: ChannelEvent): void {
  if (event.type !== "metrics") return;
  for (const [name, value] of Object.entries(event.data)) set(metricOf(name), value, event.state);
}

function set(metric: MetricModel, value: number, state: MetricState | null): void {
  const at = Date.now();
  if (metric.state.value !== null && metric.state.value !== state) metric.changes.value++;
  const isNew = metric.value.value !== value;
  metric.value.value = value;
  metric.state.value = state;
  const last = metric.trend.value.at(-1);
  if (!isNew && last && at - last.at < 400) return;
  metric.trend.value = recent([...metric.trend.value, { at, value }], at);
  frameListeners.forEach((listener) => listener(metric.name, { at, value }));
}

function recent(points: readonly Point[], now: number): readonly Point[] {
  return points.filter((point) => now - point.at <= trendMs).slice(-trendPoints);
}

/** Reads bands, limits and values. */
async function describe(): Promise<void> {
  try {
    const { metrics: entries } = await api<{ metrics: MetricEntry[] }>("/api/v2/metrics");
    for (const entry of entries) {
      const metric = metricOf(entry.metric);
      metric.band.value = entry.band ?? {};
      metric.limits.value = entry.limits ?? {};
      followMetric(entry.metric);
      const isWanted = !isLive.value || metric.value.value === null;
      if (typeof entry.value === "number" && isWanted) set(metric, entry.value, entry.state);
      if (metric.trend.value.length < 2) void recall(metric);
    }
    if (!isLive.value) reportedLight.value = null;
  } catch {
    // The values are shown without their bands until the next attempt.
  }
}

const recalled = new Set<string>();

async function recall(metric: MetricModel): Promise<void> {
  if (recalled.has(metric.name)) return;
  recalled.add(metric.name);
  const from = new Date(Date.now() - trendMs).toISOString();
  try {
    const { buckets } = await api<{ buckets: { start: string; avg: number }[] }>(`/api/v2/metrics/${encodeURIComponent(metric.name)}/buckets?bucket=2s&from=${encodeURIComponent(from)}`);
    const first = metric.trend.value[0]?.at ?? Infinity;
    const past = buckets.map(({ start, avg }) => ({ at: Date.parse(start), value: avg })).filter((point) => point.at < first);
    metric.trend.value = recent([...past, ...metric.trend.value], Date.now());
  } catch {
    recalled.delete(metric.name);
  }
}

import type { ChannelEvent, DeltaRecord, SeamTransition } from "@iskra/client";
import { computed, signal } from "@preact/signals";
import { api } from "../live/api";
import { follow, historyOf, isLive, lastGap, whenLive } from "../live/live";

/** How far the timeline of states reaches back. */
export const stateSpanMs = 3_600_000;
const historyLimit = 200;
const mostTransitions = 300;
const mostRecords = 1_000;
const askWithoutConnectionMs = 5_000;
const seamsEveryMs = 10_000;

/** A transition with its time. */
export type Transition = SeamTransition & { at: number };

export interface BifurcationModel {
  seq: number;
  at: number;
  tension: number;
  transitions: SeamTransition[];
}

/** Records of one component, added up by the server. */
export interface ComponentSeam {
  seam_id: string;
  events: number;
  errors: number;
  mean_significance: number;
  max_significance: number;
  last_at: string | null;
}

/** A ∆DΩΛ record, or the call of the recovery voice that stands among them. */
export type RecordModel = Omit<DeltaRecord, "id"> & { id: string; at: number; event: string; significance: number; isMaki: boolean };

export const systemState = signal<{ state: string | null; since: number | null; intensity: number | null; metrics: Record<string, number> } | null>(null);
export const transitions = signal<readonly Transition[]>([]);
export const bifurcations = signal<readonly BifurcationModel[]>([]);
export const records = signal<readonly RecordModel[]>([]);
const reportedComponents = signal<readonly ComponentSeam[] | null>(null);

/** Components with their seams: as the server adds them up, or from the records that this page has. */
export const components = computed<readonly ComponentSeam[]>(() => reportedComponents.value ?? addedUp());

let isStarted = false;

export function startSeams(): void {
  if (isStarted) return;
  isStarted = true;
  follow(["seams"], takeSeam);
  follow(["delta"], takeRecord);
  whenLive(() => void read());
  lastGap.subscribe((gap) => gap && (gap.channel === "seams" || gap.channel === "delta") && void read());
  setInterval(() => void readState(), seamsEveryMs);
  setInterval(() => isLive.value || void readAll(), askWithoutConnectionMs);
}

async function read(): Promise<void> {
  const [seams, delta] = await Promise.all([historyOf("seams", historyLimit), historyOf("delta", historyLimit)]);
  seams.forEach(takeSeam);
  takeRecords(delta);
  await readAll();
}

async function readAll(): Promise<void> {
  await Promise.all([readState(), readRecords()]);
}

interface ApiSeams {
  state: string | null;
  since?: string;
  intensity?: number;
  metrics?: Record<string, number>;
  transitions?: (SeamTransition & { at: string })[];
  components?: ComponentSeam[];
}

async function readState(): Promise<void> {
  try {
    const found = await api<ApiSeams>("/api/v2/seams");
    systemState.value = { state: found.state, since: found.since ? Date.parse(found.since) : null, intensity: found.intensity ?? null, metrics: found.metrics ?? {} };
    (found.transitions ?? []).forEach((each) => addTransition({ ...each, at: Date.parse(each.at) }));
    reportedComponents.value = (found.components ?? []).filter((component) => component.events > 0);
  } catch {
    // The history of the channel says most of it as well.
  }
}

async function readRecords(): Promise<void> {
  try {
    const { records: found } = await api<{ records: DeltaRecord[] }>("/api/v2/delta?limit=200");
    add(found.map((record) => modelOf(record, record.timestamp ?? "")));
  } catch {
    // As above.
  }
}

function takeSeam(event: ChannelEvent): void {
  if (event.type === "snapshot") return void readState();
  const at = "timestamp" in event ? Date.parse(String(event.timestamp)) : Date.now();
  if (event.type === "seam_transition") {
    const isNewest = at >= (transitions.value.at(-1)?.at ?? 0);
    addTransition({ ...event.data, at });
    if (isNewest) systemState.value = { state: event.data.to, since: at, intensity: event.data.intensity, metrics: (event.data.metrics as Record<string, number> | undefined) ?? {} };
  } else if (event.type === "bifurcation_detected" && !bifurcations.value.some((known) => known.seq === event.seq)) {
    bifurcations.value = [...bifurcations.value, { seq: event.seq, at, tension: event.data.tension, transitions: event.data.transitions }].sort((a, b) => a.seq - b.seq).slice(-50);
  }
}

// The same transition may come from the channel and from the state; their times differ by a little.
function addTransition(transition: Transition): void {
  if (transitions.value.some((known) => known.to === transition.to && Math.abs(known.at - transition.at) < 1_000)) return;
  transitions.value = [...transitions.value, transition].sort((a, b) => a.at - b.at).slice(-mostTransitions);
}

let waiting: ChannelEvent[] = [];

function takeRecord(event: ChannelEvent): void {
  if (waiting.push(event) === 1) setTimeout(() => takeRecords(waiting.splice(0)), 100);
}

function takeRecords(events: readonly ChannelEvent[]): void {
  const found: RecordModel[] = [];
  for (const event of events) {
    if (event.type === "delta_event") found.push(modelOf(event.data, event.timestamp));
    if (event.type === "maki_triggered") found.push({ id: `maki ${event.data.record_id}`, at: Date.parse(event.timestamp), event: "maki_triggered", delta: "maki_triggered", dimension: 0, omega: 0, lambda: event.data.action, seam_id: event.data.seam_id, significance: event.data.significance, isMaki: true });
  }
  if (found.length > 0) add(found);
}

function modelOf(record: DeltaRecord & { event?: string; significance?: number }, timestamp: string): RecordModel {
  const analysis = (record.data as { analysis?: { significance?: number } } | undefined)?.analysis;
  const at = Date.parse(record.timestamp ?? timestamp);
  return { ...record, id: String(record.id ?? `${at} ${record.delta}`), at, event: record.event ?? record.delta, significance: record.significance ?? analysis?.significance ?? 0, isMaki: false };
}

function add(found: readonly RecordModel[]): void {
  const known = new Set(records.value.map((record) => record.id));
  const fresh = found.filter((record) => !known.has(record.id));
  if (fresh.length > 0) records.value = [...records.value, ...fresh].sort((a, b) => a.at - b.at).slice(-mostRecords);
}

function addedUp(): ComponentSeam[] {
  const sums = new Map<string, ComponentSeam>();
  for (const record of records.value) {
    if (record.isMaki || !record.seam_id) continue;
    const sum = sums.get(record.seam_id) ?? { seam_id: record.seam_id, events: 0, errors: 0, mean_significance: 0, max_significance: 0, last_at: null };
    sum.mean_significance = (sum.mean_significance * sum.events + record.significance) / (sum.events + 1);
    sum.max_significance = Math.max(sum.max_significance, record.significance);
    sum.events++;
    sum.last_at = new Date(record.at).toISOString();
    sums.set(record.seam_id, sum);
  }
  return [...sums.values()];
}

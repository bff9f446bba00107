import type { ChannelEvent, SeamTransition } from "@iskra/client";
import { signal } from "@preact/signals";
import { api, ApiError } from "../live/api";
import { follow, historyOf, isLive, lastGap, whenLive } from "../live/live";
import { withBifurcation, withTransitions, type BifurcationModel, type Transition } from "./seam-model";

const historyLimit = 200;
const mostTransitions = 500;
const mostBifurcations = 50;
const askEveryMs = 10_000;
const askWithoutConnectionMs = 3_000;
// The first state is entered without a transition, so that no event tells of it.
const askForFirstStateMs = 1_000;

export interface SystemState {
  state: string;
  since: number | null;
  intensity: number | null;
  metrics: Record<string, number>;
  /** The mean intensity of the last three transitions while they are a bifurcation. */
  tension: number | null;
}

/** What happened at one seam between components in the last ten minutes. */
export interface ComponentSeam {
  seam_id: string;
  events: number;
  errors: number;
  mean_significance: number;
  max_significance: number;
  voice_states: { pain: number; trust: number; chaos: number };
  by_type: Record<string, number>;
  last_at?: string;
}

/** The state; null while it is not known, "none" as long as a metric has no value. */
export const systemState = signal<SystemState | "none" | null>(null);
export const transitions = signal<readonly Transition[]>([]);
export const bifurcations = signal<readonly BifurcationModel[]>([]);
export const components = signal<readonly ComponentSeam[]>([]);

/** Why the state could not be read, or null. */
export const seamsProblem = signal<ApiError | null>(null);

/** Follows the seams while the page is shown; returns what ends that. */
export function watchSeams(): () => void {
  const ends = [
    follow(["seams"], take),
    whenLive(() => void recall()),
    lastGap.subscribe((gap) => void (gap?.channel === "seams" && read())),
  ];
  const timers = [setInterval(() => isLive.value && void read(), askEveryMs), setInterval(() => isLive.value || void read(), askWithoutConnectionMs), setInterval(() => systemState.value === "none" && isLive.value && void read(), askForFirstStateMs)];
  void read();
  return () => {
    ends.forEach((end) => end());
    timers.forEach((timer) => clearInterval(timer));
  };
}

async function recall(): Promise<void> {
  (await historyOf("seams", historyLimit)).forEach(take);
  await read();
}

interface SeamsAnswer {
  state: string | null;
  since?: string;
  intensity?: number;
  metrics?: Record<string, number>;
  transitions: (SeamTransition & { at: string })[];
  tension: number | null;
  components: ComponentSeam[];
}

/** Reads the state anew. */
export async function read(): Promise<void> {
  try {
    const found = await api<SeamsAnswer>("/api/v2/seams");
    systemState.value = stateOf(found);
    transitions.value = withTransitions(transitions.value, found.transitions.map((each) => ({ ...each, at: Date.parse(each.at) })), mostTransitions);
    components.value = found.components;
    seamsProblem.value = null;
  } catch (problem) {
    seamsProblem.value = problem instanceof ApiError ? problem : new ApiError(0, "unreadable", String(problem));
  }
}

function stateOf({ state, since, intensity, metrics, tension }: SeamsAnswer): SystemState | "none" {
  if (!state) return "none";
  return { state, since: since ? Date.parse(since) : null, intensity: intensity ?? null, metrics: metrics ?? {}, tension };
}

function take(event: ChannelEvent): void {
  if (event.type === "seam_transition") takeTransition({ ...event.data, at: timeOf(event.data, event.timestamp) });
  else if (event.type === "bifurcation_detected") {
    const { tension, transitions: led } = event.data;
    const at = led.length > 0 ? timeOf(led.at(-1)!, event.timestamp) : Date.parse(event.timestamp);
    bifurcations.value = withBifurcation(bifurcations.value, { at, tension, transitions: led }, mostBifurcations);
    const state = systemState.value;
    if (state !== null && state !== "none" && state.since === at) systemState.value = { ...state, tension };
  } else if (event.type === "snapshot") void read();
}

function takeTransition(transition: Transition): void {
  const newest = transitions.value.at(-1)?.at ?? 0;
  transitions.value = withTransitions(transitions.value, [transition], mostTransitions);
  if (transition.at <= newest) return;
  systemState.value = { state: transition.to, since: transition.at, intensity: transition.intensity, metrics: transition.metrics ?? {}, tension: null };
}

// Transitions carry the time at which they happened; that of the event is when it was sent.
function timeOf(transition: SeamTransition & { at?: string }, sentAt: string): number {
  return Date.parse(transition.at ?? sentAt);
}

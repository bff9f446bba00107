import type { ChannelEvent } from "@iskra/client";
import { computed, signal } from "@preact/signals";
import { api, ApiError } from "../live/api";
import { follow, historyOf, whenLive } from "../live/live";
import { hasToken } from "../live/token";
import { componentsOf, withProbe, type ClusterModel, type Component } from "./cluster-model";

const everyMs = 3_000;
const historyLimit = 20;

export interface RealtimeHealth {
  status: string;
  connections: number;
  channels: number;
  breaker: string;
  latency_ms: { p50: number; p99: number };
  components: Omit<Component, "probedAt">[];
}

export interface MetricsSummary {
  main_websocket: { messages_sent: number; peak_connections: number };
}

/** The cluster; null while it is not known. */
export const cluster = signal<ClusterModel | null>(null);
export const health = signal<RealtimeHealth | null>(null);
export const summary = signal<MetricsSummary | null>(null);

/** Why the cluster, or the health of the gateway, could not be read; null when it could. */
export const clusterProblem = signal<ApiError | null>(null);
export const healthProblem = signal<ApiError | null>(null);

const probed = signal<ReadonlyMap<string, Component>>(new Map());

/** Health of the components: what the gateway says, and what probes found. */
export const components = computed(() => componentsOf(health.value?.components ?? [], probed.value));

/** Asks while the page is shown, and at once when there is another token; returns what ends that. */
export function watchCluster(): () => void {
  const timer = setInterval(() => document.visibilityState === "visible" && void read(), everyMs);
  const ends = [follow(["health"], takeProbe), whenLive(() => void historyOf("health", historyLimit).then((events) => events.forEach(takeProbe))), hasToken.subscribe(() => void read())];
  return () => {
    clearInterval(timer);
    ends.forEach((end) => end());
  };
}

async function read(): Promise<void> {
  const isRefused = !hasToken.value && clusterProblem.value?.status === 401;
  await Promise.all([
    // Without a token the answer would be the same again.
    isRefused || take<ClusterModel>("/api/v2/cluster", (found) => (cluster.value = found), (problem) => (clusterProblem.value = problem)),
    take<RealtimeHealth>("/health/realtime", (found) => (health.value = found), (problem) => (healthProblem.value = problem)),
    take<MetricsSummary>("/metrics", (found) => (summary.value = found), () => undefined),
  ]);
  // What was seen with a token is not shown without it.
  if (clusterProblem.value?.status === 401 || clusterProblem.value?.status === 403) cluster.value = null;
}

async function take<T>(path: string, found: (answer: T) => void, failed: (problem: ApiError | null) => void): Promise<void> {
  try {
    found(await api<T>(path));
    failed(null);
  } catch (problem) {
    failed(problem instanceof ApiError ? problem : new ApiError(0, "unreadable", String(problem)));
  }
}

function takeProbe(event: ChannelEvent): void {
  if (event.type === "health_changed") probed.value = withProbe(probed.value, { ...event.data, probedAt: Date.parse(event.timestamp) });
}

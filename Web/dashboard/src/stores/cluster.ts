import { signal } from "@preact/signals";
import { api, ApiError } from "../live/api";

const everyMs = 5_000;

export interface Silo {
  name: string;
  address: string;
  status: string;
  since: string;
  activations: number | null;
}

export interface ClusterModel {
  cluster: string;
  engine: string;
  engine_version: string;
  silos: Silo[];
  activations: { type: string; count: number }[] | null;
  gateways: { gateway: string; since: string; connections: number; sessions: number; channels: number; breaker: string; draining: boolean }[];
  sessions: { total: number; connections: number };
  channels_total: number;
  channels: { channel: string; kind: string; seq: number; subscribers: number; gateways: number }[];
}

export interface RealtimeHealth {
  status: string;
  connections: number;
  channels: number;
  breaker: string;
  latency_ms: { p50: number; p99: number };
  components: { component: string; status: string; latency_ms: number | null; message?: string }[];
}

export interface MetricsSummary {
  main_websocket: { total_connections: number; messages_sent: number; peak_connections: number; connection_errors: number };
}

/** Null while reading; "missing" when this server does not tell at all, "refused" when it wants a token. */
export const cluster = signal<ClusterModel | "missing" | "refused" | null>(null);
export const health = signal<RealtimeHealth | null>(null);
export const summary = signal<MetricsSummary | null>(null);
export const clusterProblem = signal<string | null>(null);

/** Asks while the page is shown; returns what ends that. */
export function watchCluster(): () => void {
  void read();
  const timer = setInterval(() => document.visibilityState === "visible" && void read(), everyMs);
  return () => clearInterval(timer);
}

async function read(): Promise<void> {
  const [found, realtime, counts] = await Promise.allSettled([api<ClusterModel>("/api/v2/cluster"), api<RealtimeHealth>("/health/realtime"), api<MetricsSummary>("/metrics")]);
  if (realtime.status === "fulfilled") health.value = realtime.value;
  if (counts.status === "fulfilled") summary.value = counts.value;
  clusterProblem.value = realtime.status === "rejected" ? messageOf(realtime.reason) : null;
  if (found.status === "fulfilled") cluster.value = found.value;
  else if (found.reason instanceof ApiError && found.reason.isMissing) cluster.value = "missing";
  else if (found.reason instanceof ApiError && (found.reason.status === 401 || found.reason.status === 403)) cluster.value = "refused";
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

import type { Alert, ChannelEvent, Priority, Stats } from "@iskra/client";
import { computed, signal } from "@preact/signals";
import { api, ApiError } from "../live/api";
import { follow, isLive, lastGap, request, status, whenLive } from "../live/live";
import type { Matcher } from "./matchers";

const keepResolvedMs = 900_000;
const mostResolved = 200;
const askWithoutConnectionMs = 5_000;
const reloadDelayMs = 400;

/** Where an alert stands: firing loudly, or why not. */
export type AlertStanding = "active" | "acknowledged" | "silenced" | "inhibited" | "resolved";

export interface AlertModel {
  fingerprint: string;
  name: string;
  priority: Priority;
  severity: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: number;
  endsAt: number | null;
  source: string | null;
  receivers: string[];
  silencedBy: string[];
  inhibitedBy: string[];
  mutedBy: string[];
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  /** Why nobody is told now, as the server says it. */
  reason: string | null;
  nextAt: number | null;
  step: number;
  standing: AlertStanding;
  /** When it last changed before the eyes of who looks; 0 when it was there from the start. */
  changedAt: number;
}

export interface SilenceModel {
  id: string;
  state: "active" | "pending" | "expired";
  matchers: Matcher[];
  startsAt: number;
  endsAt: number;
  createdBy: string;
  comment: string;
}

interface ApiAlert {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL?: string;
  receivers?: { name: string }[];
  status: { state: string; silencedBy: string[]; inhibitedBy: string[]; mutedBy?: string[] };
  notification?: { priority?: Priority; reason?: string; escalationStep?: number; nextAt?: string; acknowledgedBy?: string; acknowledgedAt?: string };
}

interface ApiSilence {
  id: string;
  status?: { state: SilenceModel["state"] };
  matchers: (Omit<Matcher, "isEqual"> & { isEqual?: boolean })[];
  startsAt: string;
  endsAt: string;
  createdBy: string;
  comment: string;
}

/** An alert of an event may carry more than the contract promises. */
type EventAlert = Alert & {
  generator_url?: string;
  silenced_by?: string[];
  inhibited_by?: string[];
  acknowledged_by?: string;
  acknowledged_at?: string;
  reason?: string;
  next_notification_at?: string;
  escalation_step?: number;
};

export const alerts = signal<ReadonlyMap<string, AlertModel>>(new Map());
export const silences = signal<readonly SilenceModel[]>([]);

/** Null while reading, "missing" when the server has no alerts, else what went wrong; empty when all is well. */
export const alertsProblem = signal<string | null>(null);

const reported = signal<Stats | null>(null);

/** Alerts in numbers: as the server counts them, or as far as this page can. */
export const stats = computed<Stats>(() => reported.value ?? counted());

let isStarted = false;
let isReading = false;
let meanwhile: ChannelEvent[] = [];
let waiting: ChannelEvent[] = [];
let reloadTimer: ReturnType<typeof setTimeout> | undefined;

/** Starts with the first page that needs alerts. */
export function startAlerts(): void {
  if (isStarted) return;
  isStarted = true;
  follow(["alerts", "silences", "stats"], take);
  whenLive(() => void reload());
  lastGap.subscribe((gap) => gap && (gap.channel === "alerts" || gap.channel === "silences") && void reload());
  setInterval(() => isLive.value || void reload(), askWithoutConnectionMs);
  setInterval(forgetResolved, 30_000);
  if (status.value.state !== "live") void reload();
}

/** Reads alerts and silences anew; events that come meanwhile count after it. */
export async function reload(): Promise<void> {
  if (isReading) return scheduleReload();
  isReading = true;
  meanwhile = [];
  try {
    const [found, silenced] = await Promise.all([api<ApiAlert[]>("/api/v2/alerts"), api<ApiSilence[]>("/api/v2/silences")]);
    const resolved = [...alerts.value.values()].filter((alert) => alert.standing === "resolved");
    const next = new Map(resolved.map((alert) => [alert.fingerprint, alert]));
    for (const each of found) next.set(each.fingerprint, ofApi(each, alerts.value.get(each.fingerprint)));
    alerts.value = next;
    silences.value = silenced.map(silenceOf);
    alertsProblem.value = "";
    apply(meanwhile);
  } catch (problem) {
    alertsProblem.value = problem instanceof ApiError && problem.isMissing ? "missing" : problem instanceof Error ? problem.message : String(problem);
  } finally {
    isReading = false;
  }
}

function scheduleReload(): void {
  clearTimeout(reloadTimer);
  reloadTimer = setTimeout(() => void reload(), reloadDelayMs);
}

// Many events in one frame of the screen are one change of the page.
function take(event: ChannelEvent): void {
  if (event.type === "stats_updated") {
    reported.value = event.data;
    return;
  }
  if (event.channel === "stats") return;
  if (isReading) meanwhile.push(event);
  if (waiting.push(event) === 1) setTimeout(() => apply(waiting.splice(0)), document.visibilityState === "visible" ? 16 : 250);
}

function apply(events: readonly ChannelEvent[]): void {
  const next = new Map(alerts.value);
  for (const event of events) {
    if (event.type.startsWith("alert_")) takeAlert(next, (event as Extract<ChannelEvent, { type: "alert_created" }>).data, event.type);
    else if (event.type.startsWith("silence_")) takeSilence((event as unknown as { data: ApiSilence }).data, event.type);
    else if (event.type === "snapshot") scheduleReload();
  }
  alerts.value = next;
}

function takeAlert(all: Map<string, AlertModel>, data: EventAlert, type: string): void {
  if (typeof data?.fingerprint !== "string") return scheduleReload();
  const before = all.get(data.fingerprint);
  all.set(data.fingerprint, ofEvent(data, type, before));
}

function takeSilence(data: ApiSilence, type: string): void {
  if (typeof data?.id !== "string" || !Array.isArray(data.matchers)) return scheduleReload();
  const silence = silenceOf(data);
  if (type === "silence_deleted" || type === "silence_expired") silence.state = "expired";
  silences.value = [silence, ...silences.value.filter((each) => each.id !== silence.id)];
  // Which alerts it touches only the server knows.
  scheduleReload();
}

function ofApi(alert: ApiAlert, before: AlertModel | undefined): AlertModel {
  const { labels, status: at, notification } = alert;
  const model: AlertModel = {
    fingerprint: alert.fingerprint,
    name: labels["alertname"] ?? "",
    priority: notification?.priority ?? priorityOf(labels),
    severity: labels["severity"] ?? "",
    labels,
    annotations: alert.annotations ?? {},
    startsAt: Date.parse(alert.startsAt),
    endsAt: null,
    source: safeLink(alert.generatorURL),
    receivers: alert.receivers?.map((receiver) => receiver.name) ?? [],
    silencedBy: at.silencedBy ?? [],
    inhibitedBy: at.inhibitedBy ?? [],
    mutedBy: at.mutedBy ?? [],
    acknowledgedBy: notification?.acknowledgedBy ?? null,
    acknowledgedAt: timeOf(notification?.acknowledgedAt),
    reason: notification?.reason ?? null,
    nextAt: timeOf(notification?.nextAt),
    step: notification?.escalationStep ?? 0,
    standing: "active",
    changedAt: before?.changedAt ?? 0,
  };
  model.standing = standingOf(model);
  return model;
}

function ofEvent(data: EventAlert, type: string, before: AlertModel | undefined): AlertModel {
  const model: AlertModel = {
    fingerprint: data.fingerprint,
    name: data.alertname ?? data.labels?.["alertname"] ?? "",
    priority: data.priority ?? priorityOf(data.labels ?? {}),
    severity: data.severity ?? "",
    labels: data.labels ?? before?.labels ?? {},
    annotations: data.annotations ?? before?.annotations ?? {},
    startsAt: timeOf(data.starts_at) ?? before?.startsAt ?? Date.now(),
    endsAt: type === "alert_resolved" ? timeOf(data.ends_at) ?? Date.now() : null,
    source: safeLink(data.generator_url) ?? before?.source ?? null,
    receivers: before?.receivers ?? [],
    silencedBy: data.silenced_by ?? before?.silencedBy ?? [],
    inhibitedBy: data.inhibited_by ?? (type === "alert_inhibited" ? before?.inhibitedBy ?? ["?"] : []),
    mutedBy: before?.mutedBy ?? [],
    acknowledgedBy: data.acknowledged_by ?? (type === "alert_acknowledged" ? "" : null),
    acknowledgedAt: timeOf(data.acknowledged_at),
    reason: data.reason ?? null,
    nextAt: timeOf(data.next_notification_at),
    step: data.escalation_step ?? before?.step ?? 0,
    standing: "active",
    changedAt: Date.now(),
  };
  model.standing = standingOf(model);
  return model;
}

function standingOf(alert: AlertModel): AlertStanding {
  if (alert.endsAt !== null) return "resolved";
  if (alert.silencedBy.length > 0) return "silenced";
  if (alert.inhibitedBy.length > 0) return "inhibited";
  return alert.acknowledgedBy === null ? "active" : "acknowledged";
}

/** By label `priority`, else by severity (domain section 5). */
function priorityOf(labels: Record<string, string>): Priority {
  const { priority, severity } = labels;
  if (priority === "P0" || priority === "P1" || priority === "P2") return priority;
  return severity === "critical" || severity === "page" ? "P0" : severity === "error" || severity === "warning" ? "P1" : "P2";
}

// What others wrote becomes a link only where it leads to a page.
function safeLink(address: string | undefined): string | null {
  return address && /^https?:\/\//i.test(address) ? address : null;
}

function timeOf(text: string | null | undefined): number | null {
  const time = text ? Date.parse(text) : NaN;
  return Number.isFinite(time) && time > 0 ? time : null;
}

function silenceOf(silence: ApiSilence): SilenceModel {
  const [startsAt, endsAt] = [Date.parse(silence.startsAt), Date.parse(silence.endsAt)];
  const state = silence.status?.state ?? (endsAt <= Date.now() ? "expired" : startsAt > Date.now() ? "pending" : "active");
  return { id: silence.id, state, startsAt, endsAt, createdBy: silence.createdBy, comment: silence.comment, matchers: silence.matchers.map((matcher) => ({ ...matcher, isEqual: matcher.isEqual ?? true })) };
}

function counted(): Stats {
  const all = [...alerts.value.values()];
  const of = (standing: AlertStanding) => all.filter((alert) => alert.standing === standing).length;
  return { firing_alerts: all.length - of("resolved"), resolved_today: of("resolved"), active_silences: silences.value.filter((silence) => silence.state === "active").length, inhibited_alerts: of("inhibited") };
}

function forgetResolved(): void {
  const resolved = [...alerts.value.values()].filter((alert) => alert.standing === "resolved").sort((a, b) => b.endsAt! - a.endsAt!);
  const old = resolved.filter((alert, index) => index >= mostResolved || Date.now() - alert.endsAt! > keepResolvedMs);
  if (old.length === 0) return;
  const next = new Map(alerts.value);
  old.forEach((alert) => next.delete(alert.fingerprint));
  alerts.value = next;
}

/** Says that somebody takes care of an alert; over the live connection, else over HTTP. */
export async function acknowledge(fingerprint: string): Promise<void> {
  if (isLive.value) await request({ type: "ack_alert", fingerprint }, "high");
  else await api(`/api/v2/alerts/${encodeURIComponent(fingerprint)}/ack`, { method: "POST" });
  scheduleReload();
}

export interface SilenceDraft {
  id?: string;
  matchers: Matcher[];
  startsAt: string;
  endsAt: string;
  createdBy: string;
  comment: string;
}

/** Creates or changes a silence. */
export async function saveSilence(draft: SilenceDraft): Promise<void> {
  await api("/api/v2/silences", { method: "POST", body: JSON.stringify(draft) });
  await reload();
}

export async function expireSilence(id: string): Promise<void> {
  await api(`/api/v2/silence/${encodeURIComponent(id)}`, { method: "DELETE" });
  await reload();
}

import type { ChannelEvent } from "@iskra/client";
import { effect, signal } from "@preact/signals";
import { digitsOf, nameOfMetric, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { follow, lastGap } from "../live/live";
import { preferences } from "../live/preferences";
import { integrationOf } from "./escalation-model";
import { coreMetrics, metrics } from "./metrics";

const mostShown = 4;
const shownMs = 12_000;

export interface Notice {
  id: number;
  kind: "critical" | "warning" | "info";
  message: string;
  detail: string;
  /** Where a click leads, behind the # of the address. */
  target: string;
}

/** Messages that are shown now, newest last. */
export const notices = signal<readonly Notice[]>([]);

let nextId = 1;

export function startNotices(): void {
  follow(["alerts", "system"], takeEvent);
  lastGap.subscribe((gap) => gap && gap.channel !== "pulse" && show("info", text.value.link.gap(gap.channel), "", "cluster"));
  for (const name of coreMetrics) watch(name);
}

/** Shows a message for a while. */
export function show(kind: Notice["kind"], message: string, detail: string, target: string): void {
  const notice = { id: nextId++, kind, message, detail, target };
  notices.value = [...notices.value.slice(-mostShown + 1), notice];
  setTimeout(() => dismiss(notice.id), shownMs);
  if (kind === "critical") tellBrowser(notice);
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Asks the browser for its leave; true when notifications will be shown. */
export async function allowNotifications(): Promise<boolean> {
  if (!("Notification" in globalThis)) return false;
  const answer = await Notification.requestPermission();
  preferences.notify.value = answer === "granted" ? "on" : "off";
  return answer === "granted";
}

function tellBrowser(notice: Notice): void {
  if (preferences.notify.value !== "on" || document.visibilityState === "visible") return;
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  const shown = new Notification(notice.message, { body: notice.detail, tag: notice.message, icon: "/icon.svg" });
  shown.onclick = () => {
    focus();
    location.hash = notice.target;
    shown.close();
  };
}

// Only a change to critical while the page is open is news.
function watch(name: string): void {
  const metric = metrics.value.get(name)!;
  let before = metric.state.peek();
  effect(() => {
    const state = metric.state.value;
    if (state === "critical" && before !== null && before !== "critical") {
      const value = metric.value.peek() ?? 0;
      show("critical", text.peek().notices.critical(nameOfMetric(name), numberOf(value, digitsOf(name, value))), "", "pulse");
    }
    before = state;
  });
}

function takeEvent(event: ChannelEvent): void {
  if (event.type === "alert_created" || event.type === "alert_firing") {
    if (event.data.priority === "P0" && event.type === "alert_created") show("critical", text.value.notices.alert(event.data.alertname), summaryOf(event.data.annotations), `alerts/${event.data.fingerprint}`);
  } else if (event.type === "notification_failed") {
    const { receiver, integration, fingerprints, reason } = event.data as { receiver?: string; integration?: string; fingerprints?: string[]; reason?: string };
    const { kind } = integrationOf(integration ?? "");
    show("warning", text.value.notices.notTold(receiver ?? "", text.value.alerts.channels[kind] ?? kind), reason ?? "", fingerprints?.length ? `alerts/${fingerprints[0]}` : "alerts");
  } else if (event.type === "system_notification") {
    const said = event.data["messages"] as Record<string, string> | undefined;
    const message = said?.[preferences.language.value] ?? event.data["message"] ?? event.data["title"] ?? event.type;
    show(event.data["priority"] === "P0" ? "warning" : "info", String(message), "", "voices");
  }
}

function summaryOf(annotations: Record<string, string> | undefined): string {
  return annotations?.["summary"] ?? annotations?.["description"] ?? "";
}

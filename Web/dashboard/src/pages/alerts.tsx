import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { AlertDetail } from "../components/alert-detail";
import { AlertTools, useAlertView, type AlertRow } from "../components/alert-tools";
import { Choice } from "../components/choice";
import { Dialog } from "../components/dialog";
import { SilenceForm, type SilenceSeed } from "../components/silence-form";
import { SilenceList } from "../components/silence-list";
import { VirtualList } from "../components/virtual-list";
import { durationOf, now, numberOf, plural } from "../i18n/format";
import { text } from "../i18n/text";
import { go, route } from "../router";
import { alerts, alertsProblem, startAlerts, stats, type AlertModel } from "../stores/alerts";
import "../styles/alerts.css";

const rowHeight = 60;
const freshMs = 4_000;

export function AlertsPage(): JSX.Element {
  useEffect(startAlerts, []);
  const tab = useSignal<"alerts" | "silences">("alerts");
  const seed = useSignal<SilenceSeed | null>(null);
  const words = text.value.alerts;
  if (alertsProblem.value === "missing") return <p class="empty">{text.value.common.missing}</p>;
  return (
    <div class="page alerts">
      <StatRow />
      <Choice compact label={words.title} value={tab.value} options={[["alerts", words.tabs.alerts], ["silences", words.tabs.silences]]} onChange={(value) => (tab.value = value)} />
      {alertsProblem.value && <p class="empty">{text.value.common.failed(alertsProblem.value)}</p>}
      {tab.value === "alerts" ? <Alerts onSilence={(alert) => (seed.value = { labels: alert.labels })} /> : <SilenceList onEdit={(next) => (seed.value = next)} />}
      {seed.value && <SilenceForm seed={seed.value} onClose={() => (seed.value = null)} />}
    </div>
  );
}

function StatRow(): JSX.Element {
  const words = text.value.alerts.stats;
  const { firing_alerts, inhibited_alerts, active_silences, resolved_today } = stats.value;
  const shown: [string, number, string][] = [["firing", firing_alerts, words.firing], ["inhibited", inhibited_alerts, words.inhibited], ["silences", active_silences, words.silences], ["resolved", resolved_today, words.resolved]];
  return (
    <dl class="stats">
      {shown.map(([key, count, name]) => (
        <div key={key} data-stat={key} data-zero={count === 0}>
          <dt>{name}</dt>
          <dd>{numberOf(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Alerts({ onSilence }: { onSilence: (alert: AlertModel) => void }): JSX.Element {
  const view = useAlertView();
  const isWide = useSignal(matchMedia("(min-width: 1100px)").matches);
  useEffect(() => {
    const query = matchMedia("(min-width: 1100px)");
    const change = () => (isWide.value = query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  const chosen = useComputed(() => alerts.value.get(route.value.rest) ?? null);
  const alert = chosen.value;
  return (
    <>
      <AlertTools view={view} />
      <div class={isWide.value ? "alert-columns" : undefined}>
        <List rows={view.rows.value} total={view.count.value} />
        {isWide.value && (alert ? <aside class="panel alert-aside" aria-label={alert.name}><AlertDetail alert={alert} onSilence={onSilence} /></aside> : <aside class="alert-aside empty">{text.value.alerts.select}</aside>)}
      </div>
      {!isWide.value && alert && (
        <Dialog title={alert.name} kind="sheet" onClose={() => go("alerts")}><AlertDetail alert={alert} onSilence={onSilence} isInSheet /></Dialog>
      )}
    </>
  );
}

function List({ rows, total }: { rows: readonly AlertRow[]; total: number }): JSX.Element {
  const words = text.value.alerts;
  if (alertsProblem.value === null) return <p class="empty">{text.value.common.loading}</p>;
  if (rows.length === 0) {
    const isCalm = alerts.value.size === 0;
    return <p class="empty"><strong>{isCalm ? words.calm : words.empty}</strong>{isCalm && words.calmHelp}</p>;
  }
  return (
    <section class="alert-list">
      <p class="visually-hidden" role="status">{plural(total, words.countForms)}</p>
      <VirtualList items={rows} rowHeight={rowHeight} keyOf={(row) => row.key} label={words.tabs.alerts} row={(row) => (row.alert ? <Item alert={row.alert} /> : <GroupHead row={row} />)} />
    </section>
  );
}

function GroupHead({ row }: { row: AlertRow }): JSX.Element {
  return <h2 class="group-head"><span>{row.title}</span><span class="group-count">{numberOf(row.count)}</span></h2>;
}

function Item({ alert }: { alert: AlertModel }): JSX.Element {
  const words = text.value.alerts;
  const isChosen = route.value.rest === alert.fingerprint;
  const isFresh = alert.changedAt > 0 && now.value - alert.changedAt < freshMs;
  return (
    <button type="button" class="alert-item" data-priority={alert.priority} data-standing={alert.standing} data-fresh={isFresh} aria-current={isChosen} onClick={() => go("alerts", alert.fingerprint)}>
      <span class="priority">{alert.priority}</span>
      <span class="alert-name">
        <strong>{alert.name}</strong>
        <small>{summary(alert)}</small>
      </span>
      <span class="standing">{alert.standing === "active" ? words.statuses["firing"] : words.shows[alert.standing]}</span>
      <span class="age">{durationOf((alert.endsAt ?? now.value) - alert.startsAt)}</span>
    </button>
  );
}

function summary(alert: AlertModel): string {
  const said = alert.annotations["summary"] ?? alert.annotations["description"];
  if (said) return said;
  return Object.entries(alert.labels).filter(([name]) => name !== "alertname").map(([name, value]) => `${name}=${value}`).join(" · ");
}

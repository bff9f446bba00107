import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { durationOf, momentOf, now } from "../i18n/format";
import { text } from "../i18n/text";
import { acknowledge, alerts, silences, type AlertModel } from "../stores/alerts";
import { formatMatcher } from "../stores/matchers";
import { Escalation } from "./escalation";
import { Icon } from "./icons";

interface Props {
  alert: AlertModel;
  onSilence: (alert: AlertModel) => void;
  isInSheet?: boolean;
}

/** The whole of an alert: what it is, why it is quiet, who is told, and what can be done. */
export function AlertDetail({ alert, onSilence, isInSheet }: Props): JSX.Element {
  const words = text.value.alerts;
  return (
    <div class="alert-detail" data-priority={alert.priority}>
      <header>
        <p class="detail-line"><span class="priority">{alert.priority}</span> {words.statuses[alert.standing === "resolved" ? "resolved" : "firing"]} · {durationOf((alert.endsAt ?? now.value) - alert.startsAt)}</p>
        {!isInSheet && <h2>{alert.name}</h2>}
        {alert.annotations["summary"] && <p>{alert.annotations["summary"]}</p>}
        {alert.annotations["description"] && <p class="hint">{alert.annotations["description"]}</p>}
      </header>
      <Actions alert={alert} onSilence={onSilence} />
      <Quiet alert={alert} />
      <Escalation fingerprint={alert.fingerprint} />
      <Pairs title={words.labels} pairs={alert.labels} />
      <Pairs title={words.annotations} pairs={Object.fromEntries(Object.entries(alert.annotations).filter(([name]) => name !== "summary" && name !== "description"))} />
      <p class="hint">{momentOf(alert.startsAt)}{alert.endsAt !== null && ` – ${momentOf(alert.endsAt)}`}{alert.receivers.length > 0 && ` · ${alert.receivers.join(", ")}`}</p>
      {alert.source && <p><a href={alert.source} rel="noreferrer noopener" target="_blank">{words.open}</a></p>}
    </div>
  );
}

function Actions({ alert, onSilence }: { alert: AlertModel; onSilence: (alert: AlertModel) => void }): JSX.Element | null {
  const words = text.value.alerts;
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  if (alert.standing === "resolved") return null;
  const act = async () => {
    isBusy.value = true;
    problem.value = null;
    try {
      await acknowledge(alert.fingerprint);
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    } finally {
      isBusy.value = false;
    }
  };
  const isDone = alert.acknowledgedBy !== null;
  return (
    <div class="actions">
      <button type="button" class="button" disabled={isDone || isBusy.value} onClick={() => void act()}><Icon name="check" />{isDone ? words.acknowledged : words.acknowledge}</button>
      <button type="button" class="button quiet" onClick={() => onSilence(alert)}><Icon name="mute" />{words.silence}</button>
      {problem.value && <p class="bad" role="alert">{words.failed(problem.value)}</p>}
    </div>
  );
}

function Quiet({ alert }: { alert: AlertModel }): JSX.Element {
  const words = text.value.alerts;
  const reasons: JSX.Element[] = [];
  for (const id of alert.silencedBy) {
    const silence = silences.value.find((each) => each.id === id);
    reasons.push(<li key={id}><Icon name="mute" /><span>{words.silencedBy}: {silence ? `${silence.matchers.map(formatMatcher).join(", ")} – ${silence.createdBy}, ${silence.comment}` : id}</span></li>);
  }
  for (const fingerprint of alert.inhibitedBy) reasons.push(<li key={fingerprint}><Icon name="seams" /><span>{words.inhibitedBy}: {alerts.value.get(fingerprint)?.name ?? fingerprint}</span></li>);
  if (alert.acknowledgedBy !== null) reasons.push(<li key="ack"><Icon name="check" /><span>{words.acknowledgedBy(alert.acknowledgedBy)}{alert.acknowledgedAt && `, ${momentOf(alert.acknowledgedAt)}`}</span></li>);
  for (const name of alert.mutedBy) reasons.push(<li key={name}><Icon name="mute" /><span>{words.reasons["muted"]}: {name}</span></li>);
  if (reasons.length === 0 && alert.reason && words.reasons[alert.reason]) reasons.push(<li key="reason"><Icon name="bolt" /><span>{words.reasons[alert.reason]}</span></li>);
  return (
    <section>
      <h3>{words.quiet}</h3>
      {reasons.length > 0 ? <ul class="reasons">{reasons}</ul> : <p class="hint">{words.notQuiet}</p>}
    </section>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Record<string, string> }): JSX.Element | null {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl class="pairs">{entries.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

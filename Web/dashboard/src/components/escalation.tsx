import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { clockOf, durationOf, momentOf, now } from "../i18n/format";
import { text } from "../i18n/text";
import { escalation, escalationProblem, watchEscalation } from "../stores/escalation";
import { integrationOf, type NotificationModel, type StepModel } from "../stores/escalation-model";
import { Icon } from "./icons";

const dayMs = 86_400_000;

/** Who is told of an alert, when, and what has become of it. */
export function Escalation({ fingerprint }: { fingerprint: string }): JSX.Element {
  useEffect(() => watchEscalation(fingerprint), [fingerprint]);
  const words = text.value.alerts;
  const known = escalation.value?.fingerprint === fingerprint ? escalation.value : null;
  const problem = escalationProblem.value;
  return (
    <section class="escalation">
      <h3>{words.escalation}</h3>
      {known === null && problem === null && <p class="hint">{text.value.common.loading}</p>}
      {problem !== null && <p class="hint">{problem.isMissing ? words.noEscalation : text.value.common.failed(problem.message)}</p>}
      {known && known.steps.length === 0 && <p class="hint">{words.noChain}</p>}
      {known && known.steps.length > 0 && <ol class="steps">{known.steps.map((step) => <Step key={step.step} step={step} />)}</ol>}
      {known && known.routed.length > 0 && (
        <>
          <h4>{words.routed}</h4>
          <Told notifications={known.routed} isRouted />
        </>
      )}
    </section>
  );
}

function Step({ step }: { step: StepModel }): JSX.Element {
  const words = text.value.alerts;
  const isMissed = step.state === "done" && step.notifications.length === 0 && !step.hasReceiver;
  return (
    <li data-step={step.step} data-state={isMissed ? "missed" : step.state}>
      <p class="step-head">
        <strong>{words.roles[step.role] ?? step.role}</strong>
        <span>{step.channels.map((channel) => words.channels[channel] ?? channel).join(", ")}</span>
        <span class="step-when">{whenOf(step)}</span>
      </p>
      {!step.hasReceiver && step.notifications.length === 0 && <p class="step-note">{words.noReceiver(step.role)}</p>}
      <Told notifications={step.notifications} />
    </li>
  );
}

function whenOf(step: StepModel): string {
  const words = text.value.alerts;
  if (step.state === "held") return words.held;
  if (step.state === "stopped") return words.stopped;
  if (step.state === "done") {
    const at = step.notifications[0]?.enqueuedAt ?? step.dueAt;
    return at === null ? "" : timeOf(at);
  }
  if (step.dueAt === null) return "";
  return step.dueAt > now.value ? words.dueIn(durationOf(step.dueAt - now.value)) : text.value.common.now;
}

function Told({ notifications, isRouted = false }: { notifications: readonly NotificationModel[]; isRouted?: boolean }): JSX.Element | null {
  if (notifications.length === 0) return null;
  return <ul class="told">{notifications.map((each) => <Notification key={each.key} notification={each} isRouted={isRouted} />)}</ul>;
}

function Notification({ notification, isRouted }: { notification: NotificationModel; isRouted: boolean }): JSX.Element {
  const words = text.value.alerts;
  const { kind, number } = integrationOf(notification.integration);
  const name = (words.channels[kind] ?? kind) + (number > 1 ? ` ${number}` : "");
  const icon = notification.status === "sent" ? "check" : notification.status === "failed" ? "close" : "clock";
  return (
    <li data-status={notification.status}>
      <Icon name={icon} />
      <span>
        <strong>{name}</strong>{isRouted && ` · ${notification.receiver}`}{!notification.isFiring && ` · ${words.tellsEnd}`}
        {notification.reason && <small>{notification.reason}</small>}
      </span>
      <span class="told-when">{progressOf(notification)}</span>
    </li>
  );
}

function progressOf({ status, changedAt, nextTryAt, tries }: NotificationModel): string {
  const words = text.value.alerts.notificationStates;
  if (status === "pending" && tries > 0 && nextTryAt !== null) return words.again(durationOf(nextTryAt - now.value));
  return status === "sent" || status === "failed" ? `${words[status]} ${timeOf(changedAt)}` : words[status];
}

function timeOf(at: number): string {
  return now.value - at < dayMs ? clockOf(at) : momentOf(at);
}

/** Where a step of a chain stands: it has run, runs next or later, waits while the alert is quiet, or will not run. */
export type StepState = "done" | "next" | "later" | "held" | "stopped";

/** What has become of a notification. */
export type NotificationStatus = "pending" | "claimed" | "sent" | "failed";

/** A notification of an alert. */
export interface NotificationModel {
  key: string;
  receiver: string;
  integration: string;
  step: number;
  /** Whether it tells that something fires; otherwise that it is over. */
  isFiring: boolean;
  status: NotificationStatus;
  tries: number;
  reason: string | null;
  enqueuedAt: number;
  changedAt: number;
  nextTryAt: number | null;
}

/** A step of the chain of an alert, with what was told by it. */
export interface StepModel {
  step: number;
  role: string;
  channels: readonly string[];
  /** Whether the role has a receiver that can be told by one of the channels. */
  hasReceiver: boolean;
  afterMs: number;
  state: StepState;
  dueAt: number | null;
  notifications: readonly NotificationModel[];
}

/** Who is told of an alert. */
export interface EscalationModel {
  fingerprint: string;
  steps: readonly StepModel[];
  /** What was told by the routes of alertmanager.yml. */
  routed: readonly NotificationModel[];
}

/** The answer of the server. */
export interface EscalationAnswer {
  fingerprint: string;
  steps: { step: number; role: string; channels: string[]; integrations: string[]; after_ms: number; state: StepState; due_at?: string }[];
  notifications: {
    key: string; receiver: string; integration: string; role?: string; step?: number; firing: boolean; status: NotificationStatus; tries: number; reason?: string; enqueued_at: string; changed_at: string; next_try_at?: string;
  }[];
}

const soonMs = 1_000;
const seldomMs = 15_000;
const afterDueMs = 300;
const settlingMs = 60_000;

export function escalationOf(answer: EscalationAnswer): EscalationModel {
  const notifications = answer.notifications.map((each): NotificationModel => ({
    key: each.key, receiver: each.receiver, integration: each.integration, step: each.step ?? 0, isFiring: each.firing, status: each.status, tries: each.tries, reason: each.reason ?? null,
    enqueuedAt: Date.parse(each.enqueued_at), changedAt: Date.parse(each.changed_at), nextTryAt: each.next_try_at ? Date.parse(each.next_try_at) : null,
  }));
  return {
    fingerprint: answer.fingerprint,
    steps: answer.steps.map((step) => ({
      step: step.step, role: step.role, channels: step.channels, hasReceiver: step.integrations.length > 0, afterMs: step.after_ms, state: step.state,
      dueAt: step.due_at ? Date.parse(step.due_at) : null, notifications: notifications.filter((each) => each.step === step.step),
    })),
    routed: notifications.filter((each) => each.step === 0),
  };
}

/** How long until it is worth asking again, in milliseconds: soon while something is on its way, else when the next step is due. */
export function askAgainAfter({ steps, routed }: EscalationModel, now: number): number {
  const all = [...routed, ...steps.flatMap((step) => step.notifications)];
  const isOnItsWay = all.some((each) => each.status === "pending" || each.status === "claimed");
  const isDecided = steps.some((step) => step.state === "done" && step.hasReceiver && step.notifications.length === 0 && step.dueAt !== null && now - step.dueAt < settlingMs);
  if (isOnItsWay || isDecided) return soonMs;
  const next = steps.find((step) => step.state === "next");
  return next?.dueAt == null ? seldomMs : Math.min(seldomMs, Math.max(soonMs, next.dueAt - now + afterDueMs));
}

/** The parts of the name of an integration: `slack[1]` is the second by Slack. */
export function integrationOf(name: string): { kind: string; number: number } {
  const parts = /^(.+)\[(\d+)\]$/.exec(name);
  return parts ? { kind: parts[1]!, number: Number(parts[2]) + 1 } : { kind: name, number: 1 };
}

import { describe, expect, it } from "vitest";
import { askAgainAfter, escalationOf, integrationOf, type EscalationAnswer } from "../src/stores/escalation-model";

const start = Date.parse("2026-01-02T03:00:00.000Z");

const answer = (): EscalationAnswer => ({
  fingerprint: "0123456789abcdef",
  steps: [
    { step: 1, role: "devops_lead", channels: ["slack", "email"], integrations: ["slack[0]"], after_ms: 0, state: "done", due_at: "2026-01-02T03:00:00.000Z" },
    { step: 2, role: "sre", channels: ["pagerduty"], integrations: [], after_ms: 300_000, state: "next", due_at: "2026-01-02T03:05:00.000Z" },
  ],
  notifications: [
    { key: "k1", receiver: "devops_lead", integration: "slack[0]", role: "devops_lead", step: 1, firing: true, status: "sent", tries: 1, enqueued_at: "2026-01-02T03:00:00.100Z", changed_at: "2026-01-02T03:00:01.000Z" },
    { key: "k2", receiver: "hook", integration: "webhook[1]", firing: false, status: "failed", tries: 3, reason: "HTTP 403", enqueued_at: "2026-01-02T03:00:00.100Z", changed_at: "2026-01-02T03:00:02.000Z" },
  ],
});

const changed = (change: (answer: EscalationAnswer) => void) => {
  const copy = answer();
  change(copy);
  return escalationOf(copy);
};

describe("who is told", () => {
  it("has what was told with the step that told it, and beside them what the routes told", () => {
    const { steps, routed } = escalationOf(answer());
    expect(steps.map(({ role, hasReceiver, dueAt, notifications }) => [role, hasReceiver, dueAt, notifications.map(({ key }) => key)])).toEqual([["devops_lead", true, start, ["k1"]], ["sre", false, start + 300_000, []]]);
    expect(routed).toMatchObject([{ key: "k2", step: 0, isFiring: false, status: "failed", reason: "HTTP 403", nextTryAt: null }]);
  });

  it("is asked again when the next step is due, and after 15 s at the latest", () => {
    expect(askAgainAfter(escalationOf(answer()), start + 290_000)).toBe(10_300);
    expect(askAgainAfter(escalationOf(answer()), start + 10_000)).toBe(15_000);
    expect(askAgainAfter(changed(({ steps }) => (steps[1]!.state = "stopped")), start)).toBe(15_000);
  });

  it("is asked again soon while something is on its way or has just been decided", () => {
    expect(askAgainAfter(changed(({ notifications }) => (notifications[0]!.status = "claimed")), start)).toBe(1_000);
    const decided = changed((each) => (each.notifications = []));
    expect(askAgainAfter(decided, start + 1_000)).toBe(1_000);
    expect(askAgainAfter(decided, start + 60_000)).toBe(15_000);
    expect(askAgainAfter(escalationOf(answer()), start + 400_000)).toBe(1_000);
  });
});

describe("an integration", () => {
  it("has a kind and a number", () => {
    expect(integrationOf("slack[1]")).toEqual({ kind: "slack", number: 2 });
    expect(integrationOf("odd")).toEqual({ kind: "odd", number: 1 });
  });
});

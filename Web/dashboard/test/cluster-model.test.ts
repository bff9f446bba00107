import { describe, expect, it } from "vitest";
import { channelsWith, componentsOf, withProbe, type Component } from "../src/stores/cluster-model";

const probe = (component: string, status: string, probedAt: number): Component => ({ component, status, latency_ms: 1, probedAt });

describe("health of components", () => {
  it("is what the gateway says now, and what probes found about others", () => {
    const probed = new Map([["store", probe("store", "unhealthy", 5)], ["metrics", probe("metrics", "healthy", 5)]]);
    const shown = componentsOf([{ component: "store", status: "healthy", latency_ms: 2 }], probed);
    expect(shown.map(({ component, status, probedAt }) => [component, status, probedAt])).toEqual([["store", "healthy", null], ["metrics", "healthy", 5]]);
  });

  it("keeps the newest probe, in whatever order they come", () => {
    const newest = withProbe(new Map(), probe("metrics", "unhealthy", 9));
    expect(withProbe(newest, probe("metrics", "healthy", 8))).toBe(newest);
    expect(withProbe(newest, probe("metrics", "healthy", 10)).get("metrics")?.status).toBe("healthy");
  });
});

describe("channels", () => {
  const of = (channel: string, kind: string) => ({ channel, kind, seq: 1, subscribers: 1, gateways: 1 });
  const channels = [of("pulse", "ephemeral"), of("alerts", "durable"), of("room/red", "ephemeral")];

  it.each([["", 3], ["  ", 3], ["PULSE", 1], ["ephemeral", 2], ["room ephem", 1], ["room durable", 0]])("with %j are %i", (words, count) => {
    expect(channelsWith(channels, words)).toHaveLength(count);
  });
});

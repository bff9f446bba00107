/** A silo, one that went lately included. */
export interface Silo {
  name: string;
  address: string;
  status: string;
  since: string;
  activations: number | null;
}

export interface GatewayModel {
  gateway: string;
  since: string;
  reported_at: string;
  connections: number;
  sessions: number;
  channels: number;
  breaker: string;
  draining: boolean;
}

export interface ChannelModel {
  channel: string;
  kind: string;
  seq: number;
  subscribers: number;
  gateways: number;
}

/** The cluster as the server tells it to those with a token. */
export interface ClusterModel {
  cluster: string;
  engine: string;
  engine_version: string;
  timestamp: string;
  silos: Silo[];
  activations: { type: string; count: number }[] | null;
  gateways: GatewayModel[];
  sessions: { total: number; connections: number };
  channels_total: number;
  channels: ChannelModel[];
}

export interface Component {
  component: string;
  status: string;
  latency_ms?: number | null;
  message?: string | null;
  /** When a probe found this, in Unix milliseconds; null for what the gateway says now. */
  probedAt: number | null;
}

/** What the gateway says now goes before what a probe found earlier about the same component. */
export function componentsOf(said: readonly Omit<Component, "probedAt">[], probed: ReadonlyMap<string, Component>): Component[] {
  const now = said.map((each) => ({ ...each, probedAt: null }));
  const names = new Set(now.map(({ component }) => component));
  return [...now, ...[...probed.values()].filter(({ component }) => !names.has(component))];
}

/** Adds what a probe found, unless something newer is known. */
export function withProbe(probed: ReadonlyMap<string, Component>, found: Component): ReadonlyMap<string, Component> {
  const known = probed.get(found.component);
  return known && (known.probedAt ?? 0) > (found.probedAt ?? 0) ? probed : new Map([...probed, [found.component, found]]);
}

/** Channels with all of the words in their names or kinds. */
export function channelsWith(channels: readonly ChannelModel[], words: string): ChannelModel[] {
  const parts = words.trim().toLowerCase().split(/\s+/);
  return channels.filter(({ channel, kind }) => parts.every((part) => `${channel} ${kind}`.includes(part)));
}

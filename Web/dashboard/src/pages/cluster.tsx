import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Channels, Gateways, Grains, Silos } from "../components/cluster-tables";
import { Problem } from "../components/problem";
import { durationOf, now, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { cluster, clusterProblem, components, health, healthProblem, summary, watchCluster } from "../stores/cluster";
import type { Component } from "../stores/cluster-model";
import "../styles/cluster.css";

export function ClusterPage(): JSX.Element {
  useEffect(watchCluster, []);
  const detail = cluster.value;
  return (
    <div class="page cluster">
      <Overview />
      <Numbers />
      <Components />
      {detail !== null && (
        <>
          <Silos silos={detail.silos} />
          <Gateways gateways={detail.gateways} />
          <div class="cluster-pair"><Grains activations={detail.activations} /><Channels channels={detail.channels} total={detail.channels_total} /></div>
        </>
      )}
      {detail === null && (clusterProblem.value ? <Problem problem={clusterProblem.value} hint={text.value.cluster.needsToken} /> : <p class="empty">{text.value.common.loading}</p>)}
    </div>
  );
}

/** How it is, in words, and what runs. */
function Overview(): JSX.Element {
  const words = text.value.cluster;
  const detail = cluster.value;
  const status = healthProblem.value ? "unreachable" : health.value?.status ?? "none";
  return (
    <section class="overview" data-health={status} aria-label={words.components}>
      <span class="overview-dot" aria-hidden="true" />
      <div>
        <h2>{Object.hasOwn(words.overall, status) ? words.overall[status] : status}</h2>
        <p role="status">{healthProblem.value ? text.value.common.failed(healthProblem.value.message) : detail ? `${detail.cluster} · ${words.engines[detail.engine] ?? detail.engine} ${detail.engine_version}` : location.host}</p>
      </div>
    </section>
  );
}

function Numbers(): JSX.Element {
  const words = text.value.cluster;
  const [live, counts, detail] = [health.value, summary.value?.main_websocket, cluster.value];
  const shown: [string, string, string?][] = [
    [words.connections, numberOf(detail?.sessions.connections ?? live?.connections)],
    ...(detail ? [[words.sessions, numberOf(detail.sessions.total)] as [string, string]] : []),
    [words.channels, numberOf(detail?.channels_total ?? live?.channels)],
    [words.latency, live ? `${numberOf(live.latency_ms.p50, 1)} / ${numberOf(live.latency_ms.p99, 1)} ${text.value.units.ms}` : "–"],
    [words.breaker, live ? words.breakers[live.breaker] ?? live.breaker : "–", live?.breaker],
    [words.sent, numberOf(counts?.messages_sent)],
    ...(detail ? [] : [[words.peak, numberOf(counts?.peak_connections)] as [string, string]]),
  ];
  return (
    <dl class="numbers">
      {shown.map(([name, value, kind]) => <div key={name} data-kind={kind}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function Components(): JSX.Element {
  const words = text.value.cluster;
  return (
    <section class="panel">
      <h2>{words.components}</h2>
      {components.value.length === 0 ? <p class="hint">{text.value.common.loading}</p> : <ul class="health">{components.value.map((each) => <ComponentItem key={each.component} item={each} />)}</ul>}
    </section>
  );
}

function ComponentItem({ item }: { item: Component }): JSX.Element {
  const words = text.value.cluster;
  return (
    <li data-health={item.status}>
      <strong>{words.componentNames[item.component] ?? item.component}</strong>
      <span class="health-status">{words.health[item.status] ?? item.status}</span>
      <span class="hint">{item.latency_ms != null && words.answered(`${numberOf(item.latency_ms, item.latency_ms < 10 ? 1 : 0)} ${text.value.units.ms}`)}</span>
      <span class="hint">{item.probedAt !== null && words.probed(text.value.common.ago(durationOf(now.value - item.probedAt)))}{item.message && ` ${item.message}`}</span>
    </li>
  );
}

import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { momentOf, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { cluster, clusterProblem, health, summary, watchCluster, type ClusterModel } from "../stores/cluster";
import "../styles/cluster.css";

const shownRows = 100;

export function ClusterPage(): JSX.Element {
  useEffect(watchCluster, []);
  const detail = cluster.value;
  return (
    <div class="page cluster">
      {clusterProblem.value && <p class="empty">{text.value.common.failed(clusterProblem.value)}</p>}
      <Numbers />
      <Health />
      {detail === "missing" && <p class="empty">{text.value.cluster.noDetail}</p>}
      {detail === "refused" && <p class="empty">{text.value.cluster.needsToken}</p>}
      {detail !== null && typeof detail === "object" && <Detail detail={detail} />}
    </div>
  );
}

function Numbers(): JSX.Element {
  const words = text.value.cluster;
  const live = health.value;
  const counts = summary.value?.main_websocket;
  const shown: [string, string, string][] = [
    [words.connections, live ? numberOf(live.connections) : "–", ""],
    [words.channels, live ? numberOf(live.channels) : "–", ""],
    [words.latency, live ? `${numberOf(live.latency_ms.p50, 1)} / ${numberOf(live.latency_ms.p99, 1)} ${text.value.units.ms}` : "–", ""],
    [words.breaker, live ? words.breakers[live.breaker] ?? live.breaker : "–", live?.breaker ?? ""],
    [words.sent, counts ? numberOf(counts.messages_sent) : "–", ""],
    [words.peak, counts ? numberOf(counts.peak_connections) : "–", ""],
  ];
  return (
    <dl class="numbers">
      {shown.map(([name, value, kind]) => <div key={name} data-kind={kind}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function Health(): JSX.Element | null {
  const words = text.value.cluster;
  if (!health.value) return null;
  return (
    <section class="panel">
      <h2>{words.components}</h2>
      <ul class="health">
        {health.value.components.map((component) => (
          <li key={component.component} data-health={component.status}>
            <span class="health-dot" aria-hidden="true" />
            <strong>{words.componentNames[component.component] ?? component.component}</strong>
            <span>{words.health[component.status] ?? component.status}</span>
            <span class="hint">{component.latency_ms !== null && `${numberOf(component.latency_ms, 1)} ${text.value.units.ms}`}</span>
            {component.message && <span class="hint">{component.message}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Detail({ detail }: { detail: ClusterModel }): JSX.Element {
  const words = text.value.cluster;
  return (
    <>
      <Table title={`${words.silos} · ${detail.engine} ${detail.engine_version}`} heads={[words.title, words.address, words.status, words.since, words.activations]}>
        {detail.silos.map((silo) => (
          <tr key={silo.address}><td>{silo.name}</td><td>{silo.address}</td><td>{silo.status}</td><td>{momentOf(Date.parse(silo.since))}</td><td class="number">{numberOf(silo.activations)}</td></tr>
        ))}
      </Table>
      <Table title="Gateways" heads={["Gateway", words.since, words.connections, words.sessions, words.breaker]}>
        {detail.gateways.map((gateway) => (
          <tr key={gateway.gateway}>
            <td>{gateway.gateway}</td><td>{momentOf(Date.parse(gateway.since))}</td><td class="number">{numberOf(gateway.connections)}</td><td class="number">{numberOf(gateway.sessions)}</td>
            <td>{words.breakers[gateway.breaker] ?? gateway.breaker}</td>
          </tr>
        ))}
      </Table>
      <div class="columns two">
        {detail.activations && (
          <Table title={words.grains} heads={[words.type, words.activations]}>
            {detail.activations.slice(0, shownRows).map((each) => <tr key={each.type}><td>{each.type}</td><td class="number">{numberOf(each.count)}</td></tr>)}
          </Table>
        )}
        <Table title={`${words.channels} · ${numberOf(detail.channels_total)}`} heads={[words.channel, words.head, words.subscribers]}>
          {detail.channels.slice(0, shownRows).map((each) => <tr key={each.channel}><td>{each.channel}</td><td class="number">{numberOf(each.seq)}</td><td class="number">{numberOf(each.subscribers)}</td></tr>)}
        </Table>
      </div>
    </>
  );
}

function Table({ title, heads, children }: { title: string; heads: string[]; children: ComponentChildren }): JSX.Element {
  return (
    <section class="panel">
      <h2>{title}</h2>
      <div class="table-frame" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </section>
  );
}

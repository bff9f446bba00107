import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { durationOf, momentOf, now, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { channelsWith, type ChannelModel, type ClusterModel, type GatewayModel, type Silo } from "../stores/cluster-model";

const mostShown = 100;

export function Silos({ silos }: { silos: readonly Silo[] }): JSX.Element {
  const words = text.value.cluster;
  return (
    <Table title={words.silos} count={silos.length} heads={[words.name, words.address, words.status, words.runs, words.activations]}>
      {silos.map((silo) => (
        <tr key={`${silo.name} ${silo.since}`} data-health={healthOf(silo.status)}>
          <th scope="row">{silo.name}</th>
          <td class="code-like" data-head={words.address}>{silo.address}</td>
          <td data-head={words.status}><span class="health-status">{words.statuses[silo.status] ?? silo.status}</span></td>
          <td data-head={words.runs}><Age since={silo.since} /></td>
          <td class="number" data-head={words.activations}>{numberOf(silo.activations)}</td>
        </tr>
      ))}
    </Table>
  );
}

function healthOf(status: string): string {
  return status === "active" ? "healthy" : status === "dead" ? "unhealthy" : "degraded";
}

export function Gateways({ gateways }: { gateways: readonly GatewayModel[] }): JSX.Element {
  const words = text.value.cluster;
  return (
    <Table title={words.gateways} count={gateways.length} heads={[words.name, words.breaker, words.runs, words.connections, words.sessions, words.channels]}>
      {gateways.map((each) => (
        <tr key={each.gateway} data-health={each.draining ? "degraded" : each.breaker === "closed" ? "healthy" : "unhealthy"}>
          <th scope="row">{each.gateway}</th>
          <td data-head={words.breaker}><span class="health-status">{each.draining ? words.draining : words.breakers[each.breaker] ?? each.breaker}</span></td>
          <td data-head={words.runs}><Age since={each.since} /></td>
          <td class="number" data-head={words.connections}>{numberOf(each.connections)}</td>
          <td class="number" data-head={words.sessions}>{numberOf(each.sessions)}</td>
          <td class="number" data-head={words.channels}>{numberOf(each.channels)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function Grains({ activations }: { activations: ClusterModel["activations"] }): JSX.Element {
  const words = text.value.cluster;
  const most = Math.max(1, ...(activations ?? []).map(({ count }) => count));
  return (
    <section class="panel">
      <h2>{words.grains}</h2>
      {activations === null ? <p class="hint">{words.noActivations}</p> : (
        <ul class="grains" tabIndex={0} aria-label={words.grains}>
          {activations.slice(0, mostShown).map(({ type, count }) => (
            <li key={type}><span>{type}</span><span class="grain-bar" aria-hidden="true"><span style={{ width: `${(count / most) * 100}%` }} /></span><span class="number">{numberOf(count)}</span></li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function Channels({ channels, total }: { channels: readonly ChannelModel[]; total: number }): JSX.Element {
  const words = text.value.cluster;
  const typed = useSignal("");
  const shown = channelsWith(channels, typed.value);
  const rest = shown.length - mostShown;
  return (
    <Table title={words.channels} count={total} heads={[words.channel, words.kind, words.head, words.subscribers, words.gateways]}
      tools={<label class="channel-search"><span class="visually-hidden">{words.find}</span><input type="search" placeholder={words.find} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} /></label>}
      note={rest > 0 ? words.andMore(numberOf(rest)) : shown.length === 0 ? words.noChannels : ""}>
      {shown.slice(0, mostShown).map((each) => (
        <tr key={each.channel}>
          <th scope="row">{each.channel}</th>
          <td data-head={words.kind}>{words.kinds[each.kind] ?? each.kind}</td>
          <td class="number" data-head={words.head}>{numberOf(each.seq)}</td>
          <td class="number" data-head={words.subscribers}>{numberOf(each.subscribers)}</td>
          <td class="number" data-head={words.gateways}>{numberOf(each.gateways)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Age({ since }: { since: string }): JSX.Element {
  const at = Date.parse(since);
  return <time dateTime={since} title={momentOf(at)}>{durationOf(now.value - at)}</time>;
}

interface TableProps {
  title: string;
  count: number;
  heads: string[];
  tools?: JSX.Element;
  note?: string;
  children: ComponentChildren;
}

/** On narrow screens each row is a small list of its own. */
function Table({ title, count, heads, tools, note, children }: TableProps): JSX.Element {
  return (
    <section class="panel">
      <div class="panel-head"><h2>{title} <small>{numberOf(count)}</small></h2>{tools}</div>
      <div class="table-frame" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {note && <p class="hint">{note}</p>}
    </section>
  );
}

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { bandText, Gauge } from "../components/gauge";
import { HistoryChart } from "../components/history-chart";
import { Sparkline } from "../components/sparkline";
import { digitsOf, limitOf, nameOfMetric, numberOf, unitOf } from "../i18n/format";
import { text } from "../i18n/text";
import { coreMetrics, light, metricNames, metrics, ownMetrics, trendMs, type MetricModel } from "../stores/metrics";

const rank = { ok: 0, violation: 1, warning: 2, critical: 3 } as const;

export function PulsePage(): JSX.Element {
  const chosen = useSignal<string>("clarity");
  const own: readonly string[] = ownMetrics;
  const names = metricNames.value.slice(coreMetrics.length);
  const choose = (name: string) => (chosen.value = name);
  return (
    <div class="page pulse">
      <TrafficLight />
      <section aria-label={text.value.pulse.core} class="cards" id="core">
        {coreMetrics.map((name) => <Card key={name} metric={metrics.value.get(name)!} isChosen={chosen.value === name} onChoose={choose} />)}
      </section>
      <HistoryChart metric={metrics.value.get(chosen.value) ?? metrics.value.get("clarity")!} />
      <Rows title={text.value.pulse.own} id="own" names={names.filter((name) => own.includes(name))} chosen={chosen.value} onChoose={choose} />
      <Rows title={text.value.pulse.other} id="other" names={names.filter((name) => !own.includes(name))} chosen={chosen.value} onChoose={choose} />
    </div>
  );
}

function TrafficLight(): JSX.Element {
  const words = text.value.pulse;
  const shown = light.value ?? "none";
  return (
    <section class="light" id="light" data-light={shown} aria-label={words.light}>
      <div class="lamps" aria-hidden="true"><span class="lamp red" /><span class="lamp yellow" /><span class="lamp green" /></div>
      <div>
        <h2 id="light-title">{words[shown]}</h2>
        <p id="light-detail">{detail()}</p>
      </div>
    </section>
  );
}

/** The metrics in the worst state, in words. */
function detail(): string {
  const words = text.value.pulse;
  const known = coreMetrics.map((name) => metrics.value.get(name)!).filter((metric) => metric.value.value !== null);
  if (known.length === 0) return words.feed;
  const worst = Math.max(...known.map((metric) => rankOf(metric)));
  if (worst === 0) return words.calm;
  const names = known.filter((metric) => rankOf(metric) === worst).map((metric) => `${nameOfMetric(metric.name)} ${numberOf(metric.value.value, 2)}`).join(", ");
  return worst === rank.violation ? words.outside(names) : words.worst(names);
}

function rankOf(metric: MetricModel): number {
  return rank[metric.state.value ?? "ok"] ?? 0;
}

function stateText(metric: MetricModel): string {
  const state = metric.state.value;
  if (state === null) return "–";
  return Object.hasOwn(text.value.states, state) ? text.value.states[state] : state;
}

function valueText(metric: MetricModel): string {
  const value = metric.value.value;
  return value === null ? "–" : numberOf(value, digitsOf(metric.name, value));
}

interface ItemProps {
  metric: MetricModel;
  isChosen: boolean;
  onChoose: (name: string) => void;
}

function Card({ metric, isChosen, onChoose }: ItemProps): JSX.Element {
  const name = nameOfMetric(metric.name);
  const band = metric.band.value;
  return (
    <article
      class={isChosen ? "card chosen" : "card"}
      data-metric={metric.name}
      data-value-state={metric.state.value ?? "none"}
      aria-label={text.value.pulse.inState(name, valueText(metric), stateText(metric))}
    >
      {metric.changes.value > 0 && <span key={metric.changes.value} class="flash" aria-hidden="true" />}
      <div class="card-head">
        <h3><button type="button" class="card-choose" aria-pressed={isChosen} title={text.value.pulse.show(name)} onClick={() => onChoose(metric.name)}>{name}</button></h3>
        <span class="state">{stateText(metric)}</span>
      </div>
      <p class="value"><Value metric={metric} /></p>
      <Gauge metric={metric} />
      <p class="gauge-text">
        <span>{bandText(band)}</span>
        <span>{band.target != null && `${text.value.pulse.target} ${limitOf(band.target)}`}</span>
      </p>
      <Sparkline points={metric.trend.value} spanMs={trendMs} label={text.value.pulse.trend(name)} />
    </article>
  );
}

/** Draws itself alone when the value changes. */
function Value({ metric }: { metric: MetricModel }): JSX.Element {
  const unit = unitOf(metric.name);
  return <>{valueText(metric)}{unit && metric.value.value !== null && <span class="unit">{unit}</span>}</>;
}

interface RowsProps {
  title: string;
  id: string;
  names: string[];
  chosen: string;
  onChoose: (name: string) => void;
}

function Rows({ title, id, names, chosen, onChoose }: RowsProps): JSX.Element | null {
  if (names.length === 0) return null;
  return (
    <section aria-label={title} id={id}>
      <h2 class="section-title">{title}</h2>
      <div class="rows">
        {names.map((name) => <Row key={name} metric={metrics.value.get(name)!} isChosen={chosen === name} onChoose={onChoose} />)}
      </div>
    </section>
  );
}

function Row({ metric, isChosen, onChoose }: ItemProps): JSX.Element {
  const name = nameOfMetric(metric.name);
  return (
    <article class={isChosen ? "row chosen" : "row"} data-value-state={metric.state.value ?? "none"} aria-label={text.value.pulse.inState(name, valueText(metric), stateText(metric))}>
      <div class="row-name">
        <h3><button type="button" class="card-choose" aria-pressed={isChosen} title={text.value.pulse.show(name)} onClick={() => onChoose(metric.name)}>{name}</button></h3>
        <small>{bandText(metric.band.value)}</small>
      </div>
      <p class="value"><Value metric={metric} /></p>
      <Sparkline points={metric.trend.value} spanMs={trendMs} label={text.value.pulse.trend(name)} />
      <span class="state">{stateText(metric)}</span>
    </article>
  );
}

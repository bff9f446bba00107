import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { DeltaLog } from "../components/delta-log";
import { Meter } from "../components/meter";
import { Timeline } from "../components/timeline";
import { clockOf, durationOf, momentOf, nameOfMetric, now, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { bifurcations, components, startSeams, stateSpanMs, systemState, transitions } from "../stores/seams";
import "../styles/voices.css";
import "../styles/seams.css";

const states = ["HARMONIOUS_FLOW", "CRYSTALLIZATION", "CREATIVE_TENSION", "UNKNOWN", "CHAOTIC_CREATION", "CRISIS_MODE"];
const shownTransitions = 40;

export function stateName(state: string): string {
  return text.value.seams.states[state] ?? state;
}

export function seamName(seam: string): string {
  return text.value.seams.seamNames[seam] ?? text.value.seams.componentNames[seam] ?? seam;
}

export function SeamsPage(): JSX.Element {
  useEffect(startSeams, []);
  return (
    <div class="page seams">
      <Current />
      <History />
      <div class="columns two">
        <Transitions />
        <Bifurcations />
      </div>
      <Components />
      <DeltaLog />
    </div>
  );
}

function Current(): JSX.Element {
  const words = text.value.seams;
  const current = systemState.value ?? fromTransitions();
  const state = current?.state ?? null;
  return (
    <section class="system" data-state={state ?? "none"} aria-label={words.state}>
      <p class="section-title">{words.state}</p>
      {state === null ? <p class="system-name">{words.noState}</p> : (
        <>
          <h2 class="system-name" key={state}>{stateName(state)}</h2>
          <p class="hint">{current?.since != null && words.since(durationOf(now.value - current.since))}</p>
        </>
      )}
      <div class="system-metrics">
        {Object.entries(current?.metrics ?? {}).map(([name, value]) => <div key={name}><span>{nameOfMetric(name)}</span><Meter label={nameOfMetric(name)} value={value} /></div>)}
        {current?.intensity != null && <div><span>{words.intensity}</span><Meter label={words.intensity} value={current.intensity} kind={current.intensity > 0.8 ? "conflict" : "synergy"} /></div>}
      </div>
    </section>
  );
}

function fromTransitions(): { state: string | null; since: number | null; intensity: number | null; metrics: Record<string, number> } | null {
  const last = transitions.value.at(-1);
  return last ? { state: last.to, since: last.at, intensity: last.intensity, metrics: (last.metrics as Record<string, number> | undefined) ?? {} } : null;
}

function History(): JSX.Element {
  const words = text.value.seams;
  const to = now.value;
  const rows = states.map((state) => ({ name: stateName(state), spells: spellsOf(state, to) }));
  return (
    <section class="panel">
      <h2>{words.timelineOf}</h2>
      <Timeline label={words.timelineOf} rows={rows} from={to - stateSpanMs} to={to} />
    </section>
  );
}

function spellsOf(state: string, to: number) {
  const all = transitions.value;
  return all
    .map((transition, index) => ({ transition, end: all[index + 1]?.at ?? to }))
    .filter(({ transition, end }) => transition.to === state && end > to - stateSpanMs)
    .map(({ transition, end }) => ({ from: transition.at, to: end, intensity: Math.min(1, transition.intensity), kind: `state-${state}`, title: `${stateName(state)}: ${clockOf(transition.at)} – ${clockOf(end)}` }));
}

function Transitions(): JSX.Element {
  const words = text.value.seams;
  const shown = transitions.value.slice(-shownTransitions).reverse();
  return (
    <section class="panel">
      <h2>{words.timeline}</h2>
      {shown.length === 0 ? <p class="hint">{words.noTransitions}</p> : (
        <ol class="log" tabIndex={0} aria-label={words.timeline}>
          {shown.map((transition) => (
            <li key={transition.at}>
              <time>{clockOf(transition.at)}</time>
              <span>
                <strong>{transition.from ? words.fromTo(stateName(transition.from), stateName(transition.to)) : stateName(transition.to)}</strong>
                <small> {seamName(transition.seam)} · {words.intensity} {numberOf(transition.intensity, 2)}</small>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Bifurcations(): JSX.Element {
  const words = text.value.seams;
  const shown = bifurcations.value.slice().reverse();
  return (
    <section class="panel">
      <h2>{words.bifurcations}</h2>
      {shown.length === 0 ? <p class="hint">{words.noBifurcations}</p> : (
        <ol class="log" tabIndex={0} aria-label={words.bifurcations}>
          {shown.map((bifurcation) => (
            <li key={bifurcation.seq}>
              <time>{momentOf(bifurcation.at)}</time>
              <span><strong class="tension">{words.tension} {numberOf(bifurcation.tension, 2)}</strong><small> {bifurcation.transitions.map((transition) => stateName(transition.to)).join(" → ")}</small></span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Components(): JSX.Element {
  const words = text.value.seams;
  return (
    <section class="panel">
      <h2>{words.components}</h2>
      {components.value.length === 0 ? <p class="hint">{words.noComponents}</p> : (
        <ul class="components">
          {components.value.map((component) => (
            <li key={component.seam_id}>
              <strong>{seamName(component.seam_id)}</strong>
              <span>{numberOf(component.events)}{component.errors > 0 && <em> / {numberOf(component.errors)}</em>}</span>
              <Meter label={`${seamName(component.seam_id)}: ${words.strain}`} value={component.mean_significance} kind={component.max_significance > 0.7 ? "conflict" : ""} />
              <small>{component.last_at && text.value.common.ago(durationOf(now.value - Date.parse(component.last_at)))}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { DeltaLog } from "../components/delta-log";
import { Meter } from "../components/meter";
import { Problem } from "../components/problem";
import { SeamCards } from "../components/seam-cards";
import { SeamEvents } from "../components/seam-events";
import { StateTimeline } from "../components/state-timeline";
import { durationOf, momentOf, nameOfMetric, now, numberOf } from "../i18n/format";
import { stateMeaning, stateName } from "../i18n/seam-names";
import { text } from "../i18n/text";
import { bifurcationTension, mostIntensity } from "../stores/seam-model";
import { seamsProblem, systemState, watchSeams, type SystemState } from "../stores/seams";
import "../styles/seams.css";

export function SeamsPage(): JSX.Element {
  useEffect(watchSeams, []);
  const problem = seamsProblem.value;
  if (problem && systemState.value === null) return <Problem problem={problem} />;
  return (
    <div class="page seams">
      <Current />
      <StateTimeline />
      <SeamEvents />
      <SeamCards />
      <DeltaLog />
    </div>
  );
}

function Current(): JSX.Element {
  const words = text.value.seams;
  const current = systemState.value;
  if (current === null) return <p class="empty">{text.value.common.loading}</p>;
  if (current === "none") {
    return <section class="system" data-state="none" aria-label={words.state}><h2 class="system-name">{text.value.pulse.none}</h2><p class="system-meaning">{words.noState}</p></section>;
  }
  return (
    <section class="system" data-state={current.state} aria-label={words.state}>
      <div class="system-words" key={`${current.state} ${current.since}`}>
        <h2 class="system-name">{stateName(current.state)}</h2>
        <p class="system-meaning">{stateMeaning(current.state)}</p>
        {current.since !== null && <p class="hint" title={momentOf(current.since)}>{words.since(durationOf(now.value - current.since))}</p>}
      </div>
      <Values current={current} />
    </section>
  );
}

function Values({ current }: { current: SystemState }): JSX.Element {
  const words = text.value.seams;
  return (
    <dl class="system-values">
      {Object.entries(current.metrics).map(([name, value]) => (
        <div key={name}><dt>{nameOfMetric(name)}</dt><dd><Meter label={nameOfMetric(name)} value={value} kind="plain" /></dd></div>
      ))}
      {current.intensity !== null && (
        <div><dt>{words.intensity}</dt><dd><Meter label={words.intensity} value={current.intensity} max={mostIntensity} kind={current.intensity > bifurcationTension ? "conflict" : ""} /></dd></div>
      )}
      <div><dt>{words.tension}</dt><dd class="system-tension" data-high={current.tension !== null}>{current.tension === null ? words.calm : `${words.bifurcation} · ${numberOf(current.tension, 2)}`}</dd></div>
    </dl>
  );
}

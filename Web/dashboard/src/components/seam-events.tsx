import type { JSX } from "preact";
import { clockOf, momentOf, nameOfMetric, numberOf } from "../i18n/format";
import { seamName, stateName } from "../i18n/seam-names";
import { text } from "../i18n/text";
import { mostIntensity, type BifurcationModel, type Transition } from "../stores/seam-model";
import { bifurcations, transitions } from "../stores/seams";
import { Meter } from "./meter";

const mostShown = 50;
const dayMs = 86_400_000;

/** Transitions and bifurcations side by side, newest first. */
export function SeamEvents(): JSX.Element {
  const words = text.value.seams;
  const shown = transitions.value.slice(-mostShown).reverse();
  const turned = bifurcations.value.slice().reverse();
  return (
    <div class="pair">
      <section class="panel">
        <h2>{words.timeline}</h2>
        {shown.length === 0 ? <p class="hint">{words.noTransitions}</p> : (
          <ol class="log events" tabIndex={0} aria-label={words.timeline}>{shown.map((each) => <TransitionItem key={each.at} transition={each} />)}</ol>
        )}
      </section>
      <section class="panel">
        <h2>{words.bifurcations}</h2>
        {turned.length === 0 ? <p class="hint">{words.noBifurcations}</p> : (
          <ol class="log events" tabIndex={0} aria-label={words.bifurcations}>{turned.map((each) => <BifurcationItem key={each.at} bifurcation={each} />)}</ol>
        )}
      </section>
    </div>
  );
}

function TransitionItem({ transition }: { transition: Transition }): JSX.Element {
  const { at, from, to, seam, intensity, metrics } = transition;
  const values = Object.entries(metrics ?? {}).map(([name, value]) => `${nameOfMetric(name)} ${numberOf(value, 2)}`).join(" · ");
  return (
    <li>
      <Time at={at} />
      <div>
        <p class="event-path"><StateTag state={from ?? "UNKNOWN"} /><span class="event-arrow" aria-hidden="true">→</span><StateTag state={to} /></p>
        <p class="event-values">{seamName(seam)}{values && ` · ${values}`}</p>
      </div>
      <Meter label={text.value.seams.intensity} value={intensity} max={mostIntensity} kind="plain" />
    </li>
  );
}

function BifurcationItem({ bifurcation }: { bifurcation: BifurcationModel }): JSX.Element {
  const words = text.value.seams;
  const path = [bifurcation.transitions[0]?.from, ...bifurcation.transitions.map(({ to }) => to)].filter((state) => state != null);
  return (
    <li>
      <Time at={bifurcation.at} />
      <p class="event-path">{path.map((state, index) => [index > 0 && <span class="event-arrow" aria-hidden="true">→</span>, <StateTag key={index} state={state} />])}</p>
      <Meter label={words.tension} value={bifurcation.tension} max={mostIntensity} kind="conflict" />
    </li>
  );
}

function Time({ at }: { at: number }): JSX.Element {
  return <time dateTime={new Date(at).toISOString()} title={momentOf(at)}>{Date.now() - at < dayMs ? clockOf(at) : momentOf(at)}</time>;
}

function StateTag({ state }: { state: string }): JSX.Element {
  return <span class="state-tag" data-state={state}>{stateName(state)}</span>;
}

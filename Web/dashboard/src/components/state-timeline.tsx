import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { clockOf, momentOf, now, numberOf } from "../i18n/format";
import { stateName } from "../i18n/seam-names";
import { text } from "../i18n/text";
import { bifurcations, systemState, transitions } from "../stores/seams";
import { sharesOf, spellsOf, type BifurcationModel, type Spell } from "../stores/seam-model";
import { Choice } from "./choice";

const states = ["HARMONIOUS_FLOW", "CRYSTALLIZATION", "CREATIVE_TENSION", "UNKNOWN", "CHAOTIC_CREATION", "CRISIS_MODE"];
const spans = ["900", "3600", "21600", "86400"] as const;
const width = 1_000;
const leastWidth = 3;
const ticks = [0, 0.25, 0.5, 0.75, 1];

/** In which state the system was when, and where it bifurcated. */
export function StateTimeline(): JSX.Element {
  const words = text.value.seams;
  const span = useSignal<(typeof spans)[number]>("900");
  const to = now.value;
  const from = to - Number(span.value) * 1_000;
  const state = systemState.value;
  const spells = spellsOf(transitions.value, state === "none" ? null : state, from, to);
  const shares = sharesOf(spells, from, to);
  const marks = bifurcations.value.filter(({ at }) => at >= from && at <= to);
  const axis = Number(span.value) > 21_600 ? momentOf : clockOf;
  return (
    <section class="panel states" aria-label={words.timelineOf}>
      <div class="panel-head">
        <h2>{words.timelineOf}</h2>
        <Choice compact label={text.value.pulse.range} value={span.value} options={spans.map((each) => [each, text.value.pulse.ranges[each] ?? each])} onChange={(next) => (span.value = next)} />
      </div>
      <ul class="state-rows">
        {states.map((each) => <Row key={each} state={each} spells={spells.filter((spell) => spell.state === each)} share={shares.get(each) ?? 0} isCurrent={state !== null && state !== "none" && state.state === each} from={from} to={to} />)}
      </ul>
      <Marks marks={marks} from={from} to={to} />
      <div class="state-axis" aria-hidden="true">{ticks.map((share) => <span key={share}>{axis(from + share * (to - from)).replace(/:\d\d$/, "")}</span>)}</div>
    </section>
  );
}

interface RowProps {
  state: string;
  spells: readonly Spell[];
  share: number;
  isCurrent: boolean;
  from: number;
  to: number;
}

function Row({ state, spells, share, isCurrent, from, to }: RowProps): JSX.Element {
  const place = (time: number) => ((time - from) / (to - from)) * width;
  return (
    <li data-state={state} aria-current={isCurrent ? "true" : undefined} data-empty={spells.length === 0}>
      <span class="state-row-name">{stateName(state)}</span>
      <svg viewBox={`0 0 ${width} 12`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="spell-track" width={width} height="12" />
        {spells.map((spell) => (
          <rect key={spell.from} class="spell" x={place(spell.from)} width={Math.max(leastWidth, place(spell.to) - place(spell.from))} height="12">
            <title>{`${stateName(state)}: ${clockOf(spell.from)} – ${clockOf(spell.to)}`}</title>
          </rect>
        ))}
      </svg>
      <span class="state-row-share">{share === 0 ? "–" : share < 0.001 ? `< ${numberOf(0.1, 1)} %` : `${numberOf(share * 100, share < 0.1 ? 1 : 0)} %`}</span>
    </li>
  );
}

function Marks({ marks, from, to }: { marks: readonly BifurcationModel[]; from: number; to: number }): JSX.Element | null {
  const words = text.value.seams;
  if (marks.length === 0) return null;
  return (
    <div class="state-marks">
      <span class="state-row-name">{words.bifurcations}</span>
      <div role="img" aria-label={`${words.bifurcations}: ${numberOf(marks.length)}`}>
        {marks.map(({ at, tension }) => <span key={at} class="state-mark" style={{ insetInlineStart: `${((at - from) / (to - from)) * 100}%` }} title={`${clockOf(at)} · ${words.tension} ${numberOf(tension, 2)}`} />)}
      </div>
      <span class="state-row-share">{numberOf(marks.length)}</span>
    </div>
  );
}

import type { JSX } from "preact";
import { durationOf, nameOfMetric, now, numberOf, plural } from "../i18n/format";
import { eventName, seamName } from "../i18n/seam-names";
import { text } from "../i18n/text";
import { choose, filter } from "../stores/delta";
import { highSignificance } from "../stores/delta-model";
import { components, type ComponentSeam } from "../stores/seams";
import { Meter } from "./meter";

const mostTypes = 3;

/** The seams between components, the busiest first; a click shows the records of one. */
export function SeamCards(): JSX.Element {
  const words = text.value.seams;
  const all = [...components.value].sort((a, b) => b.events - a.events || a.seam_id.localeCompare(b.seam_id));
  const [busy, quiet] = [all.filter(({ events }) => events > 0), all.filter(({ events }) => events === 0)];
  return (
    <section aria-label={words.components}>
      <div class="panel-head"><h2 class="section-title">{words.components}</h2><p class="hint">{words.window}</p></div>
      {all.length === 0 && <p class="empty">{words.noComponents}</p>}
      {busy.length > 0 && <ul class="seam-cards">{busy.map((seam) => <Card key={seam.seam_id} seam={seam} />)}</ul>}
      {quiet.length > 0 && <p class="seams-quiet">{words.quiet}: {quiet.map(({ seam_id }) => <QuietSeam key={seam_id} seam={seam_id} />)}</p>}
    </section>
  );
}

function QuietSeam({ seam }: { seam: string }): JSX.Element {
  const isChosen = filter.value.seam === seam;
  return <button type="button" class="chip" aria-pressed={isChosen} title={text.value.seams.showRecords(seamName(seam))} onClick={() => choose({ seam: isChosen ? "" : seam })}>{seamName(seam)}</button>;
}

function Card({ seam }: { seam: ComponentSeam }): JSX.Element {
  const words = text.value.seams;
  const name = seamName(seam.seam_id);
  const isChosen = filter.value.seam === seam.seam_id;
  const level = seam.max_significance > highSignificance ? "critical" : seam.errors > 0 ? "warning" : "ok";
  return (
    <li class={isChosen ? "seam-card chosen" : "seam-card"} data-level={level}>
      <div class="seam-card-head">
        <h3><button type="button" class="card-choose" aria-pressed={isChosen} title={words.showRecords(name)} onClick={() => choose({ seam: isChosen ? "" : seam.seam_id })}>{name}</button></h3>
        {seam.last_at && <span class="hint">{text.value.common.ago(durationOf(now.value - Date.parse(seam.last_at)))}</span>}
      </div>
      <p class="seam-count"><strong>{plural(seam.events, text.value.link.eventForms)}</strong>{seam.errors > 0 && <span class="seam-errors">{words.errors(numberOf(seam.errors))}</span>}</p>
      <dl class="seam-values">
        <div><dt>{words.significance}</dt><dd><Meter label={words.significance} value={seam.mean_significance} /></dd></div>
        {(["pain", "trust", "chaos"] as const).map((metric) => <div key={metric}><dt>{nameOfMetric(metric)}</dt><dd><Meter label={nameOfMetric(metric)} value={seam.voice_states[metric]} kind="plain" /></dd></div>)}
      </dl>
      <p class="seam-types">{typesOf(seam)}</p>
    </li>
  );
}

/** The most frequent events at a seam, in words. */
function typesOf({ by_type }: ComponentSeam): string {
  const types = Object.entries(by_type).sort(([, a], [, b]) => b - a);
  const named = types.slice(0, mostTypes).map(([type, count]) => `${eventName(type)} ${numberOf(count)}`);
  return types.length > mostTypes ? [...named, "…"].join(" · ") : named.join(" · ");
}

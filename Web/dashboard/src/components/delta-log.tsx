import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { clockOf, numberOf } from "../i18n/format";
import { eventName, seamName, stepName } from "../i18n/seam-names";
import { text } from "../i18n/text";
import { choose, filter, isReading, olderFrom, readOlder, records, recordsProblem, watchRecords } from "../stores/delta";
import { highSignificance, type RecordModel } from "../stores/delta-model";
import { DeltaDetail } from "./delta-detail";
import { Problem } from "./problem";
import { VirtualList } from "./virtual-list";
import "../styles/delta.css";
import "../styles/virtual-list.css";

const rowHeight = 46;
const leasts = [0, 0.3, 0.5, 0.7];

/** The ∆DΩΛ records, newest first, with a filter; a click shows the whole of one. */
export function DeltaLog(): JSX.Element {
  const words = text.value.seams;
  const open = useSignal<RecordModel | null>(null);
  useEffect(watchRecords, []);
  const shown = records.value;
  const problem = recordsProblem.value;
  return (
    <section class="panel delta" id="records">
      <div class="panel-head"><h2>{words.log}</h2><p class="hint" role="status">{words.shown(numberOf(shown.length))}</p></div>
      <Filter />
      {problem && shown.length === 0 ? <Problem problem={problem} /> : shown.length === 0 ? <p class="empty">{isReading.value ? text.value.common.loading : words.noRecords}</p> : (
        <VirtualList items={shown} rowHeight={rowHeight} keyOf={(record) => record.id} label={words.log} row={(record) => <Row record={record} onOpen={() => (open.value = record)} />} />
      )}
      {olderFrom.value !== null && <button type="button" class="button quiet" disabled={isReading.value} onClick={() => void readOlder()}>{words.older}</button>}
      {open.value && <DeltaDetail record={open.value} onClose={() => (open.value = null)} />}
    </section>
  );
}

function Filter(): JSX.Element {
  const words = text.value.seams;
  const { words: typed, event, seam, leastSignificance } = filter.value;
  return (
    <form class="delta-filter" role="search" onSubmit={(submitted) => submitted.preventDefault()}>
      <label class="delta-search"><span class="visually-hidden">{words.filter}</span><input type="search" placeholder={words.filter} value={typed} onInput={(input) => choose({ words: input.currentTarget.value })} /></label>
      <label><span>{words.event}</span>
        <select value={event} onChange={(input) => choose({ event: input.currentTarget.value })}>
          <option value="">{text.value.common.all}</option>
          {Object.entries(words.eventNames).map(([each, name]) => <option key={each} value={each}>{name}</option>)}
        </select>
      </label>
      <label><span>{words.seam}</span>
        <select value={seam} onChange={(input) => choose({ seam: input.currentTarget.value })}>
          <option value="">{text.value.common.all}</option>
          {Object.entries(words.componentNames).map(([each, name]) => <option key={each} value={each}>{name}</option>)}
        </select>
      </label>
      <label><span>{words.leastSignificance}</span>
        <select value={String(leastSignificance)} onChange={(input) => choose({ leastSignificance: Number(input.currentTarget.value) })}>
          {leasts.map((share) => <option key={share} value={String(share)}>{numberOf(share, 1)}</option>)}
        </select>
      </label>
    </form>
  );
}

function Row({ record, onOpen }: { record: RecordModel; onOpen: () => void }): JSX.Element {
  const words = text.value.seams;
  return (
    <button type="button" class="record" data-maki={record.isMaki} data-high={record.significance > highSignificance} onClick={onOpen}>
      <time>{clockOf(record.at)}</time>
      <span class="record-event"><strong>{eventName(record.event)}</strong>{record.count > 1 && <span class="record-count">×{numberOf(record.count)}</span>}</span>
      <span class="record-seam">{seamName(record.seam_id)}</span>
      <span class="record-step">{stepName(record.lambda)}</span>
      <span class="record-numbers">{!record.isMaki && <>D&nbsp;{numberOf(record.dimension)} · Ω&nbsp;{numberOf(record.omega, 2)}</>}</span>
      <span class="record-significance"><span class="visually-hidden">{words.significance} </span>{numberOf(record.significance, 2)}</span>
    </button>
  );
}

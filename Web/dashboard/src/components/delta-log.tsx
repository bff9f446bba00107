import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { clockOf, momentOf, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { records, type RecordModel } from "../stores/seams";
import { Dialog } from "./dialog";
import { VirtualList } from "./virtual-list";

const rowHeight = 44;

/** The ∆DΩΛ records that the page has, newest first, with filters; a click shows the whole record. */
export function DeltaLog(): JSX.Element {
  const words = text.value.seams;
  const typed = useSignal("");
  const seam = useSignal("");
  const least = useSignal("0");
  const open = useSignal<RecordModel | null>(null);
  const seams = useComputed(() => [...new Set(records.value.map((record) => record.seam_id ?? ""))].filter(Boolean).sort());
  const shown = useComputed(() => {
    const part = typed.value.trim().toLowerCase();
    const matches = (record: RecordModel) =>
      (seam.value === "" || record.seam_id === seam.value) && record.significance >= Number(least.value) &&
      (part === "" || `${record.event} ${record.delta} ${record.lambda} ${record.trace_id ?? ""}`.toLowerCase().includes(part));
    return records.value.filter(matches).reverse();
  });
  return (
    <section class="panel delta">
      <h2>{words.log}</h2>
      <div class="alert-tools">
        <label class="alert-filter"><span class="visually-hidden">{words.filter}</span><input type="search" placeholder={words.filter} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} /></label>
        <label class="inline"><span class="visually-hidden">{words.seam}</span>
          <select value={seam.value} onChange={(event) => (seam.value = event.currentTarget.value)}>
            <option value="">{words.allSeams}</option>
            {seams.value.map((each) => <option key={each} value={each}>{words.componentNames[each] ?? each}</option>)}
          </select>
        </label>
        <label class="inline"><span>{words.leastSignificance}</span>
          <select value={least.value} onChange={(event) => (least.value = event.currentTarget.value)}>{["0", "0.3", "0.5", "0.7"].map((share) => <option key={share} value={share}>{numberOf(Number(share), 1)}</option>)}</select>
        </label>
      </div>
      {shown.value.length === 0 ? <p class="empty">{words.noRecords}</p> : (
        <VirtualList items={shown.value} rowHeight={rowHeight} keyOf={(record) => record.id} label={words.log} row={(record) => <Row record={record} onOpen={() => (open.value = record)} />} />
      )}
      {open.value && <Detail record={open.value} onClose={() => (open.value = null)} />}
    </section>
  );
}

function Row({ record, onOpen }: { record: RecordModel; onOpen: () => void }): JSX.Element {
  const words = text.value.seams;
  return (
    <button type="button" class="record" data-maki={record.isMaki} data-high={record.significance > 0.7} onClick={onOpen}>
      <time>{clockOf(record.at)}</time>
      <strong>{record.isMaki ? words.maki : record.delta}</strong>
      <span class="record-seam">{words.componentNames[record.seam_id ?? ""] ?? record.seam_id}</span>
      <span class="record-numbers">{!record.isMaki && `D ${numberOf(record.dimension)} · Ω ${numberOf(record.omega, 2)}`}</span>
      <span class="record-significance"><span class="visually-hidden">{words.significance} </span>{numberOf(record.significance, 2)}</span>
    </button>
  );
}

function Detail({ record, onClose }: { record: RecordModel; onClose: () => void }): JSX.Element {
  const words = text.value.seams;
  const states = record.voice_states;
  const facts: [string, string][] = [
    [words.time, momentOf(record.at)], [words.delta, record.delta], [words.dimension, numberOf(record.dimension)], [words.omega, numberOf(record.omega, 2)], [words.lambda, record.lambda],
    [words.seam, words.componentNames[record.seam_id ?? ""] ?? record.seam_id ?? "–"], [words.significance, numberOf(record.significance, 2)],
    ...(states ? ([[text.value.metricNames.pain, numberOf(states.pain, 1)], [text.value.metricNames.trust, numberOf(states.trust, 1)], [text.value.metricNames.chaos, numberOf(states.chaos, 1)]] as [string, string][]) : []),
    ["trace_id", record.trace_id ?? "–"], ["parent_span", record.parent_span ?? "–"],
  ];
  return (
    <Dialog title={words.detail} onClose={onClose}>
      <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {record.sift !== undefined && <pre class="code" tabIndex={0} aria-label="sift">{JSON.stringify(record.sift, null, 2)}</pre>}
      {record.data !== undefined && <pre class="code" tabIndex={0} aria-label="data">{JSON.stringify(record.data, null, 2)}</pre>}
    </Dialog>
  );
}

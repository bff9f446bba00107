import type { JSX } from "preact";
import { momentOf, nameOfMetric, numberOf } from "../i18n/format";
import { eventName, seamName, stepName } from "../i18n/seam-names";
import { text } from "../i18n/text";
import type { RecordModel } from "../stores/delta-model";
import { Dialog } from "./dialog";
import { Meter } from "./meter";

/** The whole of one record, also as it was sent. */
export function DeltaDetail({ record, onClose }: { record: RecordModel; onClose: () => void }): JSX.Element {
  const words = text.value.seams;
  const error = record.data?.["error"] as { class?: string; severity?: string; message?: string } | undefined;
  return (
    <Dialog title={eventName(record.event)} kind="sheet" onClose={onClose}>
      <p class="hint">{momentOf(record.at)} · {seamName(record.seam_id)}</p>
      {error && <p class="detail-error"><strong>{[error.class, error.severity].filter(Boolean).join(" · ")}</strong>{error.message}</p>}
      <dl class="detail-meters">
        <Share name={words.significance} value={record.significance} />
        {!record.isMaki && <Share name={words.omega} value={record.omega} />}
        {record.voice_states && (["pain", "trust", "chaos"] as const).map((metric) => <Share key={metric} name={nameOfMetric(metric)} value={record.voice_states![metric]} />)}
      </dl>
      <dl class="facts">{factsOf(record).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {record.sift !== undefined && <Json title="SIFT" value={record.sift} />}
      {record.data !== undefined && <Json title={words.data} value={record.data} />}
    </Dialog>
  );
}

function Share({ name, value }: { name: string; value: number }): JSX.Element {
  return <div><dt>{name}</dt><dd><Meter label={name} value={value} kind="plain" /></dd></div>;
}

function factsOf(record: RecordModel): [string, string][] {
  const words = text.value.seams;
  const facts: [string, string][] = record.isMaki ? [] : [[words.delta, record.delta], [words.dimension, numberOf(record.dimension)]];
  facts.push([words.lambda, stepName(record.lambda)], [words.count, numberOf(record.count)], ["id", record.id]);
  if (record.trace_id) facts.push(["trace_id", record.trace_id]);
  if (record.parent_span) facts.push(["parent_span", record.parent_span]);
  return facts;
}

function Json({ title, value }: { title: string; value: unknown }): JSX.Element {
  return (
    <section class="detail-json">
      <h3>{title}</h3>
      <pre class="code" tabIndex={0} aria-label={title}>{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}

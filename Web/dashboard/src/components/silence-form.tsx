import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { alerts, saveSilence, type SilenceModel } from "../stores/alerts";
import { formatMatcher, matcherOf, parseMatchers } from "../stores/matchers";
import { Dialog } from "./dialog";

/** What a silence starts from: the labels of an alert, or a silence. */
export type SilenceSeed = { labels: Record<string, string> } | { silence: SilenceModel; isNew: boolean } | { labels?: undefined; silence?: undefined };

const durations = [1_800, 7_200, 28_800, 86_400, 604_800];
const defaultMs = 7_200_000;

/** Creates or changes a silence, and says beforehand what it will do. */
export function SilenceForm({ seed, onClose }: { seed: SilenceSeed; onClose: () => void }): JSX.Element {
  const words = text.value.silences;
  const silence = "silence" in seed ? seed.silence : undefined;
  const isChange = silence !== undefined && "isNew" in seed && !seed.isNew;
  const matchers = useSignal(startText(seed));
  const starts = useSignal(localTime(isChange ? silence.startsAt : Date.now()));
  const ends = useSignal(localTime(isChange ? silence.endsAt : Date.now() + defaultMs));
  const by = useSignal(silence?.createdBy ?? "");
  const comment = useSignal(silence?.comment ?? "");
  const problem = useSignal<string | null>(null);
  const parsed = useComputed(() => parseMatchers(matchers.value));
  const save = async () => {
    problem.value = check(parsed.value, starts.value, ends.value, by.value, comment.value);
    if (problem.value) return;
    try {
      await saveSilence({ ...(isChange && { id: silence.id }), matchers: parsed.value.matchers, startsAt: startOf(starts.value, silence, isChange), endsAt: new Date(ends.value).toISOString(), createdBy: by.value.trim(), comment: comment.value.trim() });
      onClose();
    } catch (error) {
      problem.value = text.value.alerts.failed(error instanceof Error ? error.message : String(error));
    }
  };
  const extend = (seconds: number) => (ends.value = localTime(Math.max(Date.now(), Date.parse(starts.value)) + seconds * 1_000));
  return (
    <Dialog title={isChange ? words.edit : words.new} onClose={onClose}>
      <form class="form" onSubmit={(event) => (event.preventDefault(), void save())}>
        <label><span>{words.matchers}</span><textarea rows={4} spellcheck={false} value={matchers.value} onInput={(event) => (matchers.value = event.currentTarget.value)} /></label>
        <Preview parsed={parsed.value} />
        <div class="form-row">
          <label><span>{words.starts}</span><input type="datetime-local" value={starts.value} onInput={(event) => (starts.value = event.currentTarget.value)} /></label>
          <label><span>{words.ends}</span><input type="datetime-local" value={ends.value} onInput={(event) => (ends.value = event.currentTarget.value)} /></label>
        </div>
        <div class="ranges" role="group" aria-label={words.duration}>{durations.map((seconds) => <button key={seconds} type="button" class="chip" onClick={() => extend(seconds)}>{words.durations[seconds]}</button>)}</div>
        <div class="form-row">
          <label><span>{words.by}</span><input type="text" value={by.value} onInput={(event) => (by.value = event.currentTarget.value)} /></label>
          <label><span>{words.comment}</span><input type="text" value={comment.value} onInput={(event) => (comment.value = event.currentTarget.value)} /></label>
        </div>
        {problem.value && <p class="bad" role="alert">{problem.value}</p>}
        <div class="actions"><button type="submit" class="button">{isChange ? words.update : words.create}</button><button type="button" class="button quiet" onClick={onClose}>{text.value.common.cancel}</button></div>
      </form>
    </Dialog>
  );
}

function Preview({ parsed }: { parsed: ReturnType<typeof parseMatchers> }): JSX.Element {
  const words = text.value.silences;
  if (parsed.bad !== null) return <p class="bad">{text.value.alerts.badFilter(parsed.bad)}</p>;
  if (parsed.matchers.length === 0) return <p class="hint">{words.problemMatcher}</p>;
  const matches = matcherOf(parsed.matchers);
  const firing = [...alerts.value.values()].filter((alert) => alert.standing !== "resolved");
  const found = firing.filter((alert) => matches(alert.labels));
  const names = [...new Set(found.map((alert) => alert.name))].slice(0, 5).join(", ");
  return (
    <div class="preview" role="status" data-all={found.length > 1 && found.length === firing.length}>
      <strong>{found.length === 0 ? words.previewNone : words.preview(numberOf(found.length))}</strong>
      {names && <span>{names}{new Set(found.map((alert) => alert.name)).size > 5 && "…"}</span>}
      {found.length > 1 && found.length === firing.length && <span>{words.previewAll}</span>}
    </div>
  );
}

function startText(seed: SilenceSeed): string {
  if ("silence" in seed && seed.silence) return seed.silence.matchers.map(formatMatcher).join("\n");
  return Object.entries(seed.labels ?? {}).map(([name, value]) => formatMatcher({ name, value, isRegex: false, isEqual: true })).join("\n");
}

function check(parsed: ReturnType<typeof parseMatchers>, starts: string, ends: string, by: string, comment: string): string | null {
  const words = text.value.silences;
  if (parsed.bad !== null) return text.value.alerts.badFilter(parsed.bad);
  if (parsed.matchers.length === 0) return words.problemMatcher;
  if (!(Date.parse(ends) > Date.parse(starts))) return words.problemEnd;
  return by.trim() === "" || comment.trim() === "" ? words.problemComment : null;
}

// A silence whose start is sent with the second it has is changed in place; any other start makes a new one.
function startOf(typed: string, silence: SilenceModel | undefined, isChange: boolean): string {
  const kept = isChange && silence && localTime(silence.startsAt) === typed ? silence.startsAt : Date.parse(typed);
  return new Date(kept).toISOString();
}

/** The form in which a field takes a moment of local time. */
function localTime(time: number): string {
  const date = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { durationOf, now } from "../i18n/format";
import { text } from "../i18n/text";
import { expireSilence, silences, type SilenceModel } from "../stores/alerts";
import { formatMatcher } from "../stores/matchers";
import { Icon } from "./icons";
import type { SilenceSeed } from "./silence-form";

const order = { active: 0, pending: 1, expired: 2 } as const;

export function SilenceList({ onEdit }: { onEdit: (seed: SilenceSeed) => void }): JSX.Element {
  const words = text.value.silences;
  const withExpired = useSignal(false);
  const shown = silences.value.filter((silence) => withExpired.value || silence.state !== "expired").sort((a, b) => order[a.state] - order[b.state] || a.endsAt - b.endsAt);
  return (
    <section class="silences" aria-label={text.value.alerts.tabs.silences}>
      <div class="actions">
        <button type="button" class="button" onClick={() => onEdit({})}><Icon name="plus" />{words.new}</button>
        <button type="button" class="chip" aria-pressed={withExpired.value} onClick={() => (withExpired.value = !withExpired.value)}>{words.showExpired}</button>
      </div>
      {shown.length === 0 ? <p class="empty">{words.empty}</p> : <ul class="rows">{shown.map((silence) => <Item key={silence.id} silence={silence} onEdit={onEdit} />)}</ul>}
    </section>
  );
}

function Item({ silence, onEdit }: { silence: SilenceModel; onEdit: (seed: SilenceSeed) => void }): JSX.Element {
  const words = text.value.silences;
  const problem = useSignal<string | null>(null);
  const expire = () => expireSilence(silence.id).catch((error: unknown) => (problem.value = error instanceof Error ? error.message : String(error)));
  return (
    <li class="silence" data-state={silence.state}>
      <div>
        <p class="matchers">{silence.matchers.map((matcher) => <code key={formatMatcher(matcher)}>{formatMatcher(matcher)}</code>)}</p>
        <p class="hint">{silence.createdBy}{silence.comment && ` – ${silence.comment}`}</p>
        {problem.value && <p class="bad" role="alert">{text.value.alerts.failed(problem.value)}</p>}
      </div>
      <p class="silence-state"><strong>{words.states[silence.state]}</strong><small>{when(silence)}</small></p>
      <div class="actions">
        <button type="button" class="button quiet" onClick={() => onEdit({ silence, isNew: silence.state === "expired" })}>{silence.state === "expired" ? words.extend : words.edit}</button>
        {silence.state !== "expired" && <button type="button" class="button quiet" onClick={() => void expire()}>{words.expire}</button>}
      </div>
    </li>
  );
}

function when(silence: SilenceModel): string {
  const words = text.value.silences;
  if (silence.state === "expired") return words.endedAgo(durationOf(now.value - silence.endsAt));
  if (silence.state === "pending") return words.startsIn(durationOf(silence.startsAt - now.value));
  return words.endsIn(durationOf(silence.endsAt - now.value));
}

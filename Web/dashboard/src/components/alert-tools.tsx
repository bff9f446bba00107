import { useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { text } from "../i18n/text";
import { alerts, type AlertModel, type AlertStanding } from "../stores/alerts";
import { matcherOf, parseMatchers } from "../stores/matchers";

type Sort = "priority" | "age" | "name";

/** A row of the list: an alert, or the head of a group. */
export interface AlertRow {
  key: string;
  alert: AlertModel | null;
  title: string;
  count: number;
}

/** What is shown, and in which order. */
export interface AlertView {
  filter: Signal<string>;
  group: Signal<string>;
  sort: Signal<Sort>;
  shown: Signal<ReadonlySet<AlertStanding>>;
  bad: ReadonlySignal<string | null>;
  rows: ReadonlySignal<readonly AlertRow[]>;
  count: ReadonlySignal<number>;
  labels: ReadonlySignal<readonly string[]>;
}

const standings: readonly AlertStanding[] = ["active", "acknowledged", "silenced", "inhibited", "resolved"];
const byAge = (a: AlertModel, b: AlertModel) => b.startsAt - a.startsAt || a.fingerprint.localeCompare(b.fingerprint);
const orders: Record<Sort, (a: AlertModel, b: AlertModel) => number> = {
  priority: (a, b) => (a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : byAge(a, b)),
  age: byAge,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : byAge(a, b)),
};

export function useAlertView(): AlertView {
  const filter = useSignal("");
  const group = useSignal("");
  const sort = useSignal<Sort>("priority");
  const shown = useSignal<ReadonlySet<AlertStanding>>(new Set(["active", "acknowledged", "silenced", "inhibited"]));
  const parsed = useComputed(() => parseMatchers(filter.value));
  const found = useComputed(() => {
    const matches = matcherOf(parsed.value.matchers);
    return [...alerts.value.values()].filter((alert) => shown.value.has(alert.standing) && matches(alert.labels)).sort(orders[sort.value]);
  });
  const rows = useComputed(() => (group.value === "" ? found.value.map(rowOf) : grouped(found.value, group.value)));
  const labels = useComputed(() => [...new Set([...alerts.value.values()].slice(0, 200).flatMap((alert) => Object.keys(alert.labels)))].sort());
  const bad = useComputed(() => parsed.value.bad);
  const count = useComputed(() => found.value.length);
  return { filter, group, sort, shown, bad, rows, count, labels };
}

function rowOf(alert: AlertModel): AlertRow {
  return { key: alert.fingerprint, alert, title: "", count: 0 };
}

function grouped(all: readonly AlertModel[], label: string): AlertRow[] {
  const groups = new Map<string, AlertModel[]>();
  for (const alert of all) {
    const value = label === "priority" ? alert.priority : alert.labels[label] ?? "";
    groups.set(value, [...(groups.get(value) ?? []), alert]);
  }
  return [...groups].flatMap(([value, members]) => [{ key: `group ${value}`, alert: null, title: `${label}="${value}"`, count: members.length }, ...members.map(rowOf)]);
}

export function AlertTools({ view }: { view: AlertView }): JSX.Element {
  const words = text.value.alerts;
  const toggle = (standing: AlertStanding) => {
    const next = new Set(view.shown.value);
    if (!next.delete(standing)) next.add(standing);
    view.shown.value = next;
  };
  return (
    <div class="alert-tools">
      <label class="alert-filter">
        <span class="visually-hidden">{words.filter}</span>
        <input type="search" placeholder={words.filterHelp} value={view.filter.value} aria-invalid={view.bad.value !== null} onInput={(event) => (view.filter.value = event.currentTarget.value)} />
        {view.bad.value !== null && <small class="bad">{words.badFilter(view.bad.value)}</small>}
      </label>
      <label class="inline"><span>{words.group}</span>
        <select value={view.group.value} onChange={(event) => (view.group.value = event.currentTarget.value)}>
          <option value="">{words.noGroup}</option>
          <option value="priority">{words.priority}</option>
          {view.labels.value.filter((label) => label !== "priority").map((label) => <option key={label} value={label}>{label}</option>)}
        </select>
      </label>
      <label class="inline"><span>{words.sort}</span>
        <select value={view.sort.value} onChange={(event) => (view.sort.value = event.currentTarget.value as Sort)}>
          {(["priority", "age", "name"] as const).map((sort) => <option key={sort} value={sort}>{words.sorts[sort]}</option>)}
        </select>
      </label>
      <div class="ranges" role="group" aria-label={words.show}>
        {standings.map((standing) => (
          <button key={standing} type="button" class="chip" aria-pressed={view.shown.value.has(standing)} onClick={() => toggle(standing)}>{words.shows[standing]}</button>
        ))}
      </div>
    </div>
  );
}

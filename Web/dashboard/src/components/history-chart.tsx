import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { digitsOf, nameOfMetric, numberOf, unitOf } from "../i18n/format";
import { text } from "../i18n/text";
import { preferences } from "../live/preferences";
import { onValue, type MetricModel } from "../stores/metrics";
import { Choice } from "./choice";
import { bucketOf, readHistory, type History, type HistoryKind } from "./history-data";
import { Icon } from "./icons";
import type { Plot } from "./plot";

const spans = [60, 300, 900, 3_600, 21_600, 86_400, 604_800];
const shortestSpan = 10;
const longestSpan = 604_800;
const settleMs = 150;

/** A span that ends now (`end` null) or at a moment that was chosen. */
interface View {
  spanS: number;
  endMs: number | null;
}

/** The large chart: live, or any part of the past week. */
export function HistoryChart({ metric }: { metric: MetricModel }): JSX.Element {
  const view = useSignal<View>({ spanS: 900, endMs: null });
  const kind = useSignal<HistoryKind>("buckets");
  const history = useSignal<History | null>(null);
  const problem = useSignal<string | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const move = (change: Partial<View>) => (view.value = clamp({ ...view.value, ...change }));

  useReading(metric, view, kind, history, problem);
  useEffect(() => {
    let isGone = false;
    void import("./plot").then(({ Plot }) => {
      if (isGone || !host.current) return;
      plot.current = new Plot(host.current, (fromS, toS) => move({ spanS: toS - fromS, endMs: toS * 1_000 > Date.now() - 1_000 ? null : toS * 1_000 }));
      draw();
    });
    return () => {
      isGone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  const draw = () => {
    if (!history.value) return;
    const end = view.value.endMs ?? Date.now();
    plot.current?.show({ metric: metric.name, history: history.value, band: metric.band.value, limits: metric.limits.value, fromS: end / 1_000 - view.value.spanS, toS: end / 1_000 });
  };
  useSignalEffect(() => {
    void [preferences.theme.value, preferences.language.value, metric.band.value];
    draw();
  });
  useLive(metric, view, history, draw);

  return (
    <section class="history" aria-label={text.value.pulse.chart}>
      <ChartHead metric={metric} kind={kind.value} onKind={(next) => (kind.value = next)} />
      <ChartTools view={view.value} onMove={move} />
      <ChartBody host={host} metric={metric} view={view.value} history={history.value} problem={problem.value} />
    </section>
  );
}

function clamp({ spanS, endMs }: View): View {
  const span = Math.min(longestSpan, Math.max(shortestSpan, spanS));
  const now = Date.now();
  return { spanS: span, endMs: endMs === null || endMs >= now ? null : Math.max(endMs, now - (longestSpan - span) * 1_000) };
}

type Of<T> = { value: T };

/** Reads the history when the view or the metric changes, and again while the view ends now. */
function useReading(metric: MetricModel, view: Of<View>, kind: Of<HistoryKind>, history: Of<History | null>, problem: Of<string | null>): void {
  const name = useSignal(metric.name);
  name.value = metric.name;
  useSignalEffect(() => {
    const [metricName, { spanS, endMs }, chosen] = [name.value, view.value, kind.value];
    let isOver = false;
    const read = async () => {
      try {
        const found = await readHistory(metricName, chosen, spanS, endMs ?? Date.now());
        if (isOver) return;
        history.value = found;
        problem.value = null;
      } catch (error) {
        if (!isOver) problem.value = error instanceof Error ? error.message : String(error);
      }
    };
    const first = setTimeout(() => void read(), settleMs);
    const again = endMs === null ? setInterval(() => void read(), Math.max(10_000, bucketOf(spanS).seconds * 1_000)) : undefined;
    return () => {
      isOver = true;
      clearTimeout(first);
      clearInterval(again);
    };
  });
}

/** Draws values as they come, once for each frame of the screen. */
function useLive(metric: MetricModel, view: Of<View>, history: Of<History | null>, draw: () => void): void {
  const latest = useRef({ metric, draw });
  latest.current = { metric, draw };
  useEffect(() => {
    let frame = 0;
    const redraw = () => (frame ||= requestAnimationFrame(() => ((frame = 0), latest.current.draw())));
    const end = onValue((name, { at, value }) => {
      if (name !== latest.current.metric.name || view.value.endMs !== null || !history.value) return;
      history.value.add(at / 1_000, value);
      redraw();
    });
    return () => {
      end();
      cancelAnimationFrame(frame);
    };
  }, []);
}

function ChartHead({ metric, kind, onKind }: { metric: MetricModel; kind: HistoryKind; onKind: (kind: HistoryKind) => void }): JSX.Element {
  const words = text.value.pulse;
  const value = metric.value.value;
  return (
    <div class="history-head">
      <h2>{nameOfMetric(metric.name)} <span class="history-now">{numberOf(value, digitsOf(metric.name, value ?? 0))}{unitOf(metric.name)}</span></h2>
      <Choice compact label={words.chart} value={kind} options={[["buckets", words.buckets], ["raw", words.raw]]} onChange={onKind} />
    </div>
  );
}

function ChartTools({ view, onMove }: { view: View; onMove: (change: Partial<View>) => void }): JSX.Element {
  const words = text.value.pulse;
  const end = view.endMs ?? Date.now();
  const step = view.spanS * 500;
  const zoom = (factor: number) => onMove({ spanS: view.spanS * factor, endMs: view.endMs === null ? null : end + (view.spanS * (factor - 1) * 1_000) / 2 });
  return (
    <div class="history-tools">
      <div class="ranges" role="group" aria-label={words.range}>
        {spans.map((span) => (
          <button key={span} type="button" class="chip" aria-pressed={span === Math.round(view.spanS)} onClick={() => onMove({ spanS: span })}>{words.ranges[span]}</button>
        ))}
      </div>
      <div class="movers">
        <button type="button" class="icon-button" aria-label={words.earlier} onClick={() => onMove({ endMs: end - step })}><Icon name="left" /></button>
        <button type="button" class="icon-button" aria-label={words.later} disabled={view.endMs === null} onClick={() => onMove({ endMs: end + step })}><Icon name="right" /></button>
        <button type="button" class="icon-button" aria-label={words.closer} onClick={() => zoom(0.5)}><Icon name="plus" /></button>
        <button type="button" class="icon-button" aria-label={words.wider} onClick={() => zoom(2)}><Icon name="minus" /></button>
        <button type="button" class="chip live-chip" aria-pressed={view.endMs === null} onClick={() => onMove({ endMs: null })}>{words.live}</button>
      </div>
    </div>
  );
}

interface BodyProps {
  host: { current: HTMLDivElement | null };
  metric: MetricModel;
  view: View;
  history: History | null;
  problem: string | null;
}

function ChartBody({ host, metric, view, history, problem }: BodyProps): JSX.Element {
  const words = text.value.pulse;
  const span = words.ranges[Math.round(view.spanS)] ?? `${numberOf(view.spanS / 60, 1)} ${text.value.units.min}`;
  return (
    <div class="history-body">
      <div class="plot" ref={host} role="img" aria-label={words.chartOf(nameOfMetric(metric.name), span)} />
      {problem && <p class="history-note">{text.value.common.failed(problem)}</p>}
      {!problem && history?.isEmpty && <p class="history-note">{words.empty}</p>}
    </div>
  );
}

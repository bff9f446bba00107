import type { Band } from "@iskra/client";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { digitsOf, limitOf, numberOf } from "../i18n/format";
import { preferences } from "../live/preferences";
import type { Limits } from "../stores/metrics";
import type { History } from "./history-data";

const height = 280;
const narrowHeight = 220;
const zoomPerStep = 1.25;
const fontSize = "12px";

export interface Shown {
  metric: string;
  history: History;
  band: Band;
  limits: Limits;
  fromS: number;
  toS: number;
}

/** The drawing of the large chart: drag moves through time, the wheel zooms around the pointer. */
export class Plot {
  #plot: uPlot | null = null;
  #shape = "";
  #shown: Shown | null = null;
  readonly #observer: ResizeObserver;

  constructor(
    private readonly host: HTMLElement,
    private readonly onMove: (fromS: number, toS: number) => void,
  ) {
    this.#observer = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    this.#observer.observe(host);
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const shape = [shown.metric, shown.history.hasExtremes, preferences.theme.value, preferences.language.value, matchMedia("(prefers-color-scheme: dark)").matches].join();
    if (shape !== this.#shape) this.#create(shown, shape);
    const { times, values, lows, highs } = shown.history;
    this.#plot!.batch(() => {
      this.#plot!.setData((shown.history.hasExtremes ? [times, values, lows, highs] : [times, values]) as uPlot.AlignedData, false);
      this.#plot!.setScale("x", { min: shown.fromS, max: shown.toS });
      this.#plot!.setScale("y", this.#range(shown));
    });
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  #size(): { width: number; height: number } {
    return { width: Math.max(120, this.host.clientWidth), height: this.host.clientWidth < 560 ? narrowHeight : height };
  }

  #create(shown: Shown, shape: string): void {
    this.#plot?.destroy();
    this.#shape = shape;
    const color = (name: string) => colorOf(this.host, name);
    const [muted, line, ember] = [color("--muted"), color("--line"), color("--ember")];
    const font = `${fontSize} ${getComputedStyle(this.host).fontFamily}`;
    const axis = { stroke: muted, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 } };
    const value = (number: number) => (shown.metric.endsWith("_ms") ? numberOf(number, digitsOf(shown.metric, number)) : limitOf(number));
    const edge = { stroke: "transparent", width: 0, points: { show: false } };
    this.#plot = new uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
        scales: { x: { time: true }, y: { auto: false } },
        axes: [{ ...axis, values: (_, splits) => clocks(splits), space: 80 }, { ...axis, values: (_, splits) => splits.map(value), size: 54 }],
        series: [{}, { stroke: ember, width: 2, points: { show: false }, spanGaps: false }, ...(shown.history.hasExtremes ? [edge, edge] : [])],
        ...(shown.history.hasExtremes && { bands: [{ series: [3, 2] as [number, number], fill: color("--ember-soft") }] }),
        hooks: { drawClear: [(plot) => this.#drawBand(plot, color("--band-soft"))], setCursor: [(plot) => this.#showPoint(plot)] },
      },
      [[], [], ...(shown.history.hasExtremes ? [[], []] : [])] as unknown as uPlot.AlignedData,
      this.host,
    );
    this.#listen(this.#plot);
  }

  /** Values, their band and some room around them. */
  #range({ history, band, metric }: Shown): { min: number; max: number } {
    const from = history.times.findIndex((time) => time >= this.#shown!.fromS);
    const seen = from < 0 ? [] : [...(history.hasExtremes ? [...history.lows.slice(from), ...history.highs.slice(from)] : history.values.slice(from))];
    const bounds = [...seen, ...[band.min, band.max].filter((bound): bound is number => typeof bound === "number" && seen.length < 1_000_000)];
    if (bounds.length === 0) return { min: 0, max: 1 };
    const low = bounds.reduce((a, b) => Math.min(a, b), Infinity);
    const high = bounds.reduce((a, b) => Math.max(a, b), -Infinity);
    const room = Math.max((high - low) * 0.12, metric.endsWith("_ms") ? 1 : 0.02);
    return { min: low >= 0 ? Math.max(0, low - room) : low - room, max: high + room };
  }

  #drawBand(plot: uPlot, fill: string): void {
    const band = this.#shown?.band;
    const y = plot.scales["y"]!;
    if (!band || (band.min == null && band.max == null) || y.min == null || y.max == null) return;
    const top = plot.valToPos(Math.min(band.max ?? y.max, y.max), "y", true);
    const bottom = plot.valToPos(Math.max(band.min ?? y.min, y.min), "y", true);
    plot.ctx.save();
    plot.ctx.fillStyle = fill;
    plot.ctx.fillRect(plot.bbox.left, top, plot.bbox.width, bottom - top);
    plot.ctx.restore();
  }

  #showPoint(plot: uPlot): void {
    const index = plot.cursor.idx;
    const time = index == null ? undefined : plot.data[0][index];
    const value = index == null ? undefined : plot.data[1]![index];
    this.host.dataset.point = time === undefined || value == null ? "" : `${clocks([time])[0]}  ${limitOf(value)}`;
  }

  #listen(plot: uPlot): void {
    const { over } = plot;
    over.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaY) < Math.abs(event.deltaX)) return;
      event.preventDefault();
      const { min, max } = plot.scales["x"]!;
      const at = plot.posToVal(event.offsetX, "x");
      const factor = event.deltaY > 0 ? zoomPerStep : 1 / zoomPerStep;
      this.onMove(at - (at - min!) * factor, at + (max! - at) * factor);
    }, { passive: false });
    over.addEventListener("pointerdown", (event) => this.#drag(plot, event));
  }

  #drag(plot: uPlot, down: PointerEvent): void {
    const { over } = plot;
    const { min, max } = plot.scales["x"]!;
    const perPixel = (max! - min!) / over.clientWidth;
    over.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent) => {
      const shift = (down.clientX - event.clientX) * perPixel;
      if (Math.abs(down.clientX - event.clientX) > 3) this.onMove(min! + shift, max! + shift);
    };
    const end = () => over.removeEventListener("pointermove", move);
    over.addEventListener("pointermove", move);
    over.addEventListener("pointerup", end, { once: true });
    over.addEventListener("pointercancel", end, { once: true });
  }
}

/** Times as an axis shows them: the day only where it changes. */
function clocks(splits: readonly number[]): string[] {
  const locale = preferences.language.value === "ru" ? "ru-RU" : "en-GB";
  const span = (splits.at(-1) ?? 0) - (splits[0] ?? 0);
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", ...(span < 600 && { second: "2-digit" }) });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  return splits.map((split) => (span > 86_400 && new Date(split * 1_000).getHours() === 0 ? day.format(split * 1_000) : clock.format(split * 1_000)));
}

/** A colour token as a canvas understands it. */
function colorOf(host: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

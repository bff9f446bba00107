// The two small drawings of a metric: where the value lies on its scale, and how it moved.

import { historyMs } from "./metrics.js";

const svgNamespace = "http://www.w3.org/2000/svg";

function element(name, attributes, parent) {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

const given = (...values) => values.filter((value) => typeof value === "number");

/** The scale that shows all limits of a metric: 0…1 for the four states, else with some room around. */
export function scaleOf(metric) {
  const { band, limits } = metric;
  const marks = given(band.min, band.max, band.target, ...Object.values(limits));
  if (marks.length === 0) return null;
  if (marks.every((mark) => mark >= 0 && mark <= 1) && !metric.name.includes("_")) return { low: 0, high: 1 };
  if (metric.name.endsWith("_percent") && Math.min(...marks) > 50) return { low: Math.min(...marks) - 1, high: 100 };
  return { low: 0, high: Math.max(...marks) * 1.15 };
}

/** Where the value lies: band, warning and critical zones, and a needle. */
export class Gauge {
  #svg = element("svg", { class: "gauge", "aria-hidden": "true" });
  #needle;
  #scale = null;

  get node() {
    return this.#svg;
  }

  describe(metric) {
    this.#scale = scaleOf(metric);
    this.#svg.replaceChildren();
    this.#svg.toggleAttribute("hidden", !this.#scale);
    if (!this.#scale) return;
    const { low, high } = this.#scale;
    const { band, limits } = metric;
    this.#zone("track", low, high);
    this.#zone("zone-critical", low, limits.critical_low);
    this.#zone("zone-critical", limits.critical_high, high);
    this.#zone("zone-warning", limits.critical_low ?? low, limits.warning_low);
    this.#zone("zone-warning", limits.warning_high, limits.critical_high ?? high);
    this.#zone("band", band.min ?? low, band.max ?? high);
    this.#needle = element("rect", { class: "needle", x: -3, y: 0, width: 6, height: 20, rx: 3 }, element("svg", { overflow: "visible" }, this.#svg));
    this.show(metric);
  }

  show(metric) {
    if (!this.#scale || metric.value === null) return;
    this.#needle.parentNode.setAttribute("x", `${this.#share(metric.value) * 100}%`);
  }

  #zone(name, from, to) {
    if (typeof from !== "number" || typeof to !== "number" || to <= from) return;
    const start = this.#share(from);
    element("rect", { class: name, x: `${start * 100}%`, y: 7, width: `${(this.#share(to) - start) * 100}%`, height: 6, rx: name === "track" ? 3 : 1.5 }, this.#svg);
  }

  #share(value) {
    const { low, high } = this.#scale;
    return Math.min(1, Math.max(0, (value - low) / (high - low)));
  }
}

const width = 240;
const height = 56;

/** How the value moved over the last two minutes. */
export class Sparkline {
  #svg = element("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" });
  #area = element("path", { class: "area" }, this.#svg);
  #line = element("path", { class: "line" }, this.#svg);

  get node() {
    return this.#svg;
  }

  name(label) {
    this.#svg.setAttribute("aria-label", label);
  }

  show(metric, now) {
    if (metric.points.length < 2) return;
    const { low, high } = rangeOf(metric);
    const x = (point) => Math.max(0, width * (1 - (now - point.at) / historyMs));
    const y = (point) => height - 4 - (height - 8) * ((point.value - low) / (high - low));
    const line = metric.points.map((point) => `${x(point).toFixed(1)} ${y(point).toFixed(1)}`).join("L");
    this.#line.setAttribute("d", `M${line}`);
    this.#area.setAttribute("d", `M${x(metric.points[0]).toFixed(1)} ${height}L${line}L${x(metric.points.at(-1)).toFixed(1)} ${height}Z`);
  }
}

// A quiet line should look quiet: the range is never narrower than a tenth of the scale.
function rangeOf(metric) {
  const values = metric.points.map((point) => point.value);
  let low = Math.min(...values);
  let high = Math.max(...values);
  const scale = scaleOf(metric);
  const least = (scale ? (scale.high - scale.low) * 0.25 : Math.abs(high) * 0.1) || 1;
  if (high - low < least) {
    const middle = (low + high) / 2;
    low = middle - least / 2;
    high = middle + least / 2;
  }
  return { low, high };
}

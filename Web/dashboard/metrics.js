// What is known about each metric: its newest value, its band and limits, and the last two minutes.

export const historyMs = 120000;
const mostPoints = 600;

export const core = ["clarity", "chaos", "trust", "pain"];
export const own = ["connection_latency_ms", "availability_percent", "error_rate_percent"];

export class Metrics {
  #metrics = new Map();

  light = null;

  get names() {
    return [...this.#metrics.keys()];
  }

  get(name) {
    if (!this.#metrics.has(name)) {
      this.#metrics.set(name, { name, value: null, state: "ok", band: {}, limits: {}, described: false, points: [] });
    }
    return this.#metrics.get(name);
  }

  /** Takes an answer of GET /api/v2/metrics. */
  describe(list) {
    for (const { metric, value, state, band, limits } of list) {
      const known = this.get(metric);
      known.band = band ?? {};
      known.limits = limits ?? {};
      known.described = true;
      if (known.value === null && typeof value === "number") Object.assign(known, { value, state: state ?? "ok" });
    }
  }

  /** Takes the past of a metric, oldest first; what is known already stays. */
  recall(name, points) {
    const known = this.get(name);
    const from = known.points[0]?.at ?? Infinity;
    known.points = [...points.filter((point) => point.at < from), ...known.points];
  }

  /** Takes the data of a pulse. */
  pulse(data, at) {
    this.light = data.light ?? null;
    for (const [name, { value, state }] of Object.entries(data.metrics ?? {})) this.observe(name, value, state, at);
  }

  /** Takes one value. */
  observe(name, value, state, at) {
    if (typeof value !== "number") return;
    const known = this.get(name);
    known.value = value;
    known.state = state ?? known.state;
    known.points.push({ at, value });
    const oldest = at - historyMs;
    while (known.points.length > mostPoints || (known.points.length > 1 && known.points[1].at < oldest)) known.points.shift();
  }
}

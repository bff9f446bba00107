// Puts what is known on the page. Data is only ever set as text.

import { Gauge, Sparkline } from "./drawing.js";
import { core, own } from "./metrics.js";
import { digitsOf, language, limitOf, nameOf, numberOf, text, unitOf } from "./texts.js";

const byId = (id) => document.getElementById(id);

function node(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

function setText(target, content) {
  if (target.textContent !== content) target.textContent = content;
}

const rank = { ok: 0, violation: 1, warning: 2, critical: 3 };

class MetricView {
  #gauge = new Gauge();
  #spark = new Sparkline();
  #number = node("span");
  #state = node("span", "state");
  #limits = node("small");

  constructor(metric, large) {
    this.large = large;
    this.node = node("article", large ? "card" : "row");
    const title = node("h3", "", nameOf(metric.name));
    const value = node("p", "value");
    value.append(this.#number);
    if (unitOf(metric.name)) value.append(node("span", "unit", unitOf(metric.name)));
    this.#spark.name(text.trend(nameOf(metric.name)));
    if (large) this.#composeCard(title, value);
    else this.#composeRow(title, value);
    this.describe(metric);
  }

  #composeCard(title, value) {
    const head = node("div", "card-head");
    head.append(title, this.#state);
    this.scaleText = node("div", "gauge-text");
    this.node.append(head, value, this.#gauge.node, this.scaleText, this.#spark.node);
  }

  #composeRow(title, value) {
    title.append(this.#limits);
    this.node.append(title, value, this.#spark.node, this.#state);
  }

  describe(metric) {
    this.#gauge.describe(metric);
    const { min, max, target } = metric.band;
    if (this.large) {
      const band = min === undefined || min === null ? "" : `${limitOf(min)}–${limitOf(max)}`;
      this.scaleText.replaceChildren(node("span", "", band), node("span", "", typeof target === "number" ? `${text.target} ${limitOf(target)}` : ""));
    } else {
      setText(this.#limits, typeof max === "number" ? `${text.upTo} ${limitOf(max)}` : typeof min === "number" ? `${text.from} ${limitOf(min)}` : "");
    }
  }

  show(metric, now) {
    setText(this.#number, metric.value === null ? "–" : numberOf(metric.value, digitsOf(metric.name, metric.value)));
    const judged = metric.value !== null && typeof (metric.band.min ?? metric.band.max) === "number";
    setText(this.#state, judged ? text[metric.state] ?? metric.state : "");
    this.#state.hidden = this.#state.textContent === "";
    this.node.dataset.valueState = judged ? metric.state : "none";
    this.node.setAttribute("aria-label", text.inState(nameOf(metric.name), this.#number.textContent, this.#state.textContent));
    this.#gauge.show(metric);
    this.#spark.show(metric, now);
  }
}

export class View {
  #views = new Map();

  constructor() {
    document.documentElement.lang = language;
    document.title = text.brand;
    for (const target of document.querySelectorAll("[data-text]")) target.textContent = text[target.dataset.text];
  }

  show(metrics, now) {
    for (const name of this.#order(metrics.names)) this.#viewOf(metrics.get(name)).show(metrics.get(name), now);
    byId("own-section").hidden = !own.some((name) => this.#views.has(name));
    byId("other-section").hidden = byId("other").childElementCount === 0;
    this.#showLight(metrics);
  }

  describe(metrics) {
    for (const [name, view] of this.#views) view.describe(metrics.get(name));
  }

  #order(names) {
    const others = names.filter((name) => !core.includes(name) && !own.includes(name)).sort();
    return [...core, ...own.filter((name) => names.includes(name)), ...others];
  }

  #viewOf(metric) {
    let view = this.#views.get(metric.name);
    if (!view) {
      const large = core.includes(metric.name);
      view = new MetricView(metric, large);
      this.#views.set(metric.name, view);
      byId(large ? "core" : own.includes(metric.name) ? "own" : "other").append(view.node);
    }
    return view;
  }

  #showLight(metrics) {
    const known = core.map((name) => metrics.get(name)).filter((metric) => metric.value !== null);
    const light = known.length === 0 ? "none" : metrics.light ?? "green";
    byId("light").dataset.light = light;
    setText(byId("light-title"), text[light] ?? text.none);
    setText(byId("light-detail"), this.#detail(known));
  }

  #detail(known) {
    if (known.length === 0) return text.feed;
    const worst = Math.max(...known.map((metric) => rank[metric.state] ?? 0));
    if (worst === 0) return text.calm;
    const concerned = known.filter((metric) => (rank[metric.state] ?? 0) === worst);
    const names = concerned.map((metric) => `${nameOf(metric.name)} ${numberOf(metric.value, 2)}`).join(", ");
    return worst === rank.violation ? text.outside(names) : text.worst(names);
  }

  showConnection(status) {
    byId("link").dataset.state = status.state;
    const seconds = Math.max(1, Math.ceil((status.retryAt - Date.now()) / 1000));
    const said = typeof text[status.state] === "function" ? text[status.state](seconds) : text[status.state];
    setText(byId("link-text"), said);
    const latency = status.latencyMs === null ? "" : `${numberOf(status.latencyMs, status.latencyMs < 10 ? 1 : 0)} ${text.ms}`;
    setText(byId("link-latency"), latency);
    setText(byId("fact-transport"), status.transport ? text[status.transport] : "–");
    setText(byId("fact-latency"), latency || "–");
    setText(byId("fact-rate"), `${numberOf(status.messagesPerSecond, 1)}${text.perSecond}`);
    setText(byId("fact-reconnects"), String(status.reconnects));
    setText(byId("fact-version"), status.version ?? "–");
    document.body.classList.toggle("stale", !["live", "polling"].includes(status.state));
  }
}

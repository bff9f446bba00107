import type { Quality } from "./status.js";

const keptLatencies = 60;
const judgedPings = 20;
const judgedMs = 300_000;
const excellentMs = 100;
const goodMs = 250;
const stabilityPerLoss = 0.15;

/** Judges a connection by its latency, the share of pings that were lost, and how often it broke. */
export class QualityMeter {
  readonly latencies: number[] = [];
  #outcomes: boolean[] = [];
  #breaks: number[] = [];

  /** A ping was answered after so long. */
  answered(latencyMs: number): void {
    this.latencies.push(latencyMs);
    if (this.latencies.length > keptLatencies) this.latencies.shift();
    this.#outcome(true);
  }

  /** A ping had no answer in time. */
  lost(): void {
    this.#outcome(false);
  }

  /** An established connection broke. */
  broke(now: number): void {
    this.#breaks.push(now);
    if (this.#breaks.length > judgedPings) this.#breaks.shift();
  }

  get latencyMs(): number | null {
    return this.latencies.at(-1) ?? null;
  }

  get loss(): number {
    return this.#outcomes.length === 0 ? 0 : this.#outcomes.filter((answered) => !answered).length / this.#outcomes.length;
  }

  stability(now: number): number {
    const recent = this.#breaks.filter((at) => now - at < judgedMs).length;
    return Math.max(0, 1 - recent * stabilityPerLoss);
  }

  /** The quality while connected. */
  judge(now: number): Exclude<Quality, "disconnected"> {
    const latency = median(this.latencies.slice(-5));
    const isShaky = this.loss > 0.1 || this.stability(now) < 0.5;
    if (isShaky || latency >= goodMs) return "poor";
    return latency < excellentMs && this.loss === 0 && this.stability(now) > 0.8 ? "excellent" : "good";
  }

  #outcome(answered: boolean): void {
    this.#outcomes.push(answered);
    if (this.#outcomes.length > judgedPings) this.#outcomes.shift();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

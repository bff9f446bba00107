const factor = 1.5;
const jitter = 0.2;

/** Waits between attempts: each 1.5 times the one before, up to a limit, spread by a fifth to either side. */
export class Backoff {
  #nextMs: number;

  constructor(
    private readonly firstMs: number,
    private readonly longestMs: number,
    private readonly random: () => number,
  ) {
    this.#nextMs = firstMs;
  }

  /** The next wait in milliseconds. */
  next(): number {
    const wait = this.#nextMs * (1 - jitter + 2 * jitter * this.random());
    this.#nextMs = Math.min(this.#nextMs * factor, this.longestMs);
    return Math.min(wait, this.longestMs);
  }

  reset(): void {
    this.#nextMs = this.firstMs;
  }
}

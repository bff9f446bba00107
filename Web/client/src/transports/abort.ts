/** A signal that follows others and a time limit; `AbortSignal.any` is younger than the browsers and Node versions served. */
export class LinkedAbort {
  readonly #controller = new AbortController();
  readonly #sources: readonly AbortSignal[];
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #forward = () => this.#controller.abort();

  constructor(sources: readonly AbortSignal[], limitMs: number) {
    this.#sources = sources;
    this.#timer = setTimeout(this.#forward, limitMs);
    for (const source of sources) {
      if (source.aborted) this.#controller.abort();
      source.addEventListener("abort", this.#forward);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Lets go of the sources and the timer. */
  release(): void {
    clearTimeout(this.#timer);
    for (const source of this.#sources) source.removeEventListener("abort", this.#forward);
  }
}

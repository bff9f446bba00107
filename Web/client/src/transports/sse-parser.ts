/** A block of a stream: an event, or an id alone. */
export interface SseBlock {
  id: string | null;
  data: string | null;
  retryMs: number | null;
}

/** Longest block in characters; a stream that goes beyond it is not one of ours. */
export const longestBlock = 16 << 20;

/** Reads server-sent events from pieces of text, wherever they were cut. */
export class SseParser {
  #rest = "";
  #id: string | null = null;
  #data: string[] = [];
  #retryMs: number | null = null;
  #size = 0;

  constructor(private readonly block: (block: SseBlock) => void) {}

  /** Takes the next piece. Throws when a block is longer than it may be. */
  push(piece: string): void {
    const text = this.#rest + piece;
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.#line(text.slice(from, text[end - 1] === "\r" && end > from ? end - 1 : end));
      from = end + 1;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length + this.#size > longestBlock) throw new RangeError("an event of the stream is longer than it may be");
  }

  #line(line: string): void {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") this.#append(value);
    else if (name === "id") this.#id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.#retryMs = Number(value);
  }

  #append(value: string): void {
    this.#data.push(value);
    this.#size += value.length;
  }

  #dispatch(): void {
    const block = { id: this.#id, data: this.#data.length > 0 ? this.#data.join("\n") : null, retryMs: this.#retryMs };
    this.#id = this.#retryMs = null;
    this.#data = [];
    this.#size = 0;
    if (block.id !== null || block.data !== null || block.retryMs !== null) this.block(block);
  }
}

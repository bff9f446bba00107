const windowSeconds = 5;

/** Counts what comes and goes; the rate is the mean of the last five full seconds. */
export class Traffic {
  messages = 0;
  bytesReceived = 0;
  bytesSent = 0;
  #history: number[] = [];

  received(bytes: number): void {
    this.bytesReceived += bytes;
  }

  message(): void {
    this.messages++;
  }

  sent(bytes: number): void {
    this.bytesSent += bytes;
  }

  /** Called once a second; returns the messages per second. */
  tick(): number {
    this.#history.push(this.messages);
    if (this.#history.length > windowSeconds + 1) this.#history.shift();
    return (this.messages - this.#history[0]!) / Math.max(1, this.#history.length - 1);
  }
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) length += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return length;
}

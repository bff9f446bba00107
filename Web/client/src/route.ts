import type { TransportKind } from "./options.js";

/** Attempts after which a transport is given up that never worked while its server answers otherwise. */
const attemptsOfDeadTransport = 2;

/** Where to connect next: servers in order of preference for each transport, transports best first. */
export class Route {
  #kind = 0;
  #server = 0;
  #serversTried = 0;
  #attempts = 0;
  #kinds: readonly TransportKind[];

  constructor(
    private readonly chain: readonly TransportKind[],
    private readonly servers: readonly string[],
    private readonly maxAttempts: number,
  ) {
    this.#kinds = chain;
  }

  get kind(): TransportKind {
    return this.#kinds[this.#kind]!;
  }

  get server(): string {
    return this.servers[this.#server]!;
  }

  /** Failed attempts in a row at this server and transport. */
  get attempts(): number {
    return this.#attempts;
  }

  /** The best transport, when the current one is not it. */
  get better(): TransportKind | null {
    return this.#kind > 0 ? this.#kinds[0]! : null;
  }

  /** The connection has held long enough to be trusted. */
  succeeded(): void {
    this.#attempts = 0;
    this.#serversTried = 0;
  }

  /** An attempt failed, or a connection did not hold. */
  failed(wasEstablished: boolean, isServerReachable: boolean): void {
    this.#attempts++;
    if (!wasEstablished && isServerReachable && this.#attempts >= attemptsOfDeadTransport) this.#nextKind();
    else if (this.#attempts >= this.maxAttempts) this.#nextServer();
  }

  /** Climbs to a transport that has just been established. */
  take(kind: TransportKind): void {
    this.#kind = Math.max(0, this.#kinds.indexOf(kind));
    this.succeeded();
  }

  /** Allows one transport only, or all again. */
  force(kind: TransportKind | null): void {
    this.#kinds = kind ? [kind] : this.chain;
    this.#kind = 0;
    this.succeeded();
  }

  #nextServer(): void {
    this.#attempts = 0;
    this.#server = (this.#server + 1) % this.servers.length;
    if (++this.#serversTried >= this.servers.length) this.#nextKind();
  }

  #nextKind(): void {
    this.#attempts = 0;
    this.#serversTried = 0;
    this.#kind = (this.#kind + 1) % this.#kinds.length;
  }
}

import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** What passes through; everything unless a test says otherwise. */
export type Route = "websocket" | "sse" | "poll" | "messages" | "other";

/** A proxy between client and gateway that cuts, stalls and refuses connections, as bad networks do. It never reorders. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #stalled = new Set<Duplex>();
  readonly #refused = new Set<Route>();
  /** Requests by what they asked for. */
  readonly seen: Route[] = [];

  private constructor(private readonly target: URL) {
    this.#server = createServer((incoming, outgoing) => this.#serve(incoming, outgoing));
    this.#server.on("upgrade", (incoming, socket, head) => this.#upgrade(incoming, socket, head));
    this.#server.on("connection", (socket) => this.#track(socket));
  }

  static async start(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(new URL(target));
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers 403 to these from now on, and cuts those that are open. */
  refuse(...routes: Route[]): void {
    this.#refused.clear();
    routes.forEach((route) => this.#refused.add(route));
    this.cut();
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets the connections of now stand open and passes nothing on any more. */
  stall(): void {
    for (const socket of this.#sockets) {
      this.#stalled.add(socket);
      socket.pause();
      socket.unpipe();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #track<T extends Duplex>(socket: T): T {
    this.#sockets.add(socket);
    socket.on("close", () => (this.#sockets.delete(socket), this.#stalled.delete(socket)));
    socket.on("error", () => socket.destroy());
    return socket;
  }

  #serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const route = routeOf(incoming);
    this.seen.push(route);
    if (this.#refused.has(route)) return void outgoing.writeHead(403).end();
    const { hostname, port } = this.target;
    const forwarded = request({ hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: this.target.host }, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on("error", () => outgoing.destroy());
      answer.on("aborted", () => outgoing.destroy());
    });
    forwarded.on("socket", (socket) => this.#track(socket));
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.seen.push("websocket");
    if (this.#refused.has("websocket")) return void socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    const upstream: Socket = this.#track(connect(Number(this.target.port), this.target.hostname));
    const headers = Object.entries({ ...incoming.headers, host: this.target.host }).map(([name, value]) => `${name}: ${String(value)}\r\n`).join("");
    upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${headers}\r\n`);
    if (head.length > 0) upstream.write(head);
    upstream.pipe(socket);
    socket.pipe(upstream);
    upstream.on("close", () => this.#stalled.has(upstream) || socket.destroy());
    socket.on("close", () => upstream.destroy());
  }
}

function routeOf({ url }: IncomingMessage): Route {
  if (url?.startsWith("/api/v2/events/stream")) return "sse";
  if (url?.startsWith("/api/v2/events/poll")) return "poll";
  return url?.startsWith("/api/v2/messages") ? "messages" : "other";
}

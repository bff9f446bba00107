import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:net";

const assembly = process.env["ISKRA_GATEWAY"];
const connection = process.env["ISKRA_CONNECTION"];

/** Whether there is a gateway to test against. */
export const hasGateway = assembly !== undefined;

/** Whether there is a database, so that what is durable outlives the process. */
export const hasDatabase = connection !== undefined;

/** A gateway of its own process that can be killed and started again at the same address. */
export class Gateway {
  readonly key = randomBytes(32).toString("hex");
  #process: ChildProcess | null = null;

  private constructor(
    private readonly ports: number[],
    private readonly isDurable: boolean,
  ) {}

  static async start(options: { isDurable?: boolean } = {}): Promise<Gateway> {
    const gateway = new Gateway([await freePort(), await freePort(), await freePort(), await freePort()], options.isDurable ?? false);
    await gateway.start();
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports[0]}`;
  }

  async start(): Promise<void> {
    const [main, pulse, seams, voices] = this.ports;
    const ports = [`--Gateway:Ports:Main=${main}`, `--Gateway:Ports:Pulse=${pulse}`, `--Gateway:Ports:Seams=${seams}`, `--Gateway:Ports:Voices=${voices}`, "--Silo:Port=0"];
    const env: NodeJS.ProcessEnv = { ...process.env, Auth__SigningKey: this.key, ...(this.isDurable ? { ConnectionStrings__Iskra: connection } : { Store: "memory" }) };
    const child = spawn("dotnet", [assembly!, ...ports], { env, stdio: ["ignore", "ignore", "ignore"] });
    this.#process = child;
    await this.#ready(child);
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  /** A token of a user. */
  token(sub: string): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const head = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub, name: sub, exp: Math.floor(Date.now() / 1_000) + 3_600 })}`;
    return `${head}.${createHmac("sha256", this.key).update(head).digest("base64url")}`;
  }

  /** Publishes on a channel; true once it is acknowledged. */
  async publish(channel: string, data: object): Promise<boolean> {
    try {
      const body = JSON.stringify({ type: "publish", channel, data });
      const headers = { "Content-Type": "application/json", Authorization: `Bearer ${this.token("publisher")}` };
      const response = await fetch(`${this.url}/api/v2/messages`, { method: "POST", body, headers, signal: AbortSignal.timeout(5_000) });
      const { replies } = (await response.json()) as { replies?: { type: string }[] };
      return replies?.[0]?.type === "published";
    } catch {
      return false;
    }
  }

  async #ready(child: ChildProcess): Promise<void> {
    for (const until = Date.now() + 40_000; Date.now() < until; ) {
      if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}`);
      const ready = await fetch(`${this.url}/ready`, { signal: AbortSignal.timeout(2_000) }).then((response) => response.ok, () => false);
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the gateway did not become ready within 40 s");
  }
}

const firstPort = 20_000;
const portCount = 6_000;
let nextPort = process.pid * 41;

/**
 * A port that nobody listens on. It lies below those that the system hands out by itself, so that no connection – also not one of a
 * client that tries again and again while the gateway is away – takes it before the gateway does.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < portCount; tries++) {
    const port = firstPort + (nextPort++ % portCount);
    if (await isFree(port)) return port;
  }
  throw new Error("no port is free");
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

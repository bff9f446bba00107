import type { TransportKind } from "./options.js";

/**
 * What the connection is doing. `live`: frames arrive. `waiting`: the next attempt is at `retryAt`. `refused`: the server does not
 * accept the token, and no attempt will be made. `closed`: not started, or closed by its owner.
 */
export type ConnectionState = "closed" | "connecting" | "live" | "waiting" | "refused";

/** How good the connection is: excellent below 100 ms, good below 250 ms, both only while it is stable and loses nothing. */
export type Quality = "excellent" | "good" | "poor" | "disconnected";

/** All that is known about the connection. A new object for every change. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  readonly transport: TransportKind | null;
  /** Base address of the server. */
  readonly server: string | null;
  readonly serverVersion: string | null;
  readonly session: string | null;
  readonly quality: Quality;
  /** Round trip of the newest answered ping. */
  readonly latencyMs: number | null;
  /** Round trips of the newest pings, oldest first, at most 60. */
  readonly latencies: readonly number[];
  /** Share of the last 20 pings that had no answer, 0 to 1. */
  readonly loss: number;
  /** 1 without a lost connection in the last 5 minutes, less with each. */
  readonly stability: number;
  readonly messagesPerSecond: number;
  readonly messagesReceived: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Connections that were lost and established again. */
  readonly reconnects: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** When the next attempt is made, in Unix milliseconds; 0 when none is planned. */
  readonly retryAt: number;
  /** Frames that wait to be sent. */
  readonly queued: number;
  /** Frames that were dropped because the queue was full. */
  readonly dropped: number;
  /** Whether events of the time without a connection are still arriving. */
  readonly behind: boolean;
  /** Events that were brought after the last reconnect. */
  readonly caughtUp: number;
  /** Why the connection was last lost, or null. */
  readonly lastError: string | null;
}

/** The status before the first attempt. */
export const closedStatus: ConnectionStatus = {
  state: "closed", transport: null, server: null, serverVersion: null, session: null, quality: "disconnected", latencyMs: null,
  latencies: [], loss: 0, stability: 1, messagesPerSecond: 0, messagesReceived: 0, bytesReceived: 0, bytesSent: 0, reconnects: 0,
  attempts: 0, retryAt: 0, queued: 0, dropped: 0, behind: false, caughtUp: 0, lastError: null,
};

import type { ClientFrame, SingleFrame } from "../frames.js";
import type { Settings, TransportKind } from "../options.js";
import type { Traffic } from "../traffic.js";

/** Why a connection ended. */
export interface TransportEnd {
  /** `unauthorized` and `token_expired` concern the token; everything else is worth another attempt. */
  reason: string;
  /** When the server asks to be tried again, in milliseconds; null when it did not say. */
  retryAfterMs: number | null;
  /** It opened and yet cannot do what it is for: something on the way lets no request wait. */
  isUnfit?: boolean;
}

/** What a transport tells the client. */
export interface TransportListener {
  /** The connection stands; frames follow. Transports without a session of their own pass null. */
  established(): void;
  frame(frame: SingleFrame): void;
  /** Everything before this cursor has been handed over. */
  cursor(cursor: string): void;
  /** There is room to send again. */
  drained(): void;
  /** Frames that were taken and of which nobody knows whether they arrived. */
  unconfirmed(frames: readonly ClientFrame[]): void;
  /** All that waited on the server has been brought. */
  caughtUp(): void;
  ended(end: TransportEnd): void;
}

/** What a connection starts from. */
export interface TransportStart {
  settings: Settings;
  server: string;
  token: string | null;
  session: string | null;
  traffic: Traffic;
  /** The channels that are wanted at this moment. */
  channels: () => string[];
  /** Adds the position to an address: the cursor, or what is known of the channels. */
  addPosition: (url: URL) => void;
}

/** One connection, from its start to its end; not used again. */
export interface Transport {
  readonly kind: TransportKind;
  /** How many frames can be sent now. */
  capacity(): number;
  send(frames: readonly ClientFrame[]): void;
  /** The wanted channels have changed. True when the transport sees to it itself, false when frames must be sent. */
  channelsChanged(): boolean;
  /** Ends it without a word to the listener. */
  close(): void;
}

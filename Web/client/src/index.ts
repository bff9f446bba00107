export { IskraClient } from "./client.js";
export type { ChannelGap, ClientEvents } from "./events.js";
export type * from "./frames.js";
export { transportChain } from "./options.js";
export type { ClientOptions, SendPriority, TokenSource, TransportKind, WebSocketConstructor } from "./options.js";
export { ChannelPositions } from "./positions.js";
export { RequestError } from "./requests.js";
export type { ConnectionState, ConnectionStatus, Quality } from "./status.js";
export type { ChannelListener } from "./subscriptions.js";

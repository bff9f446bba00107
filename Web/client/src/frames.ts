// Generated from Web/contract/frames.schema.json by `npm run generate`; change it there.

/** Chosen by the sender of a request; its reply repeats it. */
export type Ref = string | number;

/** The one state of a value (domain section 1). */
export type MetricState = "ok" | "violation" | "warning" | "critical";

/** The traffic light over the four metrics. */
export type Light = "green" | "yellow" | "red";

/** Where a metric should lie; a side without a limit is null or absent. */
export interface Band {
  min?: number | null;
  max?: number | null;
  target?: number | null;
}

/** A place in a channel: everything up to here has been seen. */
export interface Position {
  epoch: string;
  seq: number;
}

/** Where a channel stands for this session. */
export interface Receipt {
  epoch: string;
  seq: number;
  /** Present where a position was given: false when the log no longer reached back to it. */
  recovered?: boolean;
}

/** Why a channel was not subscribed. */
export interface Rejection {
  channel: string;
  code: string;
  message: string;
}

/** One value of a metric. */
export interface Sample {
  metric: string;
  value: number;
  /** RFC 3339 or Unix time in milliseconds; now without one. */
  timestamp?: string | number;
  source?: string;
}

/** What answers. */
export interface ServerInfo {
  version: string;
  features: string[];
}

/** Value and state of a metric. */
export interface PulseMetric {
  value: number | null;
  state: MetricState;
}

/** All metrics at one moment. */
export interface PulseData {
  metrics: Record<string, PulseMetric>;
  light: Light;
}

/** A metric changed its state. */
export interface SloChange {
  metric: string;
  from: MetricState;
  to: MetricState;
  value: number;
  band: Band;
  priority?: Priority;
}

/** Priority of an alert. */
export type Priority = "P0" | "P1" | "P2";

/** An alert as its lifecycle events carry it. */
export interface Alert {
  fingerprint: string;
  alertname: string;
  status: string;
  severity: string;
  priority: Priority;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  starts_at: string;
  ends_at?: string | null;
}

/** A condition on a label. */
export interface Matcher {
  name: string;
  value: string;
  isRegex: boolean;
  /** True unless said. */
  isEqual?: boolean;
}

/** A silence, as the Alertmanager API has it. */
export interface Silence {
  id: string;
  matchers: Matcher[];
  startsAt: string;
  endsAt: string;
  createdBy: string;
  comment: string;
  updatedAt?: string;
  /** Its state. */
  status?: {
    state: "pending" | "active" | "expired";
  };
}

/** Alerts in numbers. */
export interface Stats {
  firing_alerts: number;
  resolved_today: number;
  active_silences: number;
  inhibited_alerts: number;
}

/** State of a component. */
export interface ComponentHealth {
  component: string;
  status: "healthy" | "degraded" | "unhealthy";
  latency_ms?: number | null;
  message?: string | null;
}

/** The metric voices or those of the connection. */
export type Choir = "iskra" | "connection";

/** A voice that became active, changed, or fell silent. */
export interface Voice {
  voice: string;
  choir: Choir;
  active: boolean;
  intensity: number;
  trigger?: string | null;
  message?: string | null;
}

/** States of the system (domain section 4). */
export type SystemState = "CHAOTIC_CREATION" | "CRYSTALLIZATION" | "HARMONIOUS_FLOW" | "CRISIS_MODE" | "CREATIVE_TENSION" | "UNKNOWN";

/** The seam on entry of a state. */
export type SeamKind = "chaos_seam" | "weave_seam" | "insight_seam" | "conflict_seam" | "bridge_seam" | "pause_seam";

/** A transition between two system states. */
export interface SeamTransition {
  from: string | null;
  to: SystemState;
  seam: SeamKind;
  intensity: number;
  metrics?: Record<string, number>;
}

/** Transitions in a row under high tension. */
export interface Bifurcation {
  tension: number;
  transitions: SeamTransition[];
}

/** An automatic action. */
export interface ActionExecuted {
  action: string;
  metric?: string | null;
  value?: number | null;
  priority?: string | null;
  voice?: string | null;
  result?: string | null;
}

/** Impact of an event (domain section 3). */
export interface VoiceStates {
  pain: number;
  trust: number;
  chaos: number;
}

/** A record of a noteworthy event (domain section 6). */
export interface DeltaRecord {
  delta: string;
  dimension: number;
  omega: number;
  lambda: string;
  id?: string | number;
  timestamp?: string;
  seam_id?: string;
  voice_states?: VoiceStates;
  trace_id?: string | null;
  parent_span?: string | null;
  sift?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

/** A record of high significance called the recovery voice. */
export interface MakiTriggered {
  record_id: string | number;
  seam_id: string;
  significance: number;
  action: string;
}

/** Asks for a pong that repeats the timestamp. */
export interface ClientPing {
  type: "ping";
  timestamp?: number;
  ref?: Ref;
}

/** Says that the client is alive; answered by heartbeat_ack and pong. */
export interface ClientHeartbeat {
  type: "heartbeat";
  ref?: Ref;
}

/** Answers a ping; counts as life and has no answer. */
export interface ClientPong {
  type: "pong";
  ref?: Ref;
}

/** Reports values by metric name. */
export interface ClientMetrics {
  type: "metrics";
  data: Record<string, number>;
  source?: string;
  ref?: Ref;
}

/** Reports one value and asks for its state. */
export interface ClientMetricUpdate {
  type: "metric_update";
  metric: string;
  value: number;
  timestamp?: string | number;
  source?: string;
  ref?: Ref;
}

/** Reports up to 1,000 samples. */
export interface ClientBulkMetrics {
  type: "bulk_metrics";
  data: Sample[];
  ref?: Ref;
}

/** Follows channels, from positions where given. */
export interface ClientSubscribe {
  type: "subscribe";
  channels: string[];
  since?: Record<string, Position>;
  ref?: Ref;
}

/** Leaves channels. */
export interface ClientUnsubscribe {
  type: "unsubscribe";
  channels: string[];
  ref?: Ref;
}

/** Publishes on a room/… or log/… channel; needs a token. */
export interface ClientPublish {
  type: "publish";
  channel: string;
  data: Record<string, unknown>;
  ref?: Ref;
}

/** Reads older events of a channel. */
export interface ClientHistory {
  type: "history";
  channel: string;
  before?: number;
  limit?: number;
  ref?: Ref;
}

/** Acknowledges an alert. */
export interface ClientAckAlert {
  type: "ack_alert";
  fingerprint: string;
  ref?: Ref;
}

/** The first frame of a session. */
export interface ServerConnectionEstablished {
  type: "connection_established";
  session: string;
  dashboard: string;
  /** In milliseconds. */
  heartbeat_interval: number;
  resumed: boolean;
  server_info: ServerInfo;
  timestamp: number;
  ref?: Ref;
}

/** Answers a ping. */
export interface ServerPong {
  type: "pong";
  timestamp: number;
  server_time: number;
  cursor: string;
  ref?: Ref;
}

/** Answers a heartbeat. */
export interface ServerHeartbeatAck {
  type: "heartbeat_ack";
  cursor: string;
  timestamp: number;
  ref?: Ref;
}

/** Every sample is stored. */
export interface ServerMetricsReceived {
  type: "metrics_received";
  status: string;
  count: number;
  timestamp: number;
  ref?: Ref;
}

/** The sample is stored; its state. */
export interface ServerMetricUpdated {
  type: "metric_updated";
  metric: string;
  value: number;
  state: MetricState;
  band: Band;
  timestamp: number;
  ref?: Ref;
}

/** What is followed now, and from where; comes after what was replayed. */
export interface ServerSubscribed {
  type: "subscribed";
  channels: string[];
  status: "ok" | "partial" | "rejected";
  positions: Record<string, Receipt>;
  cursor: string;
  timestamp: number;
  rejected?: Rejection[];
  ref?: Ref;
}

/** What is not followed any more. */
export interface ServerUnsubscribed {
  type: "unsubscribed";
  channels: string[];
  status: string;
  timestamp: number;
  ref?: Ref;
}

/** The event has its number. */
export interface ServerPublished {
  type: "published";
  channel: string;
  epoch: string;
  seq: number;
  timestamp: number;
  ref?: Ref;
}

/** Older events, oldest first. */
export interface ServerHistory {
  type: "history";
  channel: string;
  events: ChannelEvent[];
  has_more: boolean;
  timestamp: number;
  ref?: Ref;
}

/** The alert is acknowledged. */
export interface ServerAlertAcknowledged {
  type: "alert_acknowledged";
  fingerprint: string;
  data: Alert;
  timestamp: number;
  ref?: Ref;
}

/** What is wrong and what would be right. */
export interface ServerError {
  type: "error";
  code: string;
  message: string;
  timestamp: number;
  field?: string;
  /** In seconds. */
  retry_after?: number;
  ref?: Ref;
}

/** Several frames in order, for sessions that asked for it. */
export interface ServerBatch {
  type: "batch";
  messages: SingleFrame[];
  timestamp: number;
  ref?: Ref;
}

/** The live value of a metric, on the channel of its name. */
export interface EventMetrics {
  type: "metrics";
  channel: string;
  seq: number;
  timestamp: number;
  data: Record<string, number>;
  state: MetricState;
}

/** All metrics and the traffic light, on channel pulse. */
export interface EventPulse {
  type: "pulse";
  channel: string;
  seq: number;
  timestamp: number;
  data: PulseData;
}

/** The state of a channel as of a number, where the log does not reach back. */
export interface EventSnapshot {
  type: "snapshot";
  channel: string;
  epoch: string;
  seq: number;
  timestamp: number;
  data: unknown;
}

/** A metric changed its state, on channel slo. */
export interface EventSloChanged {
  type: "slo_changed";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: SloChange;
}

/** What was published on a room/… or log/… channel. */
export interface EventMessage {
  type: "message";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Record<string, unknown>;
}

/** A new alert. */
export interface EventAlertCreated {
  type: "alert_created";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Alert;
}

/** An alert fires. */
export interface EventAlertFiring {
  type: "alert_firing";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Alert;
}

/** An alert is over. */
export interface EventAlertResolved {
  type: "alert_resolved";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Alert;
}

/** An alert is muted by another. */
export interface EventAlertInhibited {
  type: "alert_inhibited";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Alert;
}

/** Somebody takes care of an alert. */
export interface EventAlertAcknowledged {
  type: "alert_acknowledged";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Alert;
}

/** A silence was made. */
export interface EventSilenceCreated {
  type: "silence_created";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Silence;
}

/** A silence was changed. */
export interface EventSilenceUpdated {
  type: "silence_updated";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Silence;
}

/** A silence was ended by hand. */
export interface EventSilenceDeleted {
  type: "silence_deleted";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Silence;
}

/** A silence ran out. */
export interface EventSilenceExpired {
  type: "silence_expired";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Silence;
}

/** Alerts in numbers, every 10 s. */
export interface EventStatsUpdated {
  type: "stats_updated";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Stats;
}

/** A component changed its state. */
export interface EventHealthChanged {
  type: "health_changed";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: ComponentHealth;
}

/** Something everybody should read. */
export interface EventSystemNotification {
  type: "system_notification";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Record<string, unknown>;
}

/** A notification could not be delivered. */
export interface EventNotificationFailed {
  type: "notification_failed";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Record<string, unknown>;
}

/** A voice became active. */
export interface EventVoiceActivated {
  type: "voice_activated";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Voice;
}

/** A voice fell silent. */
export interface EventVoiceDeactivated {
  type: "voice_deactivated";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Voice;
}

/** An active voice changed its intensity. */
export interface EventVoiceChanged {
  type: "voice_changed";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Voice;
}

/** The system changed its state. */
export interface EventSeamTransition {
  type: "seam_transition";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: SeamTransition;
}

/** Transitions in a row under high tension. */
export interface EventBifurcationDetected {
  type: "bifurcation_detected";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: Bifurcation;
}

/** The system acted by itself. */
export interface EventActionExecuted {
  type: "action_executed";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: ActionExecuted;
}

/** A record of a noteworthy event. */
export interface EventDeltaEvent {
  type: "delta_event";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: DeltaRecord;
}

/** The recovery voice of the records was called. */
export interface EventMakiTriggered {
  type: "maki_triggered";
  id: string;
  channel: string;
  seq: number;
  /** RFC 3339. */
  timestamp: string;
  source: string;
  data: MakiTriggered;
}

/** Any frame that clients send. */
export type ClientFrame =
  | ClientPing
  | ClientHeartbeat
  | ClientPong
  | ClientMetrics
  | ClientMetricUpdate
  | ClientBulkMetrics
  | ClientSubscribe
  | ClientUnsubscribe
  | ClientPublish
  | ClientHistory
  | ClientAckAlert;

/** Any numbered event of a channel. */
export type ChannelEvent =
  | EventMetrics
  | EventPulse
  | EventSnapshot
  | EventSloChanged
  | EventMessage
  | EventAlertCreated
  | EventAlertFiring
  | EventAlertResolved
  | EventAlertInhibited
  | EventAlertAcknowledged
  | EventSilenceCreated
  | EventSilenceUpdated
  | EventSilenceDeleted
  | EventSilenceExpired
  | EventStatsUpdated
  | EventHealthChanged
  | EventSystemNotification
  | EventNotificationFailed
  | EventVoiceActivated
  | EventVoiceDeactivated
  | EventVoiceChanged
  | EventSeamTransition
  | EventBifurcationDetected
  | EventActionExecuted
  | EventDeltaEvent
  | EventMakiTriggered;

/** Any frame of the server but a batch. */
export type SingleFrame =
  | ServerConnectionEstablished
  | ServerPong
  | ServerHeartbeatAck
  | ServerMetricsReceived
  | ServerMetricUpdated
  | ServerSubscribed
  | ServerUnsubscribed
  | ServerPublished
  | ServerHistory
  | ServerAlertAcknowledged
  | ServerError
  | ChannelEvent;

/** Any frame that the server sends. */
export type ServerFrame =
  | SingleFrame
  | ServerBatch;

/** Answer of GET /api/v2/events/poll. */
export interface PollAnswer {
  cursor: string;
  events: ChannelEvent[];
}

/** Answer of POST /api/v2/messages. */
export interface Replies {
  replies: SingleFrame[];
}

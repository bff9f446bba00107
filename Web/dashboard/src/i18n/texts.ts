type Words<K extends string> = Record<K, string>;
type Forms = readonly [string, string, string];

/** Every text of the pages. A language that misses one does not compile. */
export interface Texts {
  brand: string;
  skip: string;
  navigation: string;
  pages: Words<"pulse" | "seams" | "voices" | "alerts" | "cluster">;
  units: Words<"ms" | "s" | "min" | "h" | "d" | "perSecond" | "byte" | "kib" | "mib">;
  metricNames: Words<"clarity" | "chaos" | "trust" | "pain" | "connection_latency_ms" | "availability_percent" | "error_rate_percent">;
  states: Words<"ok" | "violation" | "warning" | "critical">;
  common: Words<"close" | "cancel" | "save" | "none" | "all" | "more" | "since" | "missing" | "show" | "loading" | "now" | "stale"> & {
    ago: (age: string) => string;
    failed: (what: string) => string;
  };
  link: Words<
    | "title" | "closed" | "connecting" | "live" | "refused" | "pollingOnly" | "noRealTime" | "pollingHelp" | "behind" | "quality" | "latency" | "latencyGraph" | "loss" | "stability" | "messages" | "received" | "sent"
    | "reconnects" | "transport" | "server" | "version" | "session" | "queued" | "dropped" | "lastError" | "force" | "automatic" | "mode" | "enhanced" | "legacy" | "enhancedHelp" | "legacyHelp"
    | "token" | "tokenHelp" | "useToken" | "dropToken" | "hasToken" | "offline"
  > & {
    waiting: (seconds: number) => string;
    caughtUp: (events: string) => string;
    eventForms: Forms;
    gap: (channel: string) => string;
    qualities: Words<"excellent" | "good" | "poor" | "disconnected">;
    transports: Words<"websocket" | "sse" | "longpoll" | "poll">;
  };
  settings: Words<"title" | "theme" | "language" | "notify" | "notifyHelp" | "notifyDenied" | "on" | "off"> & { themes: Words<"auto" | "light" | "dark"> };
  notices: Words<"title" | "dismiss"> & { critical: (name: string, value: string) => string; alert: (name: string) => string; notTold: (receiver: string, channel: string) => string };
  pulse: Words<
    | "title" | "core" | "own" | "other" | "green" | "yellow" | "red" | "none" | "calm" | "feed" | "light" | "target" | "upTo" | "from" | "chart" | "raw" | "buckets" | "live" | "earlier" | "later"
    | "closer" | "wider" | "range" | "empty" | "average" | "extremes" | "band"
  > & {
    outside: (names: string) => string;
    worst: (names: string) => string;
    trend: (name: string) => string;
    inState: (name: string, value: string, state: string) => string;
    chartOf: (name: string, span: string) => string;
    show: (name: string) => string;
    ranges: Record<string, string>;
  };
  seams: Words<
    | "state" | "noState" | "intensity" | "timeline" | "timelineOf" | "noTransitions" | "bifurcations" | "noBifurcations" | "tension" | "components" | "seam" | "noComponents" | "log" | "filter" | "leastSignificance" | "noRecords" | "delta" | "dimension" | "omega" | "lambda" | "significance" | "bifurcation" | "calm"
    | "window" | "quiet" | "older" | "event" | "data" | "count"
  > & {
    since: (age: string) => string;
    errors: (count: string) => string;
    shown: (count: string) => string;
    showRecords: (seam: string) => string;
    states: Record<string, string>;
    meanings: Record<string, string>;
    seamNames: Record<string, string>;
    componentNames: Record<string, string>;
    eventNames: Record<string, string>;
    stepNames: Record<string, string>;
  };
  voices: Words<
    | "title" | "iskra" | "connection" | "active" | "silent" | "intensity" | "conflicts" | "synergies" | "harmony" | "noConflicts" | "noSynergies" | "timeline" | "timelineOf" | "log" | "nothing" | "actions" | "noActions"
  > & { since: (age: string) => string; names: Record<string, string>; roles: Record<string, string>; verbs: Record<string, string> };
  alerts: Words<
    | "title" | "filter" | "filterHelp" | "group" | "noGroup" | "sort" | "show" | "empty" | "calm" | "calmHelp" | "priority" | "age" | "labels" | "annotations" | "status" | "receivers" | "source" | "open" | "quiet"
    | "notQuiet" | "silencedBy" | "inhibitedBy" | "acknowledge" | "acknowledged" | "silence" | "escalation" | "noEscalation" | "noChain" | "routed" | "held" | "stopped" | "tellsEnd" | "select"
  > & {
    badFilter: (part: string) => string;
    acknowledgedBy: (who: string) => string;
    failed: (why: string) => string;
    tabs: Words<"alerts" | "silences">;
    stats: Words<"firing" | "inhibited" | "silences" | "resolved">;
    sorts: Words<"priority" | "age" | "name">;
    shows: Words<"active" | "acknowledged" | "silenced" | "inhibited" | "resolved">;
    statuses: Record<string, string>;
    reasons: Record<string, string>;
    countForms: Forms;
    roles: Record<string, string>;
    channels: Record<string, string>;
    noReceiver: (role: string) => string;
    dueIn: (age: string) => string;
    notificationStates: Words<"pending" | "claimed" | "sent" | "failed"> & { again: (age: string) => string };
  };
  silences: Words<
    | "new" | "edit" | "expire" | "extend" | "title" | "matchers" | "starts" | "ends" | "by" | "comment" | "duration" | "previewNone" | "previewAll" | "empty" | "create" | "update" | "problemMatcher" | "problemEnd"
    | "problemComment" | "showExpired"
  > & {
    preview: (count: string) => string;
    endsIn: (age: string) => string;
    startsIn: (age: string) => string;
    endedAgo: (age: string) => string;
    states: Words<"active" | "pending" | "expired">;
    durations: Record<string, string>;
  };
  cluster: Words<
    | "silos" | "gateways" | "grains" | "channels" | "sessions" | "breaker" | "components" | "address" | "status" | "name" | "runs" | "activations" | "head" | "subscribers" | "connections" | "latency" | "sent" | "peak"
    | "needsToken" | "channel" | "kind" | "draining" | "noActivations" | "noChannels" | "find"
  > & {
    answered: (time: string) => string;
    probed: (age: string) => string;
    andMore: (count: string) => string;
    breakers: Record<string, string>;
    health: Record<string, string>;
    overall: Record<string, string>;
    engines: Record<string, string>;
    statuses: Record<string, string>;
    kinds: Record<string, string>;
    componentNames: Record<string, string>;
  };
}

import type { TransportKind } from "@iskra/client";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { bytesOf, now, numberOf, plural } from "../i18n/format";
import { text } from "../i18n/text";
import { forceTransport, forced, reconnect, setMode, status } from "../live/live";
import { preferences } from "../live/preferences";
import { hasToken, setToken } from "../live/token";
import { Choice } from "./choice";
import { Dialog } from "./dialog";
import { Sparkline } from "./sparkline";

/** Failed attempts after which the page says that there is no connection; one alone passes unnoticed. */
const attemptsBeforeSaid = 2;

/** What the connection is doing, in a few words. */
function stateText(): string {
  const { state, transport, retryAt, behind } = status.value;
  const words = text.value.link;
  if (state === "waiting") return words.waiting(Math.max(1, Math.ceil((retryAt - now.value) / 1_000)));
  if (state !== "live") return words[state];
  if (behind) return words.behind;
  return transport === "poll" ? words.pollingOnly : words.live;
}

/** The transport in a word, beside the text of the chip. */
function transportText(): string {
  const { state, transport } = status.value;
  const words = text.value.link.transports;
  if (state !== "live" || transport === null || transport === "poll") return "";
  return transport === "sse" ? "SSE" : words[transport];
}

/** The connection at a glance; a click shows all about it. */
export function ConnectionChip({ onOpen }: { onOpen: () => void }): JSX.Element {
  const { state, latencyMs, quality, transport } = status.value;
  return (
    <button type="button" class="link" data-state={state} data-quality={quality} data-transport={transport ?? ""} onClick={onOpen}>
      <span class="link-dot" aria-hidden="true" />
      <span role="status" class="link-text">{stateText()}</span>
      {transportText() !== "" && <span class="link-transport">{transportText()}</span>}
      {state === "live" && latencyMs !== null && (
        <span class="link-latency">{numberOf(latencyMs, latencyMs < 10 ? 1 : 0)} {text.value.units.ms}</span>
      )}
    </button>
  );
}

/** Says over the page that nothing arrives by itself: there is plain polling only, or not even that for a while. */
export function NoRealTime(): JSX.Element | null {
  const { state, transport, attempts } = status.value;
  const words = text.value.link;
  const isPolling = state === "live" && transport === "poll";
  if (!isPolling && (state === "live" || attempts < attemptsBeforeSaid)) return null;
  return (
    <p class="no-real-time" role="status">
      <strong>{words.noRealTime}</strong> {isPolling ? words.pollingHelp : words.offline}
    </p>
  );
}

export function ConnectionPanel({ onClose }: { onClose: () => void }): JSX.Element {
  const words = text.value.link;
  const { state, quality, latencies, lastError } = status.value;
  const end = Date.now();
  const points = latencies.map((value, index) => ({ at: end - (latencies.length - 1 - index) * 5_000, value }));
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p class="quality" data-quality={quality}>
        <strong>{words.qualities[quality]}</strong>
        <span>{stateText()}</span>
      </p>
      {state !== "live" && <p class="hint">{words.noRealTime} {words.offline}</p>}
      <div class="latency-graph"><Sparkline points={points} spanMs={300_000} label={words.latencyGraph} least={4} /></div>
      <Facts />
      {lastError && <p class="hint">{words.lastError}: {lastError}</p>}
      <Switches />
      <TokenForm />
    </Dialog>
  );
}

function Facts(): JSX.Element {
  const words = text.value.link;
  const units = text.value.units;
  const s = status.value;
  const facts: [string, string][] = [
    [words.transport, s.transport ? words.transports[s.transport] : "–"],
    [words.latency, s.latencyMs === null ? "–" : `${numberOf(s.latencyMs, 1)} ${units.ms}`],
    [words.messages, `${numberOf(s.messagesPerSecond, 1)}${units.perSecond}`],
    [words.reconnects, numberOf(s.reconnects)],
    [words.received, bytesOf(s.bytesReceived)],
    [words.sent, bytesOf(s.bytesSent)],
    [words.loss, `${numberOf(s.loss * 100)} %`],
    [words.stability, `${numberOf(s.stability * 100)} %`],
    [words.server, s.server?.replace(/^https?:\/\//, "") ?? "–"],
    [words.version, s.serverVersion ?? "–"],
    [words.queued, numberOf(s.queued)],
    [words.dropped, numberOf(s.dropped)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function Switches(): JSX.Element {
  const words = text.value.link;
  const mode = preferences.mode.value;
  const kinds: [TransportKind | "auto", string][] = [["auto", words.automatic], ["websocket", words.transports.websocket], ["sse", "SSE"], ["longpoll", words.transports.longpoll], ["poll", words.transports.poll]];
  return (
    <>
      <Choice label={words.mode} value={mode} options={[["enhanced", words.enhanced], ["legacy", words.legacy]]} onChange={setMode} />
      <p class="hint">{mode === "legacy" ? words.legacyHelp : words.enhancedHelp}</p>
      {mode === "enhanced" && (
        <Choice label={words.force} value={forced.value ?? "auto"} options={kinds} onChange={(kind) => forceTransport(kind === "auto" ? null : kind)} />
      )}
    </>
  );
}

/** Takes a token; in a page it stands where something needs one. */
export function TokenForm({ inPage = false }: { inPage?: boolean }): JSX.Element {
  const words = text.value.link;
  const typed = useSignal("");
  const use = (value: string | null) => {
    setToken(value);
    typed.value = "";
    reconnect();
  };
  return (
    <form class={inPage ? "token-here" : "token"} onSubmit={(event) => (event.preventDefault(), use(typed.value))}>
      <label>
        <span>{words.token}</span>
        <input type="password" autocomplete="off" value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
      </label>
      <button type="submit" class="button" disabled={typed.value.trim() === ""}>{inPage ? text.value.common.show : words.useToken}</button>
      {hasToken.value && <button type="button" class="button quiet" onClick={() => use(null)}>{words.dropToken}</button>}
      <p class="hint">{hasToken.value ? words.hasToken : words.tokenHelp}</p>
    </form>
  );
}

/** Says for a while how much was brought after a reconnect. */
export function CaughtUp(): JSX.Element | null {
  const { caughtUp, behind, reconnects } = status.value;
  if (reconnects === 0 || behind || caughtUp === 0) return null;
  return <span class="caught-up">{text.value.link.caughtUp(plural(caughtUp, text.value.link.eventForms))}</span>;
}

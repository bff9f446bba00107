import type { Choir } from "@iskra/client";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Meter } from "../components/meter";
import { Timeline } from "../components/timeline";
import { clockOf, durationOf, nameOfMetric, now, numberOf } from "../i18n/format";
import { text } from "../i18n/text";
import { preferences } from "../live/preferences";
import { actions, choirs, conflicts, harmony, spellsOf, startVoices, synergies, voiceEvents, voices, voiceSpanMs, type Pair, type VoiceModel } from "../stores/voices";
import "../styles/voices.css";

const circumference = 2 * Math.PI * 26;
const shownEvents = 40;

export function VoicesPage(): JSX.Element {
  useEffect(startVoices, []);
  return (
    <div class="page voices">
      <Choir choir="iskra" />
      <div class="columns">
        <Harmony />
        <Pairs title={text.value.voices.conflicts} empty={text.value.voices.noConflicts} pairs={conflicts.value} kind="conflict" />
        <Pairs title={text.value.voices.synergies} empty={text.value.voices.noSynergies} pairs={synergies.value} kind="synergy" />
      </div>
      <Choir choir="connection" />
      <History />
      <div class="columns two">
        <Said />
        <Actions />
      </div>
    </div>
  );
}

function Choir({ choir }: { choir: Choir }): JSX.Element {
  const title = text.value.voices[choir];
  return (
    <section aria-label={title}>
      <h2 class="section-title">{title}</h2>
      <ul class="choir" data-choir={choir}>{choirs[choir].map((name) => <VoiceCard key={name} voice={voices.value.get(name)!} />)}</ul>
    </section>
  );
}

function VoiceCard({ voice }: { voice: VoiceModel }): JSX.Element {
  const words = text.value.voices;
  const name = words.names[voice.voice] ?? voice.voice;
  const state = voice.active ? words.active : words.silent;
  return (
    <li class="voice" data-voice={voice.voice} data-active={voice.active}>
      {voice.changes > 0 && <span key={voice.changes} class="flash" aria-hidden="true" />}
      <svg class="ring" viewBox="0 0 60 60" aria-hidden="true">
        <circle class="ring-track" cx="30" cy="30" r="26" />
        <circle class="ring-value" cx="30" cy="30" r="26" style={{ strokeDasharray: circumference, strokeDashoffset: circumference * (1 - (voice.active ? voice.intensity : 0)) }} />
        <text x="30" y="30">{name.slice(0, 1)}</text>
      </svg>
      <div>
        <h3>{name}</h3>
        <p class="role">{words.roles[voice.voice]}</p>
        <p class="voice-state">
          {state}
          {voice.active && <><span class="visually-hidden">, {words.intensity}</span> {numberOf(voice.intensity, 2)}</>}
        </p>
      </div>
      <p class="trigger">{voice.active && voice.trigger}{voice.active && voice.since !== null && <small>{words.since(durationOf(now.value - voice.since))}</small>}</p>
    </li>
  );
}

function Harmony(): JSX.Element {
  const value = harmony.value;
  return (
    <section class="panel harmony">
      <h2>{text.value.voices.harmony}</h2>
      <p class="harmony-value">{numberOf(value, 2)}</p>
      <Meter label={text.value.voices.harmony} value={value} kind="synergy" />
    </section>
  );
}

function Pairs({ title, empty, pairs, kind }: { title: string; empty: string; pairs: readonly Pair[]; kind: string }): JSX.Element {
  const name = (voice: string) => text.value.voices.names[voice] ?? voice;
  return (
    <section class="panel">
      <h2>{title}</h2>
      {pairs.length === 0 ? <p class="hint">{empty}</p> : (
        <ul class="pairs-list">
          {pairs.map(({ voices: [first, second], strength }) => (
            <li key={first + second}><span>{name(first)} – {name(second)}</span><Meter label={`${name(first)} – ${name(second)}`} value={strength} kind={kind} /></li>
          ))}
        </ul>
      )}
    </section>
  );
}

function History(): JSX.Element {
  const words = text.value.voices;
  const to = now.value;
  const rows = [...choirs.iskra, ...choirs.connection].map((voice) => ({
    name: words.names[voice] ?? voice,
    spells: spellsOf(voice, to).map((spell) => ({ ...spell, kind: choirs.iskra.includes(voice) ? "iskra" : "connection", title: `${words.names[voice]}: ${clockOf(spell.from)} – ${clockOf(spell.to)}` })),
  }));
  return (
    <section class="panel">
      <h2>{words.timeline}</h2>
      <Timeline label={words.timelineOf} rows={rows} from={to - voiceSpanMs} to={to} />
    </section>
  );
}

function Said(): JSX.Element {
  const words = text.value.voices;
  const language = preferences.language.value;
  const shown = voiceEvents.value.slice(-shownEvents).reverse();
  return (
    <section class="panel">
      <h2>{words.log}</h2>
      {shown.length === 0 ? <p class="hint">{words.nothing}</p> : (
        <ol class="log" tabIndex={0} aria-label={words.log}>
          {shown.map((event) => (
            <li key={event.seq} data-type={event.type}>
              <time>{clockOf(event.at)}</time>
              <span><strong>{words.names[event.voice] ?? event.voice}</strong> {words.verbs[event.type]}{event.trigger && <small> {event.trigger}</small>}{event.type === "voice_activated" && event.messages[language] && <q>{event.messages[language]}</q>}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Actions(): JSX.Element {
  const words = text.value.voices;
  const shown = actions.value.slice(-shownEvents).reverse();
  return (
    <section class="panel">
      <h2>{words.actions}</h2>
      {shown.length === 0 ? <p class="hint">{words.noActions}</p> : (
        <ol class="log" tabIndex={0} aria-label={words.actions}>
          {shown.map(({ seq, at, data }) => (
            <li key={seq}>
              <time>{clockOf(at)}</time>
              <span>
                <strong>{data.action}</strong> {data.voice ? words.names[data.voice] ?? data.voice : data.metric && `${nameOfMetric(data.metric)} ${numberOf(data.value, 2)}`}
                {data.result && <small> {data.result}</small>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

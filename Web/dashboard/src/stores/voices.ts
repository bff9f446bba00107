import type { ActionExecuted, ChannelEvent, Choir, Voice } from "@iskra/client";
import { computed, signal } from "@preact/signals";
import { api } from "../live/api";
import { follow, historyOf, isLive, lastGap, whenLive } from "../live/live";

/** How far the timeline reaches back. */
export const voiceSpanMs = 1_800_000;
const mostEvents = 500;
const historyLimit = 200;
const askWithoutConnectionMs = 5_000;

export const choirs: Record<Choir, readonly string[]> = {
  iskra: ["kain", "pino", "sam", "anhantra", "hundun", "iskriv", "iskra"],
  connection: ["alarm", "courage", "celebration", "curiosity", "mercy", "concern", "patience"],
};

const conflictPairs: readonly (readonly [string, string])[] = [["kain", "pino"], ["sam", "hundun"], ["iskriv", "hundun"], ["anhantra", "hundun"]];
const synergyPairs: readonly (readonly [string, string])[] = [["kain", "anhantra"], ["pino", "hundun"], ["sam", "iskra"], ["iskriv", "hundun"], ["anhantra", "iskra"]];

export interface VoiceModel {
  voice: string;
  choir: Choir;
  active: boolean;
  intensity: number;
  trigger: string | null;
  since: number | null;
  changes: number;
}

/** One thing that a voice did. */
export interface VoiceEvent {
  seq: number;
  at: number;
  type: "voice_activated" | "voice_deactivated" | "voice_changed";
  voice: string;
  intensity: number;
  trigger: string | null;
  messages: { ru?: string; en?: string };
}

export interface ActionEvent {
  seq: number;
  at: number;
  data: ActionExecuted;
}

/** Two voices that speak at once and how much. */
export interface Pair {
  voices: readonly [string, string];
  strength: number;
}

export const voices = signal<ReadonlyMap<string, VoiceModel>>(new Map(Object.entries(choirs).flatMap(([choir, names]) => names.map((voice) => [voice, silent(voice, choir as Choir)]))));
export const voiceEvents = signal<readonly VoiceEvent[]>([]);
export const actions = signal<readonly ActionEvent[]>([]);

export const conflicts = computed(() => pairsOf(conflictPairs));
export const synergies = computed(() => pairsOf(synergyPairs));

/** Mean strength of the synergies minus mean intensity of the conflicts, 0 to 1 (domain section 2). */
export const harmony = computed(() => Math.min(1, Math.max(0, mean(synergies.value) - mean(conflicts.value))));

let isStarted = false;

export function startVoices(): void {
  if (isStarted) return;
  isStarted = true;
  follow(["voices"], takeVoice);
  follow(["system"], takeAction);
  whenLive(() => void read());
  lastGap.subscribe((gap) => gap?.channel === "voices" && void read());
  setInterval(() => isLive.value || void readState(), askWithoutConnectionMs);
}

async function read(): Promise<void> {
  const [past, system] = await Promise.all([historyOf("voices", historyLimit), historyOf("system", historyLimit)]);
  past.forEach(takeVoice);
  system.forEach(takeAction);
  await readState();
}

/** What the server says the voices do now. */
async function readState(): Promise<void> {
  try {
    const found = await api<{ voices: { voice: string; choir: Choir; active: boolean; intensity: number; trigger: string | null; since?: string }[] }>("/api/v2/voices");
    const next = new Map(voices.value);
    for (const { voice, choir, active, intensity, trigger, since } of found.voices) {
      const before = next.get(voice) ?? silent(voice, choir);
      next.set(voice, { ...before, active, intensity, trigger, since: since ? Date.parse(since) : null });
    }
    voices.value = next;
  } catch {
    // The history of the channel says it as well.
  }
}

function takeVoice(event: ChannelEvent): void {
  if (event.type === "snapshot") return void readState();
  if (event.type !== "voice_activated" && event.type !== "voice_deactivated" && event.type !== "voice_changed") return;
  if (voiceEvents.value.some((known) => known.seq === event.seq)) return;
  const data = event.data as Voice & { messages?: { ru?: string; en?: string } };
  const at = Date.parse(event.timestamp);
  const isNewest = (voiceEvents.value.at(-1)?.seq ?? 0) < event.seq;
  const entry: VoiceEvent = { seq: event.seq, at, type: event.type, voice: data.voice, intensity: data.intensity, trigger: data.trigger ?? null, messages: data.messages ?? { ...(data.message && { en: data.message, ru: data.message }) } };
  voiceEvents.value = [...voiceEvents.value, entry].sort((a, b) => a.seq - b.seq).slice(-mostEvents);
  if (isNewest) set(data, event.type, at);
}

function set(data: Voice, type: string, at: number): void {
  const before = voices.value.get(data.voice) ?? silent(data.voice, data.choir);
  const active = type !== "voice_deactivated";
  const since = active === before.active && before.since !== null ? before.since : at;
  const changes = before.changes + (active === before.active ? 0 : 1);
  voices.value = new Map(voices.value).set(data.voice, { voice: data.voice, choir: data.choir ?? before.choir, active, intensity: active ? data.intensity : 0, trigger: data.trigger ?? null, since, changes });
}

function takeAction(event: ChannelEvent): void {
  if (event.type !== "action_executed" || actions.value.some((known) => known.seq === event.seq)) return;
  actions.value = [...actions.value, { seq: event.seq, at: Date.parse(event.timestamp), data: event.data }].sort((a, b) => a.seq - b.seq).slice(-100);
}

function silent(voice: string, choir: Choir): VoiceModel {
  return { voice, choir, active: false, intensity: 0, trigger: null, since: null, changes: 0 };
}

function pairsOf(pairs: readonly (readonly [string, string])[]): Pair[] {
  return pairs
    .map(([first, second]) => ({ voices: [first, second] as const, models: [voices.value.get(first), voices.value.get(second)] }))
    .filter(({ models }) => models.every((model) => model?.active))
    .map(({ voices: names, models }) => ({ voices: names, strength: (models[0]!.intensity + models[1]!.intensity) / 2 }));
}

function mean(pairs: readonly Pair[]): number {
  return pairs.length === 0 ? 0 : pairs.reduce((sum, pair) => sum + pair.strength, 0) / pairs.length;
}

/** When each voice spoke within the span: from, to and intensity; what still goes on ends now. */
export function spellsOf(voice: string, now: number): { from: number; to: number; intensity: number }[] {
  const spells: { from: number; to: number; intensity: number }[] = [];
  let open: { from: number; intensity: number } | null = null;
  for (const event of voiceEvents.value) {
    if (event.voice !== voice) continue;
    if (event.type === "voice_deactivated") {
      if (open) spells.push({ ...open, to: event.at });
      open = null;
    } else {
      open = open ? { from: open.from, intensity: Math.max(open.intensity, event.intensity) } : { from: event.at, intensity: event.intensity };
    }
  }
  const model = voices.value.get(voice);
  if (model?.active) spells.push({ from: open?.from ?? model.since ?? now, to: now, intensity: model.intensity });
  return spells.filter((spell) => spell.to > now - voiceSpanMs);
}

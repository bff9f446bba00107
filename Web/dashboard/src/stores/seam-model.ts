import type { SeamTransition } from "@iskra/client";

/** The mean intensity of three transitions from which on they are a bifurcation, unless the server is told otherwise. */
export const bifurcationTension = 0.8;

/** The greatest intensity there can be: two differences of shares. */
export const mostIntensity = 2;

/** A transition with its time in Unix milliseconds. */
export type Transition = SeamTransition & { at: number };

/** Transitions in a row under high tension. */
export interface BifurcationModel {
  at: number;
  tension: number;
  transitions: SeamTransition[];
}

/** A time spent in one state. */
export interface Spell {
  state: string;
  from: number;
  to: number;
}

/** Adds transitions to those that are known, oldest first; the same one is known by its time and its state. */
export function withTransitions(known: readonly Transition[], found: readonly Transition[], most: number): readonly Transition[] {
  const keys = new Set(known.map(keyOf));
  const fresh = found.filter((each) => !keys.has(keyOf(each)) && keys.add(keyOf(each)));
  return fresh.length === 0 ? known : [...known, ...fresh].sort((a, b) => a.at - b.at).slice(-most);
}

function keyOf({ at, to }: Transition): string {
  return `${at} ${to}`;
}

/** Adds a bifurcation; the same one is known by its time. */
export function withBifurcation(known: readonly BifurcationModel[], found: BifurcationModel, most: number): readonly BifurcationModel[] {
  if (known.some(({ at }) => at === found.at)) return known;
  return [...known, found].sort((a, b) => a.at - b.at).slice(-most);
}

/**
 * Which state lasted from when to when, within a span. Before the first transition that is known the state is not: only a state that was
 * entered without one, `current`, is shown from its own beginning.
 */
export function spellsOf(transitions: readonly Transition[], current: { state: string; since: number | null } | null, from: number, to: number): Spell[] {
  const entered = transitions.map(({ to: state, at }) => ({ state: state as string, at }));
  if (entered.length === 0 && current?.since != null) entered.push({ state: current.state, at: current.since });
  return entered
    .map(({ state, at }, index) => ({ state, from: Math.max(from, at), to: Math.min(to, entered[index + 1]?.at ?? to) }))
    .filter((spell) => spell.to > spell.from);
}

/** The share of a span, 0 to 1, that was spent in each state. */
export function sharesOf(spells: readonly Spell[], from: number, to: number): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const spell of spells) shares.set(spell.state, (shares.get(spell.state) ?? 0) + (spell.to - spell.from) / (to - from));
  return shares;
}

import { text } from "./text";

/** The name of a state of the system as people say it. */
export function stateName(state: string): string {
  return named(text.value.seams.states, state);
}

/** What a state of the system means; empty for one that is not known. */
export function stateMeaning(state: string): string {
  const meanings = text.value.seams.meanings;
  return Object.hasOwn(meanings, state) ? meanings[state]! : "";
}

/** The name of a seam, between states or between components. */
export function seamName(seam: string): string {
  return named({ ...text.value.seams.seamNames, ...text.value.seams.componentNames }, seam);
}

/** What happened at a connection or a grain. */
export function eventName(event: string): string {
  return named(text.value.seams.eventNames, event);
}

/** What is to be done next. */
export function stepName(step: string): string {
  return named(text.value.seams.stepNames, step);
}

function named(names: Record<string, string>, key: string): string {
  return Object.hasOwn(names, key) ? names[key]! : key.replaceAll("_", " ");
}

import type { ChannelEvent } from "@iskra/client";
import { signal } from "@preact/signals";
import { api, ApiError } from "../live/api";
import { follow, whenLive } from "../live/live";
import { askAgainAfter, escalationOf, type EscalationAnswer, type EscalationModel } from "./escalation-model";

const afterFailureMs = 5_000;
const afterEventMs = 150;

/** Who is told of the alert that is shown; null while it is not known. */
export const escalation = signal<EscalationModel | null>(null);

/** Why it could not be read, or null. */
export const escalationProblem = signal<ApiError | null>(null);

/** Follows who is told of an alert while it is shown: read at once, after each event that concerns it, and when a step is due. Returns what ends that. */
export function watchEscalation(fingerprint: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), ms);
  };
  const read = async () => {
    const wait = document.visibilityState === "visible" ? await readOne(fingerprint, () => isOver) : afterFailureMs;
    if (!isOver) plan(wait);
  };
  const take = (event: ChannelEvent) => concerns(event, fingerprint) && plan(afterEventMs);
  const ends = [follow(["alerts"], take), whenLive(() => plan(0))];
  if (escalation.value?.fingerprint !== fingerprint) escalation.value = null;
  escalationProblem.value = null;
  void read();
  return () => {
    isOver = true;
    clearTimeout(timer);
    ends.forEach((end) => end());
  };
}

async function readOne(fingerprint: string, isOver: () => boolean): Promise<number> {
  try {
    const found = escalationOf(await api<EscalationAnswer>(`/api/v2/alerts/${encodeURIComponent(fingerprint)}/escalation`));
    if (isOver()) return 0;
    escalation.value = found;
    escalationProblem.value = null;
    return askAgainAfter(found, Date.now());
  } catch (problem) {
    if (!isOver()) escalationProblem.value = problem instanceof ApiError ? problem : new ApiError(0, "unreadable", String(problem));
    return afterFailureMs;
  }
}

function concerns({ data }: ChannelEvent, fingerprint: string): boolean {
  const about = data as { fingerprint?: string; fingerprints?: string[] } | null;
  return about?.fingerprint === fingerprint || about?.fingerprints?.includes(fingerprint) === true;
}

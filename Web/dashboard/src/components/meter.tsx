import type { JSX } from "preact";
import { numberOf } from "../i18n/format";

/** A share from 0 to 1 as a bar with its number. */
export function Meter({ label, value, kind = "" }: { label: string; value: number; kind?: string }): JSX.Element {
  const shown = Math.min(1, Math.max(0, value));
  return (
    <span class={`meter ${kind}`} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={1} aria-valuenow={Number(shown.toFixed(2))}>
      <span class="meter-bar"><span style={{ width: `${shown * 100}%` }} /></span>
      <span class="meter-value">{numberOf(value, 2)}</span>
    </span>
  );
}

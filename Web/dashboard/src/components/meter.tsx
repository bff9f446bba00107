import type { JSX } from "preact";
import { numberOf } from "../i18n/format";
import "../styles/meter.css";

interface Props {
  label: string;
  value: number;
  /** A class that gives the colour. */
  kind?: string;
  /** The value of a full bar. */
  max?: number;
}

/** A value from 0 to its greatest as a bar with its number. */
export function Meter({ label, value, kind = "", max = 1 }: Props): JSX.Element {
  const shown = Math.min(max, Math.max(0, value));
  return (
    <span class={`meter ${kind}`} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={Number(shown.toFixed(2))}>
      <span class="meter-bar"><span style={{ width: `${(shown / max) * 100}%` }} /></span>
      <span class="meter-value">{numberOf(value, 2)}</span>
    </span>
  );
}

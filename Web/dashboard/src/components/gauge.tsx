import type { Band } from "@iskra/client";
import type { JSX } from "preact";
import { limitOf } from "../i18n/format";
import { text } from "../i18n/text";
import type { Limits, MetricModel } from "../stores/metrics";

interface Zone {
  kind: "critical" | "warning" | "band";
  from: number;
  to: number;
}

/** Where a value lies between its limits, on the scale from 0 to 1. */
export function Gauge({ metric }: { metric: MetricModel }): JSX.Element {
  const value = metric.value.value;
  const at = value === null ? 0 : Math.min(1, Math.max(0, value)) * 100;
  return (
    <svg class="gauge" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" x="0" y="7" width="100" height="6" rx="3" />
      {zonesOf(metric.band.value, metric.limits.value).map(({ kind, from, to }) => (
        <rect key={kind + from} class={`zone ${kind}`} x={from * 100} y="7" width={(to - from) * 100} height="6" />
      ))}
      {value !== null && <rect class="needle" x={-0.9} y="2" width="1.8" height="16" rx="0.9" style={{ transform: `translateX(${at}px)` }} />}
    </svg>
  );
}

function zonesOf(band: Band, limits: Limits): Zone[] {
  const zones: Zone[] = [];
  const { critical_low: criticalLow, critical_high: criticalHigh, warning_low: warningLow, warning_high: warningHigh } = limits;
  if (criticalLow != null) zones.push({ kind: "critical", from: 0, to: criticalLow });
  if (warningLow != null) zones.push({ kind: "warning", from: criticalLow ?? 0, to: warningLow });
  if (band.min != null && band.max != null) zones.push({ kind: "band", from: band.min, to: band.max });
  if (warningHigh != null) zones.push({ kind: "warning", from: warningHigh, to: criticalHigh ?? 1 });
  if (criticalHigh != null) zones.push({ kind: "critical", from: criticalHigh, to: 1 });
  return zones;
}

/** A band in words. */
export function bandText(band: Band): string {
  if (band.min != null && band.max != null) return `${limitOf(band.min)}–${limitOf(band.max)}`;
  if (band.max != null) return `${text.value.pulse.upTo} ${limitOf(band.max)}`;
  return band.min != null ? `${text.value.pulse.from} ${limitOf(band.min)}` : "";
}

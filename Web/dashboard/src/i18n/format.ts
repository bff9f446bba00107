import { computed, signal } from "@preact/signals";
import { preferences } from "../live/preferences";
import { text } from "./text";

const locale = computed(() => (preferences.language.value === "ru" ? "ru-RU" : "en-GB"));
const formats = new Map<string, Intl.NumberFormat>();

function numbers(least: number, most: number): Intl.NumberFormat {
  const key = `${locale.value} ${least} ${most}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale.value, { minimumFractionDigits: least, maximumFractionDigits: most })));
  return format;
}

/** A number with a fixed count of digits after the point; a dash for what is none. */
export function numberOf(value: number | null | undefined, digits = 0): string {
  return typeof value === "number" && Number.isFinite(value) ? numbers(digits, digits).format(value) : "–";
}

/** A limit, without digits that say nothing. */
export function limitOf(value: number): string {
  return numbers(0, 3).format(value);
}

export function bytesOf(count: number): string {
  const units = text.value.units;
  if (count < 1_024) return `${numberOf(count)} ${units.byte}`;
  return count < 1_048_576 ? `${numberOf(count / 1_024, 1)} ${units.kib}` : `${numberOf(count / 1_048_576, 1)} ${units.mib}`;
}

/** The time of day. */
export function clockOf(time: number): string {
  return new Intl.DateTimeFormat(locale.value, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(time);
}

/** Day and time. */
export function momentOf(time: number): string {
  return new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(time);
}

/** How long something lasts, in its two largest units. */
export function durationOf(ms: number): string {
  const { s, min, h, d } = text.value.units;
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} ${s}`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} ${min}` + (seconds < 600 && seconds % 60 ? ` ${seconds % 60} ${s}` : "");
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} ${h}` + (seconds % 3_600 >= 60 ? ` ${Math.floor((seconds % 3_600) / 60)} ${min}` : "");
  return `${Math.floor(seconds / 86_400)} ${d}` + (seconds % 86_400 >= 3_600 ? ` ${Math.floor((seconds % 86_400) / 3_600)} ${h}` : "");
}

/** Chooses the form of a noun: [one, few, many]; English uses the first and the last. */
export function plural(count: number, forms: readonly [string, string, string]): string {
  const rule = new Intl.PluralRules(locale.value).select(count);
  return `${numberOf(count)} ${rule === "one" ? forms[0] : rule === "few" ? forms[1] : forms[2]}`;
}

/** The name of a metric as people say it. */
export function nameOfMetric(metric: string): string {
  const names: Record<string, string> = text.value.metricNames;
  return Object.hasOwn(names, metric) ? names[metric]! : metric.replaceAll("_", " ");
}

/** How many digits after the point the values of a metric deserve. */
export function digitsOf(metric: string, value: number): number {
  if (metric.endsWith("_ms")) return Math.abs(value) < 100 ? 1 : 0;
  if (metric.endsWith("_percent")) return 2;
  return Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 100 ? 1 : 2;
}

/** The unit that the name of a metric ends with. */
export function unitOf(metric: string): string {
  return metric.endsWith("_ms") ? text.value.units.ms : metric.endsWith("_percent") ? "%" : "";
}

/** The present, once a second, for ages that are shown. */
export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 1_000);

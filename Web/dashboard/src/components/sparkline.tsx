import type { JSX } from "preact";
import type { Point } from "../stores/metrics";

const width = 240;
const height = 56;
const inset = 3;

interface Props {
  points: readonly Point[];
  spanMs: number;
  label: string;
  /** The least range of values, so that noise is not drawn as mountains. */
  least?: number;
}

/** A line over the recent past that ends now. */
export function Sparkline({ points, spanMs, label, least = 0.08 }: Props): JSX.Element {
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <Shape points={points} spanMs={spanMs} least={least} />
    </svg>
  );
}

function Shape({ points, spanMs, least }: { points: readonly Point[]; spanMs: number; least: number }): JSX.Element | null {
  if (points.length < 2) return null;
  const end = points.at(-1)!.at;
  const values = points.map((point) => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = Math.max(high - low, least, Math.abs(high) * 0.02);
  const bottom = (low + high - range) / 2;
  const place = ({ at, value }: Point) => {
    const x = Math.max(0, width - ((end - at) / spanMs) * width);
    const y = height - inset - ((value - bottom) / range) * (height - 2 * inset);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const line = points.map((point, index) => `${index === 0 ? "M" : "L"}${place(point)}`).join("");
  const first = place(points[0]!).split(" ")[0];
  return (
    <>
      <path class="area" d={`${line}L${width} ${height}L${first} ${height}Z`} />
      <path class="line" d={line} />
    </>
  );
}

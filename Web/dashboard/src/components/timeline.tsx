import type { JSX } from "preact";
import { clockOf } from "../i18n/format";

const width = 1_000;
const rowHeight = 22;
const barHeight = 12;

export interface Spell {
  from: number;
  to: number;
  /** 0 to 1; how strongly it is drawn. */
  intensity: number;
  /** A class that gives the colour. */
  kind: string;
  title: string;
}

interface Props {
  label: string;
  rows: { name: string; spells: Spell[] }[];
  from: number;
  to: number;
}

/** What lasted from when to when: a row for each, time from left to right. The same is said beside it in words. */
export function Timeline({ label, rows, from, to }: Props): JSX.Element {
  const place = (time: number) => ((Math.min(to, Math.max(from, time)) - from) / (to - from)) * width;
  return (
    <div class="timeline" role="img" aria-label={label}>
      <div class="timeline-names" aria-hidden="true">{rows.map((row) => <span key={row.name}>{row.name}</span>)}</div>
      <div class="timeline-area" aria-hidden="true">
        <svg viewBox={`0 0 ${width} ${rows.length * rowHeight}`} preserveAspectRatio="none" style={{ height: `${rows.length * rowHeight}px` }}>
          {rows.map((row, index) => (
            <g key={row.name}>
              <rect class="timeline-track" x="0" width={width} y={index * rowHeight + (rowHeight - barHeight) / 2} height={barHeight} />
              {row.spells.map((spell) => (
                <rect key={spell.from} class={`spell ${spell.kind}`} x={place(spell.from)} width={Math.max(2.5, place(spell.to) - place(spell.from))}
                  y={index * rowHeight + (rowHeight - barHeight) / 2} height={barHeight} style={{ opacity: 0.45 + 0.55 * spell.intensity }}>
                  <title>{spell.title}</title>
                </rect>
              ))}
            </g>
          ))}
        </svg>
        <div class="timeline-axis">{[0, 0.25, 0.5, 0.75, 1].map((share) => <span key={share}>{clockOf(from + share * (to - from)).slice(0, 5)}</span>)}</div>
      </div>
    </div>
  );
}

import type { JSX } from "preact";

const paths = {
  pulse: "M3 12h4l2.5-7 5 14 2.5-7h4",
  seams: "M4 6c5 0 5 12 10 12s4-6 6-6M4 18c3 0 4-4 5.5-7M14 6h6",
  voices: "M5 10v4M9 6v12M13 9v6M17 4v16M21 10v4",
  alerts: "M6 16V11a6 6 0 1 1 12 0v5l2 2H4l2-2ZM10 21h4",
  cluster: "M12 3v6M5 21v-5h14v5M12 9v7M9 3h6v4H9zM2.5 19.5h5v3h-5zM9.5 19.5h5v3h-5zM16.5 19.5h5v3h-5z",
  gear: "M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM12 2.8v2.4M12 18.8v2.4M21.2 12h-2.4M5.2 12H2.8M18.5 5.5l-1.7 1.7M7.2 16.8l-1.7 1.7M18.5 18.5l-1.7-1.7M7.2 7.2 5.5 5.5",
  close: "M6 6l12 12M18 6 6 18",
  left: "M14.5 6 8.5 12l6 6",
  right: "m9.5 6 6 6-6 6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "m5 12.5 4.5 4.5L19 7.5",
  mute: "M6 16V11a6 6 0 0 1 9.5-4.9M18 12v4l2 2H8M10 21h4M3 3l18 18",
  clock: "M12 7.5V12l3 2M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  bolt: "M13 2.5 5 13.5h6l-1 8 8-11h-6l1-8Z",
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside words that say the same; hidden from those who listen. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark-flame" d="M16 1.5c.9 7.7 4.1 11.7 14 14.5-9.9 2.8-13.1 6.8-14 14.5-.9-7.7-4.1-11.7-14-14.5 9.9-2.8 13.1-6.8 14-14.5Z" />
      <path class="mark-core" d="M16 9.5c.5 3.7 2 5.4 6.5 6.5-4.5 1.1-6 2.8-6.5 6.5-.5-3.7-2-5.4-6.5-6.5 4.5-1.1 6-2.8 6.5-6.5Z" />
    </svg>
  );
}

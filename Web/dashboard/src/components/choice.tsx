import type { JSX } from "preact";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  compact?: boolean;
}

/** One of a few: buttons side by side, to a screen reader a group of radio buttons. */
export function Choice<T extends string>({ label, value, options, onChange, compact }: Props<T>): JSX.Element {
  return (
    <fieldset class={compact ? "choice compact" : "choice"}>
      <legend class={compact ? "visually-hidden" : undefined}>{label}</legend>
      <div class="choice-options">
        {options.map(([option, name]) => (
          <label key={option} class="choice-option">
            <input type="radio" name={label} checked={option === value} onChange={() => onChange(option)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

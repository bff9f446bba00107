/** A condition on a label, as the Alertmanager API has it. */
export interface Matcher {
  name: string;
  value: string;
  isRegex: boolean;
  isEqual: boolean;
}

const form = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*([\s\S]*?)\s*$/;

/** What was typed, read: the conditions, or the part that is none. */
export interface ParsedMatchers {
  matchers: Matcher[];
  bad: string | null;
}

/** Reads conditions that are separated by commas or lines; braces around them are allowed. */
export function parseMatchers(text: string): ParsedMatchers {
  const matchers: Matcher[] = [];
  const inside = text.trim().replace(/^\{([\s\S]*)\}$/, "$1");
  for (const part of split(inside)) {
    if (part.trim() === "") continue;
    const matcher = parseOne(part);
    if (!matcher) return { matchers, bad: part.trim() };
    matchers.push(matcher);
  }
  return { matchers, bad: null };
}

function parseOne(part: string): Matcher | null {
  const [, name, operator, rawValue] = form.exec(part) ?? [];
  if (name === undefined || operator === undefined) return null;
  const value = unquote(rawValue ?? "");
  const isRegex = operator.endsWith("~");
  if (value === null || (isRegex && !compiles(value))) return null;
  return { name, value, isRegex, isEqual: !operator.startsWith("!") };
}

// Commas inside of quotes and of regular expressions in them belong to the value.
function split(text: string): string[] {
  const parts: string[] = [""];
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === "\\" && isQuoted) parts[parts.length - 1] += character + (text[++i] ?? "");
    else if (!isQuoted && (character === "," || character === "\n")) parts.push("");
    else {
      if (character === '"') isQuoted = !isQuoted;
      parts[parts.length - 1] += character;
    }
  }
  return parts;
}

function unquote(value: string): string | null {
  if (!value.startsWith('"')) return value.includes('"') ? null : value;
  if (!/^"(?:[^"\\]|\\[\s\S])*"$/.test(value)) return null;
  return value.slice(1, -1).replace(/\\(["\\n])/g, (_, character: string) => (character === "n" ? "\n" : character));
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`, "u");
    return true;
  } catch {
    return false;
  }
}

/** Whether labels fulfil all conditions; a label that is missing counts as empty. */
export function matcherOf(matchers: readonly Matcher[]): (labels: Record<string, string>) => boolean {
  const tests = matchers.map(({ name, value, isRegex, isEqual }) => {
    const pattern = isRegex ? new RegExp(`^(?:${value})$`, "u") : null;
    return (labels: Record<string, string>) => {
      const label = Object.hasOwn(labels, name) ? labels[name]! : "";
      return (pattern ? pattern.test(label) : label === value) === isEqual;
    };
  });
  return (labels) => tests.every((test) => test(labels));
}

/** A condition as it is typed. */
export function formatMatcher({ name, value, isRegex, isEqual }: Matcher): string {
  return `${name}${isEqual ? "=" : "!"}${isRegex ? "~" : isEqual ? "" : "="}"${value.replace(/(["\\])/g, "\\$1").replaceAll("\n", "\\n")}"`;
}

import { effect, signal, type Signal } from "@preact/signals";

// Choices of the person who looks; nothing secret is kept here.
function remembered<T extends string>(key: string, values: readonly T[], fallback: T): Signal<T> {
  const stored = read(key);
  const choice = signal<T>(values.includes(stored as T) ? (stored as T) : fallback);
  effect(() => write(key, choice.value));
  return choice;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(`iskra.${key}`);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(`iskra.${key}`, value);
  } catch {
    // Without a storage the choice holds until the page is closed.
  }
}

const browserLanguage = (navigator.languages ?? [navigator.language]).map((name) => name.slice(0, 2).toLowerCase()).find((name) => name === "ru" || name === "en");

export const preferences = {
  theme: remembered("theme", ["auto", "light", "dark"] as const, "auto"),
  language: remembered("language", ["en", "ru"] as const, browserLanguage === "ru" ? "ru" : "en"),
  mode: remembered("mode", ["enhanced", "legacy"] as const, "enhanced"),
  notify: remembered("notify", ["off", "on"] as const, "off"),
};

effect(() => {
  document.documentElement.dataset.theme = preferences.theme.value;
});
effect(() => {
  document.documentElement.lang = preferences.language.value;
});

import { computed } from "@preact/signals";
import { preferences } from "../live/preferences";
import { en } from "./en";
import { ru } from "./ru";

/** The texts of the pages in the chosen language. */
export const text = computed(() => (preferences.language.value === "ru" ? ru : en));

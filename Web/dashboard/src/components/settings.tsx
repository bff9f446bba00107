import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { text } from "../i18n/text";
import { preferences } from "../live/preferences";
import { allowNotifications } from "../stores/notices";
import { Choice } from "./choice";
import { Dialog } from "./dialog";

export function Settings({ onClose }: { onClose: () => void }): JSX.Element {
  const words = text.value.settings;
  const isDenied = useSignal(false);
  const notify = async (value: "on" | "off") => {
    isDenied.value = value === "on" && !(await allowNotifications());
    if (value === "off") preferences.notify.value = "off";
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <Choice label={words.theme} value={preferences.theme.value} onChange={(value) => (preferences.theme.value = value)}
        options={[["auto", words.themes.auto], ["light", words.themes.light], ["dark", words.themes.dark]]} />
      <Choice label={words.language} value={preferences.language.value} onChange={(value) => (preferences.language.value = value)}
        options={[["en", "English"], ["ru", "Русский"]]} />
      <Choice label={words.notify} value={preferences.notify.value} onChange={(value) => void notify(value)} options={[["off", words.off], ["on", words.on]]} />
      <p class="hint">{isDenied.value ? words.notifyDenied : words.notifyHelp}</p>
    </Dialog>
  );
}

import type { JSX } from "preact";
import { text } from "../i18n/text";

export function AlertsPage(): JSX.Element {
  return <p class="empty">{text.value.common.missing}</p>;
}

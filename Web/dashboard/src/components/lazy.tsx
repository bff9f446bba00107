import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { text } from "../i18n/text";

/** A component whose code is fetched when it is first shown. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<ComponentType | "failed" | null>(null);
  let isLoading = false;
  return function Lazy(): JSX.Element {
    if (!isLoading) {
      isLoading = true;
      load().then((component) => (loaded.value = component), () => ((loaded.value = "failed"), (isLoading = false)));
    }
    const Component = loaded.value;
    if (Component === null) return <p class="empty">{text.value.common.loading}</p>;
    if (Component === "failed") return <p class="empty">{text.value.common.failed(location.host)}</p>;
    return <Component />;
  };
}

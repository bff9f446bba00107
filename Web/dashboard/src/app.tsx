import { useSignal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { lazy } from "./components/lazy";
import { CaughtUp, ConnectionChip, ConnectionPanel, NoRealTime } from "./components/connection";
import { Icon, Mark } from "./components/icons";
import { Notices } from "./components/notices";
import { Settings } from "./components/settings";
import { text } from "./i18n/text";
import { status } from "./live/live";
import { PulsePage } from "./pages/pulse";
import { pages, route, type Page } from "./router";
import { light } from "./stores/metrics";

// What the first page does not need comes when it is asked for.
const others: Record<Exclude<Page, "pulse">, ComponentType> = {
  seams: lazy(() => import("./pages/seams").then((page) => page.SeamsPage)),
  voices: lazy(() => import("./pages/voices").then((page) => page.VoicesPage)),
  alerts: lazy(() => import("./pages/alerts").then((page) => page.AlertsPage)),
  cluster: lazy(() => import("./pages/cluster").then((page) => page.ClusterPage)),
};

export function App(): JSX.Element {
  const { page } = route.value;
  const panel = useSignal<"none" | "connection" | "settings">("none");
  const Current = page === "pulse" ? PulsePage : others[page];
  const isStale = status.value.state !== "live";
  return (
    <div class={isStale ? "shell stale" : "shell"} data-page={page}>
      <a class="skip" href="#content" onClick={skip}>{text.value.skip}</a>
      <Navigation page={page} />
      <header class="top">
        <h1>{text.value.pages[page]}</h1>
        <CaughtUp />
        <ConnectionChip onOpen={() => (panel.value = "connection")} />
        <button type="button" class="icon-button" aria-label={text.value.settings.title} onClick={() => (panel.value = "settings")}><Icon name="gear" /></button>
      </header>
      <main id="content" tabIndex={-1}>
        <NoRealTime />
        <Current key={page} />
      </main>
      <Notices />
      {panel.value === "connection" && <ConnectionPanel onClose={() => (panel.value = "none")} />}
      {panel.value === "settings" && <Settings onClose={() => (panel.value = "none")} />}
    </div>
  );
}

// The part of the address behind # names the page; it must not change for this.
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function Navigation({ page }: { page: Page }): JSX.Element {
  return (
    <nav class="navigation" aria-label={text.value.navigation}>
      <a class="brand" href="#pulse" aria-label={text.value.brand}>
        <Mark />
        <span>{text.value.brand}</span>
      </a>
      <ul>
        {pages.map((name) => (
          <li key={name}>
            <a href={`#${name}`} aria-current={name === page ? "page" : undefined}>
              <Icon name={name} />
              <span>{text.value.pages[name]}</span>
              {name === "pulse" && <span class="nav-light" data-light={light.value ?? "none"} aria-hidden="true" />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { signal } from "@preact/signals";

/** The pages that exist. Rooms have their place between them and come when there is something to show. */
export const pages = ["pulse", "seams", "voices", "alerts", "cluster"] as const;
export type Page = (typeof pages)[number];

/** What follows the page in the address, for example a fingerprint: `#alerts/…`. */
export const route = signal(read());

function read(): { page: Page; rest: string } {
  const [name = "", ...rest] = location.hash.slice(1).split("&")[0]!.split("/");
  return { page: pages.find((page) => page === name) ?? "pulse", rest: decodeURIComponent(rest.join("/")) };
}

addEventListener("hashchange", () => {
  route.value = read();
  scrollTo(0, 0);
});

export function go(page: Page, rest = ""): void {
  location.hash = rest ? `${page}/${encodeURIComponent(rest)}` : page;
}

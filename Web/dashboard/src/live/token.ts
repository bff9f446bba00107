import { signal } from "@preact/signals";

// Only here: neither in the address, which is logged and copied, nor in a storage that outlives the page.
let token: string | null = null;

/** Whether a token is set; the token itself is never part of what is drawn. */
export const hasToken = signal(false);

/** The token, for the headers of requests. */
export function currentToken(): string | null {
  return token;
}

export function setToken(value: string | null): void {
  token = value?.trim() || null;
  hasToken.value = token !== null;
}

/** A token may stand behind the # of the address, which is not sent; it is taken from there and the address cleaned. */
export function takeTokenFromAddress(): void {
  const hash = new URLSearchParams(location.hash.slice(1));
  const found = hash.get("token");
  if (!found) return;
  setToken(found);
  hash.delete("token");
  const rest = [...hash.keys()].find((key) => hash.get(key) === "") ?? "";
  history.replaceState(null, "", rest ? `#${rest}` : location.pathname);
}

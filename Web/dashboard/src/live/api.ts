import { currentToken } from "./token";

const limitMs = 10_000;

/** A request that was not answered with a success. Status 0: there was no answer at all. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }

  /** Whether this server does not know the path at all. */
  get isMissing(): boolean {
    return this.status === 404 || this.status === 405 || this.status === 501;
  }
}

/** Asks the HTTP interface; the answer is its JSON, or null where it has no body. */
export async function api<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const token = currentToken();
  if (token) headers["Authorization"] = `Bearer ${token}`;
  if (init.body) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, cache: "no-store", signal: AbortSignal.timeout(limitMs) });
  } catch (problem) {
    throw new ApiError(0, "unreachable", problem instanceof Error ? problem.message : String(problem));
  }
  const text = await response.text();
  if (!response.ok) throw errorOf(response.status, text);
  try {
    return (text === "" ? null : JSON.parse(text)) as T;
  } catch {
    // A page that answers every path, such as that of a proxy, is no interface.
    throw new ApiError(404, "not_json", "the answer is not JSON");
  }
}

// Problem details of the gateway, or a bare string or an object of the Alertmanager interface.
function errorOf(status: number, text: string): ApiError {
  try {
    const body = JSON.parse(text) as string | { code?: string | number; detail?: string; message?: string };
    if (typeof body === "string") return new ApiError(status, "refused", body);
    return new ApiError(status, String(body.code ?? "refused"), body.detail ?? body.message ?? `HTTP ${status}`);
  } catch {
    return new ApiError(status, "refused", `HTTP ${status}`);
  }
}

import type { JSX } from "preact";
import { text } from "../i18n/text";
import type { ApiError } from "../live/api";
import { TokenForm } from "./connection";
import "../styles/problem.css";

/** Why something cannot be shown: a token is needed, the server does not know it, or it could not be read. */
export function Problem({ problem, hint }: { problem: ApiError; hint?: string }): JSX.Element {
  const needsToken = problem.status === 401 || problem.status === 403;
  return (
    <div class="empty problem" role={needsToken ? undefined : "alert"}>
      <strong>{needsToken ? text.value.link.refused : problem.isMissing ? text.value.common.missing : text.value.common.failed(problem.message)}</strong>
      {needsToken && <p>{hint ?? problem.message}</p>}
      {needsToken && <TokenForm inPage />}
    </div>
  );
}

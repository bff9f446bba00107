import type { JSX } from "preact";
import { text } from "../i18n/text";
import { dismiss, notices } from "../stores/notices";
import { Icon } from "./icons";

/** Messages over the page; read aloud as they come. */
export function Notices(): JSX.Element {
  return (
    <section class="notices" aria-label={text.value.notices.title} aria-live="assertive">
      {notices.value.map((notice) => (
        <div key={notice.id} class="notice" data-kind={notice.kind}>
          <a href={`#${notice.target}`} onClick={() => dismiss(notice.id)}>
            <strong>{notice.message}</strong>
            {notice.detail && <span>{notice.detail}</span>}
          </a>
          <button type="button" class="icon-button" aria-label={text.value.notices.dismiss} onClick={() => dismiss(notice.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}

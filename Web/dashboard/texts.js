// Texts of the page in the languages it speaks; the browser's first known language is taken.

const texts = {
  en: {
    brand: "Iskra",
    core: "State",
    own: "Measured by Iskra on itself",
    other: "Other metrics",
    transport: "Transport",
    latency: "Latency",
    rate: "Messages",
    reconnects: "Reconnects",
    version: "Version",
    perSecond: "/s",
    ms: "ms",
    target: "target",
    upTo: "up to",
    from: "from",
    ok: "in its band",
    violation: "beyond its band",
    warning: "warning",
    critical: "critical",
    green: "All is well",
    yellow: "Attention",
    red: "Critical",
    none: "No values yet",
    calm: "Every metric is where it may be.",
    outside: (names) => `Slightly out of band: ${names}.`,
    worst: (names) => `${names}.`,
    feed: "As soon as something is reported, it shows here.",
    connecting: "Connecting",
    live: "Live",
    polling: "Live by polling",
    waiting: (seconds) => `Trying again in ${seconds} s`,
    refused: "A token is needed",
    stale: "The connection is lost; these values are old.",
    websocket: "WebSocket",
    longPolling: "long polling",
    inState: (name, value, state) => `${name}: ${value}, ${state}`,
    trend: (name) => `${name}, the last two minutes`,
    names: {
      clarity: "Clarity", chaos: "Chaos", trust: "Trust", pain: "Pain",
      connection_latency_ms: "Connection latency", availability_percent: "Availability", error_rate_percent: "Error rate",
    },
  },
  ru: {
    brand: "Искра",
    core: "Состояние",
    own: "Искра о себе",
    other: "Другие метрики",
    transport: "Транспорт",
    latency: "Задержка",
    rate: "Сообщения",
    reconnects: "Переподключения",
    version: "Версия",
    perSecond: "/с",
    ms: "мс",
    target: "цель",
    upTo: "до",
    from: "от",
    ok: "в норме",
    violation: "вне нормы",
    warning: "тревожно",
    critical: "критично",
    green: "Всё спокойно",
    yellow: "Внимание",
    red: "Критично",
    none: "Значений ещё нет",
    calm: "Все метрики там, где им и место.",
    outside: (names) => `Чуть вне нормы: ${names}.`,
    worst: (names) => `${names}.`,
    feed: "Как только придут первые значения, они появятся здесь.",
    connecting: "Соединение",
    live: "В эфире",
    polling: "В эфире, опросом",
    waiting: (seconds) => `Новая попытка через ${seconds} с`,
    refused: "Нужен токен",
    stale: "Связь потеряна, значения устарели.",
    websocket: "WebSocket",
    longPolling: "длинный опрос",
    inState: (name, value, state) => `${name}: ${value}, ${state}`,
    trend: (name) => `${name}, последние две минуты`,
    names: {
      clarity: "Ясность", chaos: "Хаос", trust: "Доверие", pain: "Боль",
      connection_latency_ms: "Задержка соединения", availability_percent: "Доступность", error_rate_percent: "Доля ошибок",
    },
  },
};

export const language = (navigator.languages ?? [navigator.language])
  .map((name) => name.slice(0, 2).toLowerCase())
  .find((name) => name in texts) ?? "en";

export const text = texts[language];

/** The name of a metric as people say it. */
export function nameOf(metric) {
  return Object.hasOwn(text.names, metric) ? text.names[metric] : metric.replaceAll("_", " ");
}

const formats = new Map();

function format(value, least, most) {
  const key = `${least}-${most}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(language, { minimumFractionDigits: least, maximumFractionDigits: most }));
  }
  return formats.get(key).format(value);
}

/** A number with a fixed count of digits after the point. */
export function numberOf(value, digits) {
  return Number.isFinite(value) ? format(value, digits, digits) : "–";
}

/** A limit, without digits that say nothing. */
export function limitOf(value) {
  return format(value, 0, 3);
}

/** How many digits after the point the values of a metric deserve. */
export function digitsOf(metric, value) {
  if (metric.endsWith("_ms")) return Math.abs(value) < 100 ? 1 : 0;
  if (metric.endsWith("_percent")) return 2;
  return Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2;
}

/** The unit that the name of a metric ends with. */
export function unitOf(metric) {
  if (metric.endsWith("_ms")) return text.ms;
  if (metric.endsWith("_percent")) return "%";
  return "";
}

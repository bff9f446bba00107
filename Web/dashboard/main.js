// The page: connects, follows the pulse and each metric in it, and draws once per frame of the screen.

import { Connection } from "./connection.js";
import { Metrics, historyMs } from "./metrics.js";
import { View } from "./view.js";

// A session may follow 100 channels; the pulse is one of them.
const mostChannels = 90;
const describeEveryMs = 60000;

// A token stands behind the #, so that it is not sent with the request for the page.
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const headers = token ? { Authorization: `Bearer ${token}` } : {};
const metrics = new Metrics();
const view = new View();
const connection = new Connection(location.href, token);
const followed = new Set();
let drawing = false;

function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    view.show(metrics, Date.now());
  });
}

async function ask(path) {
  const answer = await fetch(path, { headers, signal: AbortSignal.timeout(10000) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

async function describe() {
  try {
    metrics.describe((await ask("/api/v2/metrics")).metrics);
    view.describe(metrics);
    follow(metrics.names);
    draw();
  } catch {
    // The values are shown without their bands until the next attempt.
  }
}

async function recall(name) {
  const from = new Date(Date.now() - historyMs).toISOString();
  try {
    const { buckets } = await ask(`/api/v2/metrics/${encodeURIComponent(name)}/buckets?bucket=2s&from=${encodeURIComponent(from)}`);
    metrics.recall(name, buckets.map(({ start, avg }) => ({ at: Date.parse(start), value: avg })));
    draw();
  } catch {
    // Without a past the line begins now.
  }
}

function follow(names) {
  const fresh = names.filter((name) => !followed.has(name)).slice(0, mostChannels - followed.size);
  if (fresh.length === 0) return;
  fresh.forEach((name) => followed.add(name));
  connection.subscribe(fresh);
  fresh.forEach(recall);
}

function receive({ type, channel, data, state }) {
  if (channel === "pulse" && (type === "pulse" || type === "snapshot")) {
    metrics.pulse(data ?? {}, Date.now());
    const unknown = metrics.names.some((name) => !followed.has(name));
    follow(metrics.names);
    if (unknown) describe();
  } else if (followed.has(channel) && (type === "metrics" || type === "snapshot")) {
    metrics.observe(channel, data?.[channel], state, Date.now());
  } else {
    return;
  }
  draw();
}

connection.addEventListener("frame", (event) => receive(event.detail));
connection.addEventListener("status", (event) => view.showConnection(event.detail));
view.showConnection(connection.status);
connection.subscribe(["pulse"]);
connection.start();
describe();
setInterval(describe, describeEveryMs);
setInterval(draw, 1000);
draw();

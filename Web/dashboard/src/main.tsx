import { render } from "preact";
import { App } from "./app";
import "./styles/tokens.css";
import "./styles/shell.css";
import "./styles/parts.css";
import { takeTokenFromAddress } from "./live/token";
import { startLive } from "./live/live";
import { startMetrics } from "./stores/metrics";
import { startNotices } from "./stores/notices";

takeTokenFromAddress();
startLive();
startMetrics();
startNotices();
render(<App />, document.getElementById("app")!);

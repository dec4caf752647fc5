// The public surface of the server.
export type { AppOptions, ServerLogger } from "./app.ts";
export { createApp } from "./app.ts";
export { ServerError } from "./errors.ts";
export type { RunningServer } from "./listen.ts";
export { listen, serverHost } from "./listen.ts";
export type { DamagedRun, RunList, RunSummary } from "./routes/run-summary.ts";

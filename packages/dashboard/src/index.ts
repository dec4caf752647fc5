// The public surface of the dashboard: its pages as pure functions.
export { fetchRuns } from "./fetch-runs.ts";
export { startRunsPage } from "./runs-page.ts";
export type { RunsState } from "./runs-view.ts";
export { matches, runsSentence, runsView } from "./runs-view.ts";
export type { View } from "./view.ts";
export { render, textOf, view } from "./view.ts";

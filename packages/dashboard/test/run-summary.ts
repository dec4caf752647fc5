// A run as the API lists it, for the dashboard's tests.
import type { RunSummary } from "@carryover/server";

export const run: RunSummary = {
  kind: "run",
  id: "20261122-210405-default-3f9a",
  name: "default",
  created: "2026-11-22T21:04:05.678Z",
  status: "complete",
  verdict: "pass",
  sentence: "All checks passed.",
  model: "default",
  dataSource: "data.csv",
  dataDigest: "0123456789abcdef",
  firstDate: "2024-01-01",
  lastDate: "2025-12-22",
  currency: "USD",
  samplingSeconds: 3.52,
  r2: 0.9512,
  roas: [{ channel: "tv", mean: 1.234, lower: 1, upper: 1.45 }],
};

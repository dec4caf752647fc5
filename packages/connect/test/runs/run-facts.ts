// A run's facts for tests: a small but complete example, with parts replaced as asked.
import type { RunFacts } from "../../src/runs/manifest.ts";

const normal = { distribution: "normal", mean: 0, sd: 1 };

export function runFacts(changes: Partial<RunFacts> = {}): RunFacts {
  return {
    status: "complete",
    verdict: "pass",
    model: "default",
    data: {
      source: "data.csv",
      digest: "0123456789abcdef",
      frequency: "weekly",
      firstDate: "2024-01-01",
      lastDate: "2025-12-22",
      periods: 104,
      geos: ["national"],
      kpi: "revenue",
      currency: "USD",
      spend: { tv: 1000, search: 500 },
      controls: ["price"],
    },
    config: { title: null },
    spec: {
      kind: "default",
      channels: ["tv", "search"].map((name) => ({
        name,
        adstock: { kind: "geometric", window: 8, normalize: true },
        saturation: { kind: "hill" },
        order: "adstock-first",
        priors: { retention: { distribution: "beta", alpha: 2, beta: 2 } },
      })),
      intercept: normal,
      trend: { kind: "linear", prior: normal },
      seasonality: { yearlyOrder: 3, anchor: "calendar", prior: normal, dayOfWeek: false, dayOfWeekPrior: normal },
      holidays: { country: "US", prior: normal },
      controls: { price: normal },
      noise: normal,
      scales: {
        trainedFrom: "2024-01-01",
        trainedPeriods: 104,
        kpi: 10,
        media: [1, 2],
        spend: [1000, 500],
        controls: [{ center: 1, scale: 2 }],
      },
      dataDigest: "0123456789abcdef",
    },
    sampler: { chains: 4, warmup: 500, draws: 500, drawsAsked: 500, targetAccept: 0.9, seed: 42 },
    versions: { carryover: "0.1.0", node: "20.20.2", platform: "linux-x64" },
    timings: { samplingSeconds: 3.5, gradientEvaluations: 12345, totalSeconds: 5 },
    diagnostics: {
      sentence: "All checks passed.",
      maxRhat: 1.004,
      minEssBulk: 900,
      minEssTail: 800,
      divergences: 0,
      minBfmi: 0.9,
      badParetoK: 0,
    },
    results: {
      r2: 0.95,
      mape: 0.03,
      mediaShare: 0.2,
      roas: [
        { channel: "tv", mean: 1.2, sd: 0.1, lower: 1, upper: 1.4 },
        { channel: "search", mean: 2, sd: 0.2, lower: 1.6, upper: 2.4 },
      ],
    },
    ...changes,
  };
}

// A store in a temporary folder, and runs written into it, for the server's tests.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRunStore, type RunFacts, type RunStore } from "@carryover/connect";

const normal = { distribution: "normal", mean: 0, sd: 1 };

const facts: RunFacts = {
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
    spend: { tv: 1000 },
    controls: [],
  },
  config: {},
  spec: {
    kind: "default",
    channels: [],
    intercept: normal,
    trend: { kind: "none", prior: normal },
    seasonality: { yearlyOrder: 0, anchor: "calendar", prior: normal, dayOfWeek: false, dayOfWeekPrior: normal },
    holidays: { country: null, prior: normal },
    controls: {},
    noise: normal,
    scales: { trainedFrom: "2024-01-01", trainedPeriods: 104, kpi: 1, media: [], spend: [], controls: [] },
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
    roas: [{ channel: "tv", mean: 1.2, sd: 0.1, lower: 1, upper: 1.4 }],
  },
};

export interface TemporaryStore {
  readonly store: RunStore;
  /** Writes a run and resolves to its id. */
  write(name: string, time: string, report?: string): Promise<string>;
  remove(): Promise<void>;
}

export async function temporaryStore(): Promise<TemporaryStore> {
  const folder = await mkdtemp(join(tmpdir(), "carryover-server-"));
  const store = openRunStore(join(folder, "runs"));
  return {
    store,
    async write(name, time, report) {
      const writer = await store.begin(name, new Date(time));
      await writer.writeFile("fit.csv", "date\n");
      const { id } = await writer.commit(facts);
      if (report !== undefined) await (await store.read(id)).writeDerived("report.html", report);
      return id;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

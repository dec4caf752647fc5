// The default model over geos on Meridian's simulated panel of 20 geos: it mixes without divergences, and describes the data.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { buildPanel, evaluate, fitBayesian, parseConfig, resolveSpec } from "@carryover/mmm";
import { expect, test } from "vitest";
import { readTable } from "../../src/index.ts";

const data = new URL("../reference/meridian/geo_media.csv", import.meta.url);
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));
const sampling = { warmup: 500, draws: 1000, seed: 1 };

test("20 geos, 156 weeks, 4 channels, everything else at its default: no divergence, R-hat < 1.01, R² > .9", async () => {
  const config = parseConfig({
    data: {
      path: "geo_media.csv",
      date: "time",
      geo: "geo",
      population: "population",
      kpi: { column: "conversions", kind: "units", revenue_per_kpi: "revenue_per_conversion" },
    },
    channels: [0, 1, 2, 3].map((index) => ({
      name: `channel ${index}`,
      spend: `Channel${index}_spend`,
      exposure: `Channel${index}_impression`,
    })),
    controls: ["competitor_activity_score_control", "sentiment_score_control"],
  });
  const { panel } = buildPanel(await readTable(fileURLToPath(data)), config);
  const fit = await fitBayesian(panel, resolveSpec(panel, config), {
    sampling,
    runner: workerChainRunner(posteriorModule),
  });
  expect(fit.draws.statistics.divergent.reduce((total, each) => total + each, 0)).toBe(0);
  expect(Math.max(...summarize(fit.draws).map(({ rhat }) => rhat))).toBeLessThan(1.01);
  const evaluation = evaluate(fit, { sampling: { ...sampling, targetAccept: 0.9 } });
  expect(evaluation.byGeo?.geos).toHaveLength(20);
  expect(evaluation.quality.r2).toBeGreaterThan(0.9);
  // In these data all geos share shocks of single weeks, which do not average out and are noise to knots a quarter apart.
  expect(evaluation.byGeo?.national.r2).toBeGreaterThan(0.3);
});

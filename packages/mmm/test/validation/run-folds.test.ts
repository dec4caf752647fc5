// Real folds with few draws: what is scored, that nothing leaks, and that a stop keeps what is finished.
import { beforeAll, describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { SpecError } from "../../src/errors.ts";
import { modelLeaveFutureOut } from "../../src/validation/model-leave-future-out.ts";
import { planSplits } from "../../src/validation/plan-validation.ts";
import { type FoldOutcomes, foldSeed, runFolds } from "../../src/validation/run-folds.ts";
import type { JobProgress } from "../../src/validation/run-jobs.ts";
import type { FoldResult } from "../../src/validation/validation.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const { panel, config } = smallWorld({ yearly_order: 1 }, 84);
/** Far too few to believe. */
const sampling = { chains: 1, warmup: 40, draws: 20, maxTreeDepth: 5, seed: 7 };
const { folds } = planSplits(panel, config, { folds: 2, horizon: 7 });

describe("rolling origin on a small panel", () => {
  const seen: JobProgress[] = [];
  let outcomes: FoldOutcomes;
  let first: FoldResult;
  beforeAll(async () => {
    outcomes = await runFolds(panel, config, folds, {
      sampling,
      concurrency: 2,
      onProgress: (event) => seen.push(event),
    });
    first = outcomes.finished[0];
  });

  test("scores the model and every baseline that the data allow", () => {
    expect(outcomes.finished.map(({ name }) => name)).toEqual(["fold 1", "fold 2"]);
    expect(first.training).toEqual({ from: "2024-01-01", to: "2024-03-10", cells: 70 });
    expect(first.heldOut).toMatchObject({ from: "2024-03-11", to: "2024-03-17", cells: 7 });
    expect(Object.keys(first.baselines).toSorted()).toEqual([
      "no-media",
      "regression",
      "seasonal-naive",
      "weekly-naive",
    ]);
    expect(first.baselines["seasonal-naive"]).toHaveProperty("unavailable");
    for (const name of ["no-media", "weekly-naive", "regression"] as const) {
      expect(first.baselines[name]).toMatchObject({
        cells: 7,
        crps: expect.any(Number),
        logDensity: expect.any(Number),
      });
    }
    expect(first.picture.observed).toEqual([...panel.kpi.values.slice(70, 77)]);
    expect(first.stepAhead?.logDensity).toHaveLength(7);
    expect(first.roi.map(({ channel }) => channel)).toEqual(["tv", "search"]);
    expect(first.sampler.seed).toBe(foldSeed(7, 0));
  });

  test("tells how far each fold is", () => {
    expect(seen.slice(0, 2).map(({ stage }) => stage)).toEqual(["waiting", "waiting"]);
    expect(
      seen
        .filter(({ stage }) => stage === "done")
        .map(({ index }) => index)
        .toSorted(),
    ).toEqual([0, 1]);
    const shares = seen.filter(({ index, stage }) => index === 0 && stage === "sampling").map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.8);
  });

  test("held-out values change the scores and nothing of the fit", async () => {
    const values = panel.kpi.values.map((value, time) => (time < 70 ? value : value + 500));
    const other: Panel = { ...panel, kpi: { ...panel.kpi, values } };
    const { finished } = await runFolds(other, config, folds.slice(0, 1), { sampling });
    const { observed: _, ...predicted } = first.picture;
    expect(finished[0].picture).toMatchObject(predicted);
    expect(finished[0].roi).toEqual(first.roi);
    expect(finished[0].model.crps).toBeGreaterThan(first.model.crps);
  });

  test("a fold the data do not allow fails alone, with its reason", async () => {
    const values = panel.kpi.values.map((value, time) => (time < 70 ? 0 : value));
    const closed: Panel = { ...panel, kpi: { ...panel.kpi, values } };
    const result = await runFolds(closed, config, folds, { sampling });
    expect(result.finished.map(({ name }) => name)).toEqual(["fold 2"]);
    expect(result.failed.map(({ name }) => name)).toEqual(["fold 1"]);
    expect(result.failed[0].reason).toContain("KPI");
  });

  test("a stop keeps the folds that are finished", async () => {
    const controller = new AbortController();
    const result = await runFolds(panel, config, folds, {
      sampling,
      signal: controller.signal,
      onProgress: ({ index, stage }) => {
        if (index === 0 && stage === "done") controller.abort();
      },
    });
    expect(result.finished.map(({ name }) => name)).toEqual(["fold 1"]);
    expect(result.stopped).toEqual(["fold 2"]);
  });

  test("leave-future-out predicts each period once, and a stop leaves none", async () => {
    const fits: number[] = [];
    const result = await modelLeaveFutureOut(panel, config, {
      from: 79,
      sampling,
      onFit: (periods) => fits.push(periods),
    });
    expect(result?.logDensity).toHaveLength(5);
    expect(result?.fits).toEqual(fits);
    expect(result?.firstDate).toBe("2024-03-20");
    const signal = AbortSignal.abort();
    expect(await modelLeaveFutureOut(panel, config, { from: 79, sampling, signal })).toBeUndefined();
  });
});

test("held-out geos are predicted from the others, against their average", async () => {
  const geos = geoWorld({ geos: 4, periods: 40, seed: 2 });
  const planned = planSplits(geos.panel, geos.config, { splits: "geos", folds: 2 });
  const { finished } = await runFolds(geos.panel, geos.config, planned.folds.slice(0, 1), { sampling });
  expect(finished[0].heldOut.geos).toEqual([geos.panel.geos[0], geos.panel.geos[2]]);
  expect(finished[0].picture.observed).toHaveLength(40);
  expect(Object.keys(finished[0].baselines).toSorted()).toEqual(["geo-average", "no-media", "regression"]);
  expect(finished[0].baselines["geo-average"]).toHaveProperty("crps");
});

describe("plans", () => {
  test("have defaults for the data", () => {
    const { config: year, panel: days } = smallWorld({}, 600);
    expect(planSplits(days, year, {}).settings).toEqual({ splits: "rolling", folds: 5, horizon: 56, gap: 0 });
    expect(planSplits(days, year, { splits: "kfold", buffer: 7 }).settings).toEqual({
      splits: "kfold",
      folds: 5,
      buffer: 7,
    });
  });

  test("refuse what the data cannot bear", () => {
    expect(() => planSplits(panel, config, { folds: 9, horizon: 9 })).toThrow(SpecError);
    const { panel: bySize, config: unsized } = geoWorld({ geos: 4, periods: 40, seed: 2 }, { population: false });
    expect(() => planSplits(bySize, unsized, { splits: "geos" })).toThrow("Set data.population");
  });
});

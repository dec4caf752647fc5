// Folds of panels whose KPI is not known all over, with organic channels, treatments and a history.
import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { foldView } from "../../src/validation/fold-view.ts";
import { planSplits } from "../../src/validation/plan-validation.ts";
import { runFolds } from "../../src/validation/run-folds.ts";
import { isPlainData } from "../report/make-evaluation.ts";
import { richWorld } from "../support/rich-panel.ts";

describe("validation", () => {
  const { panel, config, holdout } = richWorld("ragged", { data: { holdout: "held" } }, { past: 3 });
  const periods = panel.dates.length;
  const [fold] = planSplits(panel, config, { folds: 1, horizon: 10 }, holdout).folds;

  test("a fold neither learns from nor is judged by what is not known, and learns from nothing that is held out", () => {
    const view = foldView(panel, config, fold);
    const { kpi } = view.asked;
    expect(view.cells.some((cell) => Number.isNaN(kpi.values[cell]))).toBe(false);
    expect(view.cells).toHaveLength(30 - 6);
    const learned = [...view.known.keys()].filter((cell) => view.known[cell] === 1);
    expect(learned.some((cell) => Number.isNaN(kpi.values[cell]))).toBe(false);
    expect(learned.some((cell) => holdout.includes(cell))).toBe(false);
    expect(view.spec.organic?.map(({ name }) => name)).toEqual(["mail", "posts"]);
    expect(view.training.history).toBe(panel.history);
  });

  test("series that say nothing in a fold are left out of its panel and of its history", () => {
    const flat: Panel = {
      ...panel,
      media: panel.media.map((series, index) =>
        index === 0 ? { ...series, exposure: new Float64Array(series.exposure.length) } : series,
      ),
      treatments: panel.treatments?.map((series) => ({ ...series, values: series.values.map(() => 10) })) ?? [],
    };
    const view = foldView(flat, config, fold);
    expect(view.leftOut).toEqual(["tv", "price"]);
    expect(view.training.history?.media).toEqual([panel.history?.media[1]]);
    expect(view.spec.treatments).toBeUndefined();
  });

  test("runs, with the baselines that the data allow", async () => {
    const { finished, failed } = await runFolds(panel, config, [fold], {
      sampling: { chains: 1, warmup: 20, draws: 8, maxTreeDepth: 3, seed: 7 },
    });
    expect(failed).toEqual([]);
    expect(finished[0].heldOut.cells).toBe(24);
    expect(finished[0].picture.observed.every(Number.isFinite)).toBe(true);
    // Of so few draws the Pareto shape is without bound.
    expect(isPlainData({ ...finished[0], stepAhead: null })).toBe(true);
    expect(finished[0].baselines.regression).toMatchObject({ cells: 24, crps: expect.any(Number) });
    expect(finished[0].stepAhead?.logDensity.every(Number.isFinite)).toBe(true);
  });

  test("folds of which nothing is known are refused, not fitted", () => {
    const values = panel.kpi.values.map((value, cell) => (cell % periods >= periods - 10 ? Number.NaN : value));
    const blind = { ...panel, kpi: { ...panel.kpi, values } };
    expect(() => foldView(blind, config, fold)).toThrow("the KPI of no period that fold 1 is judged by is known");
  });
});

import { describe, expect, test } from "vitest";
import { summarizeValidation } from "../../src/validation/summarize-validation.ts";
import type { Validation } from "../../src/validation/validation.ts";
import { validationTable } from "../../src/validation/validation-tables.ts";
import { smallWorld } from "../support/small-panel.ts";
import { type FoldNumbers, madeFold } from "./make-fold.ts";

const { panel } = smallWorld({}, 70);
const settings = { splits: "rolling", folds: 3, horizon: 7, chains: 2, warmup: 300, draws: 300, seed: 1 } as const;

function summary(
  folds: readonly FoldNumbers[],
  more: Partial<Pick<Validation, "failed" | "stopped">> = {},
): Validation {
  const { failed = [], stopped = [] } = more;
  return summarizeValidation(
    { panel, model: "default", settings },
    { finished: folds.map((fold, index) => madeFold(index, fold)), failed, stopped },
  );
}

const steady = { coverage90: 0.9, roi: 1 };

describe("against a baseline", () => {
  test("differences are paired by fold, with the standard error of their mean", () => {
    const { comparisons } = summary([
      { ...steady, crps: 10, baseline: 14 },
      { ...steady, crps: 20, baseline: 26 },
      { ...steady, crps: 12, baseline: 17 },
    ]);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({
      baseline: "no-media",
      folds: 3,
      won: 3,
      crps: { model: 14, baseline: 19 },
      difference: 5,
      outcome: "beats",
    });
    // Differences 4, 6, 5: standard deviation 1.
    expect(comparisons[0].standardError).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(comparisons[0].skill).toBeCloseTo(1 - 14 / 19, 12);
  });

  test("a model that is no better says that it does not beat it, first of all", () => {
    const { verdict, comparisons } = summary([
      { ...steady, crps: 10, baseline: 10 },
      { ...steady, crps: 10, baseline: 9 },
    ]);
    expect(comparisons[0].outcome).toBe("does not beat");
    expect(verdict.status).toBe("fail");
    expect(verdict.sentence).toMatch(/^The model does not beat the same model without media/);
  });

  test("a lead within two standard errors, or of a single fold, is a caution", () => {
    expect(summary([{ ...steady, crps: 10, baseline: 20 }]).verdict.status).toBe("caution");
    const { verdict } = summary([
      { ...steady, crps: 10, baseline: 12 },
      { ...steady, crps: 10, baseline: 9.5 },
    ]);
    expect(verdict).toMatchObject({
      status: "caution",
      sentence: "The model is ahead of every baseline, but not clearly of the same model without media.",
    });
  });

  test("a clear lead over all of them passes", () => {
    const { verdict } = summary([
      { ...steady, crps: 10, baseline: 20 },
      { ...steady, crps: 11, baseline: 20.5 },
    ]);
    expect(verdict).toMatchObject({ status: "pass", remarks: [] });
  });

  test("folds without the baseline do not count", () => {
    const { comparisons } = summary([
      { ...steady, crps: 10 },
      { ...steady, crps: 10, baseline: 20 },
    ]);
    expect(comparisons[0].folds).toBe(1);
    expect(summary([{ ...steady, crps: 10 }]).verdict.sentence).toContain("no baseline");
  });
});

describe("besides", () => {
  test("coverage is pooled over cells, and intervals that do not hold are said", () => {
    const narrow = summary([
      { crps: 1, baseline: 5, coverage90: 0.5, roi: 1 },
      { crps: 1, baseline: 5.1, coverage90: 0.7, roi: 1 },
    ]);
    expect(narrow.coverage?.["90"]).toBeCloseTo(0.6, 12);
    expect(narrow.verdict.status).toBe("caution");
    expect(narrow.verdict.remarks.join()).toContain("too sure of itself");
    const wide = summary([
      { crps: 1, baseline: 5, coverage90: 1, roi: 1 },
      { crps: 1, baseline: 5.1, coverage90: 1, roi: 1 },
    ]);
    expect(wide.verdict.remarks.join()).toContain("wider than they need be");
  });

  test("returns that move by more than their posterior deviation are said", () => {
    const { stability, verdict } = summary([
      { crps: 1, baseline: 5, coverage90: 0.9, roi: 1 },
      { crps: 1, baseline: 5.1, coverage90: 0.9, roi: 3 },
    ]);
    expect(stability).toEqual([
      { channel: "tv", roi: [1, 3], mean: 2, spread: Math.SQRT2, posteriorSd: 0.5, ratio: Math.SQRT2 / 0.5 },
    ]);
    expect(verdict.remarks.join()).toContain("The return of tv moves from fold to fold by 2.8");
  });

  test("chains that disagree are said", () => {
    const folds = [0, 1].map((index) => madeFold(index, { ...steady, crps: 1, baseline: 5 + index / 10 }));
    const apart = folds.map((fold) => ({ ...fold, sampler: { ...fold.sampler, maxRhat: 1.4 } }));
    const { verdict } = summarizeValidation(
      { panel, model: "default", settings },
      { finished: apart, failed: [], stopped: [] },
    );
    expect(verdict).toMatchObject({
      status: "caution",
      sentence: "The model is ahead of every baseline, with reservations.",
    });
    expect(verdict.remarks.join()).toContain("The chains of fold 1 and fold 2 do not agree (R-hat up to 1.40)");
  });

  test("what was stopped or failed makes it partial, and none is no answer", () => {
    const partial = summary([{ ...steady, crps: 1, baseline: 5 }], {
      stopped: ["fold 2", "fold 3"],
      failed: [{ name: "fold 4", reason: "no." }],
    });
    expect(partial.status).toBe("partial");
    expect(partial.verdict.remarks).toEqual(
      expect.arrayContaining(["Fold 4 could not be fitted: no.", "Stopped before fold 2 and fold 3 were finished."]),
    );
    expect(summary([], { stopped: ["fold 1"] }).verdict).toMatchObject({
      status: "fail",
      sentence: "No fold was finished: nothing can be said.",
    });
  });

  test("one-step-ahead densities of all folds are added up", () => {
    const { stepAhead } = summary([
      { ...steady, crps: 1 },
      { ...steady, crps: 1 },
    ]);
    expect(stepAhead).toEqual({ elpd: -14, standardError: Math.sqrt(4 / 3), periods: 6, unreliable: 2 });
  });
});

test("the table has a row per fold and forecast; what is unavailable has none", () => {
  const table = validationTable(
    summary([
      { ...steady, crps: 1 },
      { ...steady, crps: 2, baseline: 5 },
    ]),
  );
  const column = (name: string): unknown => table.columns.find((each) => each.name === name)?.cells;
  expect(table.rows).toBe(3);
  expect(column("forecast")).toEqual(["model", "model", "no-media"]);
  expect(column("crps")).toEqual([1, 2, 5]);
  expect(column("coverage_90")).toEqual([0.9, 0.9, 0.9]);
});

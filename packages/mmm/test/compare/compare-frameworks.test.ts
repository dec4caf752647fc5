// What a comparison plans to fit, and what becomes of the fits; the fits themselves are stated.
import { expect, test } from "vitest";
import {
  comparisonJobs,
  comparisonResults,
  type JobResult,
  planComparison,
} from "../../src/compare/compare-frameworks.ts";
import { SpecError } from "../../src/errors.ts";
import type { JobOutcome } from "../../src/validation/run-jobs.ts";
import { smallWorld } from "../support/small-panel.ts";
import { fitWithRoi, world } from "./hand-made.ts";

const { panel, config } = world;
const sampler = { chains: 2, warmup: 100, draws: 100, seed: 1 };
const sampling = { fits: sampler, folds: sampler, swaps: sampler };

test("frameworks come first, then folds, then swaps", () => {
  const plan = planComparison(panel, config, { names: ["bayesian", "adelon"], folds: 1, horizon: 5, swaps: true });
  expect(plan.horizon).toBe(5);
  const names = comparisonJobs(plan, sampling).map(({ name }) => name);
  expect(names.slice(0, 5)).toEqual([
    "bayesian",
    "adelon",
    "bayesian, fold 1",
    "adelon, fold 1",
    "bayesian with the prior of adelon",
  ]);
});

test("as many folds as the data allow, three at most; folds asked for that they do not allow are refused", () => {
  const request = { names: ["bayesian", "adelon"] as const, swaps: false };
  expect(planComparison(panel, config, { ...request, folds: null, horizon: 7 }).folds[0]).toHaveLength(3);
  expect(planComparison(panel, config, { ...request, folds: 0 }).folds).toEqual([[], []]);
  const short = smallWorld({ day_of_week: false }, 40);
  const none = planComparison(short.panel, short.config, { ...request, folds: null });
  expect(none.folds).toEqual([[], []]);
  expect(none.unfinished.join(" ")).toContain("too short to hold periods out");
  expect(() => planComparison(short.panel, short.config, { ...request, folds: 3 })).toThrow(SpecError);
});

test("without the default model among the frameworks nothing is swapped, and that is said", () => {
  const plan = planComparison(panel, config, { names: ["adelon", "pymc-marketing"], folds: 0, swaps: true });
  expect(plan.swaps).toEqual([]);
  expect(plan.unfinished.join(" ")).toContain("No ingredient was swapped");
});

test("what failed or was stopped is told, and swaps whose ends are there are reported", () => {
  const plan = planComparison(panel, config, { names: ["bayesian", "adelon"], folds: 0, swaps: true });
  const jobs = comparisonJobs(plan, sampling);
  const roi = [
    { mean: 1.5, error: 0.01 },
    { mean: 1, error: 0.01 },
  ];
  const outcomes = jobs.map((_, index): JobOutcome<JobResult> => {
    if (index < 2) {
      const fit = fitWithRoi(index === 0 ? [1, 1] : [2, 1]);
      return { result: { kind: "fit", framework: index, fit, seconds: 1 } };
    }
    if (index === 2) return { result: { kind: "swap", set: 0, hybrid: 0, roi } };
    return index === 3 ? { failure: "no" } : undefined;
  });
  const results = comparisonResults(plan, jobs, outcomes);
  expect(results.fits.every((each) => each !== undefined)).toBe(true);
  const [swap] = results.swaps;
  expect([swap.from, swap.to]).toEqual(["bayesian", "adelon"]);
  expect(swap.channels[0].moves.map(({ ingredient }) => ingredient)).toEqual(["prior"]);
  expect(swap.channels[0].moves[0].move).toBeCloseTo(0.5, 1);
  expect(results.unfinished[0]).toBe("bayesian with the transform of adelon could not be fitted: no");
  expect(results.unfinished[1]).toMatch(/^Stopped before bayesian with the baseline of adelon was finished/);
  const lost = comparisonResults(plan, jobs, [undefined, ...outcomes.slice(1)]);
  expect(lost.swaps).toEqual([]);
  expect(lost.fits[0]).toBeUndefined();
});

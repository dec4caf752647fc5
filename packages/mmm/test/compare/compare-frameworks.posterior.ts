// A whole comparison of two Bayesian models of a small world: fits, a fold, swaps, plans.
import { expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { comparisonJobs, comparisonResults, planComparison } from "../../src/compare/compare-frameworks.ts";
import { triangulate } from "../../src/compare/triangulate.ts";
import { runJobs } from "../../src/validation/run-jobs.ts";
import { smallWorld } from "../support/small-panel.ts";

test("two frameworks of one panel are fitted, scored on the same fold, taken apart and planned for", async () => {
  const { panel, config } = smallWorld({ day_of_week: false, yearly_order: 0 });
  const plan = planComparison(panel, config, {
    names: ["bayesian", "pymc-marketing"],
    folds: 1,
    horizon: 7,
    swaps: true,
  });
  const short = { chains: 2, warmup: 150, draws: 150, seed: 3 };
  const jobs = comparisonJobs(plan, { fits: short, folds: short, swaps: short });
  expect(jobs.map(({ name }) => name)).toEqual([
    "bayesian",
    "pymc-marketing",
    "bayesian, fold 1",
    "pymc-marketing, fold 1",
    "bayesian with the prior of pymc-marketing",
    "bayesian with the transform of pymc-marketing",
    "bayesian with the baseline of pymc-marketing",
    "bayesian with the prior, transform, baseline of pymc-marketing",
  ]);
  const results = comparisonResults(plan, jobs, await runJobs(jobs, {}));
  expect(results.unfinished).toEqual([]);
  const found = triangulate({
    fits: plan.frameworks.map(({ name, notes }, index) => {
      const made = results.fits[index];
      if (made === undefined) throw new Error(`${name} was not fitted`);
      return {
        name,
        fit: made.fit,
        evaluation: evaluate(made.fit, { sampling: { warmup: 150, seed: 3, targetAccept: 0.8 } }),
        folds: results.folds[index],
        notes,
      };
    }),
    swaps: results.swaps,
    settings: { folds: 1, horizon: 7, seed: 3, fits: "", foldFits: "", swapFits: "" },
  });
  expect(found.weights.periods).toBe(7);
  expect(found.frameworks.every(({ r2 }) => r2 > 0.5)).toBe(true);
  const [swap] = found.disagreement.swaps;
  for (const { gap, moves, interaction, rest } of swap.channels) {
    expect(moves.reduce((sum, { move }) => sum + move, 0) + (interaction ?? 0) + rest).toBeCloseTo(gap, 9);
  }
  expect(found.consensus.plans?.plans.map(({ kind }) => kind)).toContain("maximin");
}, 60_000);

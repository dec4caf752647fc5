import { expect, test } from "vitest";
import { summarize } from "../../src/diagnostics/summarize.ts";
import { scalars } from "../../src/draws/draws.ts";
import { preview } from "../../src/preview/preview.ts";
import { autoregression, funnel } from "../support/densities.ts";
import { regression } from "../support/regression.ts";

test("of a normal posterior the draws have its moments, and k-hat says that they can be used", () => {
  const { draws, paretoK } = preview(autoregression(5, 0.8), { seed: 3 });
  expect(paretoK).toBeLessThan(0.7);
  expect(draws).toMatchObject({ chains: 1, draws: 1000 });
  const [first, second] = scalars(draws).map(({ values }) => Array.from(values));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  // 1,000 draws, some repeated: at least 300 effective ones, 5 standard errors of a mean, a variance and a covariance.
  expect(Math.abs(mean(first))).toBeLessThan(5 / Math.sqrt(300));
  expect(Math.abs(mean(first.map((x) => x * x)) - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(300));
  expect(Math.abs(mean(first.map((x, i) => x * second[i])) - 0.8)).toBeLessThan((5 * 1.3) / Math.sqrt(300));
});

test("of a funnel k-hat says that the draws cannot be relied on", () => {
  expect(preview(funnel(30), { seed: 1 }).paretoK).toBeGreaterThan(0.7);
});

test("what was integrated out is drawn, labeled and near what sampling gives", () => {
  const { draws, paths, gradientEvaluations, paretoK } = preview(regression(), { draws: 500, seed: 5 });
  expect(paths).toBe(4);
  expect(paretoK).toBeLessThan(0.7);
  expect(gradientEvaluations).toBeGreaterThan(2000);
  const rows = new Map(summarize(draws).map((row) => [row.label, row]));
  // Ordinary least squares gives 0.98 and 2.05, each with a standard error near 0.09.
  expect(rows.get("intercept")?.mean).toBeCloseTo(1, 0);
  expect(rows.get("slope")?.mean).toBeCloseTo(2, 0);
  expect(rows.get("slope")?.sd).toBeGreaterThan(0.05);
  expect(draws.statistics.logDensity.every(Number.isFinite)).toBe(true);
  expect(draws.statistics.energy.every(Number.isNaN)).toBe(true);
});

test("the same seed gives the same draws", () => {
  const run = (seed: number) => preview(regression(), { draws: 20, seed }).draws.variables[1].values;
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test("options out of range are named, and a density that is nowhere finite is an error", () => {
  expect(() => preview(regression(), { paths: 0, draws: 0.5 })).toThrow(/paths is 0.*\n.*draws is 0\.5/);
  const nowhere = { ...autoregression(2, 0.5), evaluate: () => Number.NaN };
  expect(() => preview(nowhere)).toThrow("no ascent led to a normal approximation");
});

// Measures of risk against their definitions, their slopes against differences, their bounds against any plan.
import { openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import type { Objective } from "../../src/budget/problem.ts";
import { probabilityBetter, riskMeasure, smoothingWidth } from "../../src/budget/risk.ts";
import { meanOf, sumOf } from "./stated-world.ts";

const stream = openStream({ seed: 11, chain: 0, purpose: "data" });
const draws = (count: number, mean = 100, sd = 20): Float64Array =>
  Float64Array.from({ length: count }, () => mean + sd * stream.normal());
const current = draws(101, 95);
const worth = draws(101);

const objectives: readonly Objective[] = [
  { kind: "mean" },
  { kind: "quantile", probability: 0.1 },
  { kind: "cvar", probability: 0.15 },
  { kind: "mean-variance", weight: 0.01 },
  { kind: "mean-sd", weight: 0.7 },
  { kind: "probability" },
];

describe("by their definitions", () => {
  const exact = (objective: Objective, values: readonly number[]): number =>
    riskMeasure(objective, new Float64Array(values.length).fill(2.5)).exact(Float64Array.from(values));

  test.each<[Objective, number]>([
    [{ kind: "mean" }, 2.5],
    [{ kind: "quantile", probability: 0.5 }, 2.5],
    [{ kind: "quantile", probability: 0.25 }, 1.75],
    [{ kind: "cvar", probability: 0.5 }, 1.5],
    // One whole draw and half of the next: (1 + 0.5 · 2) / 1.5.
    [{ kind: "cvar", probability: 0.375 }, 2 / 1.5],
    [{ kind: "mean-variance", weight: 2 }, 2.5 - 2 * 1.25],
    [{ kind: "mean-sd", weight: 2 }, 2.5 - 2 * Math.sqrt(1.25)],
    [{ kind: "probability" }, 0.5],
  ])("%j of 4, 1, 3, 2", (objective, expected) => {
    expect(exact(objective, [4, 1, 3, 2])).toBeCloseTo(expected, 12);
  });

  test("a tie counts half", () => {
    expect(probabilityBetter(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 4))).toBe(0.5);
  });
});

test.each(objectives)("the smooth $kind has the slopes of its differences", (objective) => {
  const measure = riskMeasure(objective, current);
  const width = smoothingWidth(worth, 0.1);
  const slopes = new Float64Array(worth.length);
  const unused = new Float64Array(worth.length);
  measure.smooth(worth, width, slopes);
  for (const draw of [0, 17, 50, 88]) {
    const step = 1e-4;
    const moved = (by: number): number => {
      const values = worth.slice();
      values[draw] += by;
      return measure.smooth(values, width, unused);
    };
    // Central differences of a step of 1e-4 are good to the cube of it over the width, and to rounding.
    expect(slopes[draw]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 7);
  }
});

test.each(objectives)("the smooth $kind meets the exact one as its width goes to nothing", (objective) => {
  const measure = riskMeasure(objective, current);
  const smooth = measure.smooth(worth, 1e-6, new Float64Array(worth.length));
  // The smoothed quantile interpolates between its two draws by where their rounded steps meet, the exact one linearly.
  const sorted = worth.toSorted();
  const gap = objective.kind === "quantile" ? sorted[11] - sorted[9] : 1e-4;
  expect(Math.abs(smooth - measure.exact(worth))).toBeLessThanOrEqual(gap);
});

test.each<Objective>([
  { kind: "mean" },
  { kind: "cvar", probability: 0.2 },
  { kind: "mean-variance", weight: 0.02 },
  { kind: "mean-sd", weight: 1 },
])("weights of any draws bound $kind of any others from above", (objective) => {
  const measure = riskMeasure(objective, current);
  for (let round = 0; round < 50; round += 1) {
    const [here, there] = [draws(40), draws(40, 100, 30)];
    const weights = new Float64Array(40);
    const width = smoothingWidth(here, 0.03);
    measure.smooth(here, width, weights);
    const bound = there.reduce((sum, value, draw) => sum + weights[draw] * value, 0);
    const offset = measure.boundOffset(here, width);
    expect(measure.exact(there)).toBeLessThanOrEqual(bound + (offset ?? Number.NaN) + 1e-9);
    if (objective.kind !== "mean") expect(measure.exact(here)).toBeLessThan(meanOf(here));
    expect(sumOf(weights)).toBeCloseTo(1, 9);
  }
});

test("draws that do not differ have a width all the same", () => {
  expect(smoothingWidth(new Float64Array(5).fill(3), 0.1)).toBe(1);
});

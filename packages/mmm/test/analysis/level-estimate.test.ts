// Summaries at any level, and the two means of a ratio.
import { expect, test } from "vitest";
import { levelEstimate, probabilityAbove, ratioEstimate } from "../../src/analysis/level-estimate.ts";

test("the interval of level 0.5 runs from the first to the third quartile", () => {
  expect(levelEstimate([4, 1, 3, 2, 0], 0.5)).toEqual({ mean: 2, median: 2, sd: Math.sqrt(2.5), lower: 1, upper: 3 });
});

test("ratio of means and mean of ratios differ where the denominator varies", () => {
  const ratio = ratioEstimate(Float64Array.of(6, 6), Float64Array.of(1, 3), 0.9);
  expect(ratio).toMatchObject({ ratioOfMeans: 3, meanOfRatios: 4, median: 4, infiniteShare: 0 });
});

test("a denominator that is not positive makes the draw's ratio infinite: the largest of all", () => {
  const ratio = ratioEstimate(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 2, 0, -1), 0.5);
  expect(ratio).toEqual({
    ratioOfMeans: 2,
    meanOfRatios: null,
    median: null,
    lower: 0.875,
    upper: null,
    infiniteShare: 0.5,
  });
});

test("where the denominator's mean is not positive there is no ratio of means", () => {
  expect(ratioEstimate(Float64Array.of(1, 1), Float64Array.of(1, -1), 0.9).ratioOfMeans).toBeNull();
});

test("one draw is its own summary", () => {
  expect(levelEstimate([7], 0.9)).toEqual({ mean: 7, median: 7, sd: 0, lower: 7, upper: 7 });
  expect(ratioEstimate(Float64Array.of(1), Float64Array.of(0), 0.9)).toMatchObject({ median: null, infiniteShare: 1 });
});

test("the probability above a threshold counts draws strictly above it", () => {
  expect(probabilityAbove(Float64Array.of(0.5, 1, 1.5, 2), 1)).toBe(0.5);
});

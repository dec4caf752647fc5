// How far a number moved: against closed forms, and against what a posterior mean does when more data come.
import { mean, normalCdf, openStream, standardDeviation } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { probabilityHigher, shift } from "../../src/refresh/shift.ts";

const stream = openStream({ seed: 4, chain: 0, purpose: "data" });
/** Normal draws with exactly this mean and standard deviation. */
const normals = (wanted: number, sd: number): Float64Array => {
  const draws = Float64Array.from({ length: 2000 }, () => stream.normal());
  const [center, scale] = [mean(draws), sd / standardDeviation(draws)];
  return draws.map((value) => wanted + scale * (value - center));
};

test("P(after > before) is that of all pairs, ties counted half", () => {
  const [before, after] = [Float64Array.of(1, 2, 2, 5), Float64Array.of(2, 3, 0)];
  let wins = 0;
  for (const is of after) for (const was of before) wins += is > was ? 1 : is === was ? 0.5 : 0;
  expect(probabilityHigher(before, after)).toBe(wins / 12);
});

describe("between two normals", () => {
  const moved = shift(normals(1, 0.5), normals(1.6, 0.4));

  test("the probabilities are those of their difference", () => {
    // Standard error of the share of pairs of 2,000 draws each: below 0.01.
    expect(moved.probabilityHigher).toBeCloseTo(normalCdf(0.6 / Math.hypot(0.5, 0.4)), 1);
    expect(moved.probabilityMoved).toBeCloseTo(2 * moved.probabilityHigher - 1, 12);
  });

  test("the change is told in earlier deviations and in steps that new data should make", () => {
    expect(moved.standardized).toBeCloseTo(1.2, 10);
    // Draws that are independent are worth about their number.
    const errors = 0.41 / 2000 + Math.sqrt((2 * 0.25 ** 2 + 2 * 0.16 ** 2) / 2000);
    expect(moved.surprise).toBeCloseTo(0.6 / Math.sqrt(0.09 + errors), 1);
    expect(moved.moved).toBe(false);
  });
});

test("the same draws have not moved", () => {
  const draws = normals(3, 1);
  expect(shift(draws, draws)).toMatchObject({ change: 0, probabilityMoved: 0, surprise: 0, moved: false });
});

test("a change of two earlier deviations has moved, and so has one of half with hardly anything learned", () => {
  expect(shift(normals(0, 1), normals(2.2, 1)).moved).toBe(true);
  expect(shift(normals(0, 1), normals(0.7, 0.999)).moved).toBe(true);
  expect(shift(normals(0, 1), normals(0.3, 0.999)).moved).toBe(false);
});

test("a number without spread moves without a size", () => {
  const fixed = new Float64Array(10).fill(2);
  expect(shift(fixed, fixed)).toMatchObject({ standardized: null, surprise: null, moved: false });
});

test("steps of a posterior mean under data the model expects have surprises of standard deviation one", () => {
  // θ ~ N(0, 1), y ~ N(θ, 1): after 4 values and after 8; the step's variance is 1/5 − 1/9.
  const surprises = Array.from({ length: 400 }, () => {
    const theta = stream.normal();
    const values = Array.from({ length: 8 }, () => theta + stream.normal());
    const posteriorMean = (count: number): number =>
      values.slice(0, count).reduce((sum, value) => sum + value, 0) / (1 + count);
    return (posteriorMean(8) - posteriorMean(4)) / Math.sqrt(1 / 5 - 1 / 9);
  });
  const square = surprises.reduce((sum, value) => sum + value * value, 0) / surprises.length;
  // A χ² over 400 has standard deviation √(2/400) = 0.07.
  expect(Math.abs(square - 1)).toBeLessThan(0.21);
});

// The regression with estimated noise: nothing near its answer is more probable.
import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { fitLaplaceRegression, type LaplaceRegression } from "../../src/design/laplace-regression.ts";

const rows = 40;
const stream = openStream({ seed: 3, chain: 0, purpose: "data" });
const times = Array.from({ length: rows }, (_, row) => row / (rows - 1));
const problem: LaplaceRegression = {
  outcome: Float64Array.from(times, (time) => 0.5 + 0.3 * time - 2 * Math.max(0, time - 0.5) + 0.05 * stream.normal()),
  normal: Float64Array.from(times.flatMap((time) => [time, 1])),
  normalSds: Float64Array.of(5, 5),
  laplace: Float64Array.from(times.flatMap((time) => [0.25, 0.5, 0.75].map((bend) => Math.max(0, time - bend)))),
  laplaceScale: 0.05,
  noiseScale: 0.5,
  leastNoise: 1e-3,
};

/** The log density as it is defined, row by row. */
function logDensity(normal: Float64Array, laplace: Float64Array, noise: number): number {
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    let mean = 0;
    normal.forEach((value, i) => {
      mean += problem.normal[row * 2 + i] * value;
    });
    laplace.forEach((value, i) => {
      mean += problem.laplace[row * 3 + i] * value;
    });
    total -= Math.log(noise) + (problem.outcome[row] - mean) ** 2 / (2 * noise * noise);
  }
  for (const value of normal) total -= (value / 5) ** 2 / 2;
  for (const value of laplace) total -= Math.abs(value) / 0.05;
  return total - (noise / 0.5) ** 2 / 2;
}

test("its log density is that of the definition, and steps of any coefficient or of the noise only lower it", () => {
  const { normal, laplace, noise, logDensity: found } = fitLaplaceRegression(problem);
  expect(found).toBeCloseTo(logDensity(normal, laplace, noise), 9);
  expect(laplace.some((value) => value === 0)).toBe(true);
  expect(laplace[1]).toBeLessThan(-0.5);
  for (const step of [-1e-2, -1e-4, 1e-4, 1e-2]) {
    normal.forEach((value, i) => {
      expect(logDensity(normal.with(i, value + step), laplace, noise)).toBeLessThan(found);
    });
    laplace.forEach((value, i) => {
      expect(logDensity(normal, laplace.with(i, value + step), noise)).toBeLessThan(found);
    });
    expect(logDensity(normal, laplace, noise * (1 + step))).toBeLessThan(found);
  }
});

test("where columns explain everything, the noise stops at its least", () => {
  const outcome = Float64Array.from(times, (time) => 1 + time);
  const { noise, normal } = fitLaplaceRegression({ ...problem, outcome });
  expect(noise).toBe(1e-3);
  expect(normal[0]).toBeCloseTo(1, 3);
});

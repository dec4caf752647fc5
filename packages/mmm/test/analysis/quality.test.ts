// Errors and coverage against numbers worked out by hand.
import fc from "fast-check";
import { expect, test } from "vitest";
import { coverage, fitQuality, predictionErrors } from "../../src/analysis/quality.ts";
import { predictiveDraws } from "../../src/model/predictive.ts";

test("errors of a prediction are those of the definitions", () => {
  // Errors 1, −1, 2; mean of the observed 4; total sum of squares 8.
  const errors = predictionErrors(Float64Array.of(2, 4, 6), Float64Array.of(1, 5, 4));
  expect(errors.r2).toBeCloseTo(1 - 6 / 8, 12);
  expect(errors.rmse).toBeCloseTo(Math.sqrt(2), 12);
  expect(errors.mape).toBeCloseTo((1 / 2 + 1 / 4 + 2 / 6) / 3, 12);
  expect(errors.wmape).toBeCloseTo(4 / 12, 12);
});

test("periods without sales are left out of MAPE and kept in wMAPE", () => {
  const errors = predictionErrors(Float64Array.of(0, 10), Float64Array.of(5, 8));
  expect(errors.mape).toBeCloseTo(0.2, 12);
  expect(errors.wmape).toBeCloseTo(0.7, 12);
});

test("observations that are all zero give finite errors", () => {
  expect(predictionErrors(new Float64Array(3), Float64Array.of(1, 1, 1))).toEqual({
    r2: 0,
    rmse: 1,
    mape: 0,
    wmape: 0,
  });
});

test("errors are finite whatever the observations", () => {
  const series = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(series, series, (observed, predicted) => {
      const errors = predictionErrors(Float64Array.from(observed), Float64Array.from(predicted));
      expect(Object.values(errors).every(Number.isFinite)).toBe(true);
    }),
  );
});

test("quality is that of the posterior mean, and per draw of each draw", () => {
  const observed = Float64Array.of(2, 4, 6);
  // Draws [1, 5, 4] and [3, 3, 8] have mean [2, 4, 6]: no error.
  const expected = Float64Array.of(1, 5, 4, 3, 3, 8);
  const quality = fitQuality(observed, expected, expected);
  expect(quality.r2).toBeCloseTo(1, 12);
  expect(quality.rmse).toBeCloseTo(0, 12);
  expect(quality.perDraw.r2.mean).toBeCloseTo(0.25, 12);
  expect(quality.perDraw.rmse.mean).toBeCloseTo(Math.sqrt(2), 12);
});

test("coverage counts observations inside the interval, ends included", () => {
  // 101 draws 0 … 100 for each of three observations: the 50 % interval is [25, 75], the 94 % one [3, 97].
  const predictive = Float64Array.from({ length: 303 }, (_, index) => Math.floor(index / 3));
  expect(coverage(Float64Array.of(25, 80, 99), predictive, [0.5, 0.94])).toEqual([1 / 3, 2 / 3]);
});

test("predictive draws have the expected mean and the draw's noise", () => {
  const draws = 4_000;
  const expected = new Float64Array(2 * draws).fill(10);
  const noise = Float64Array.from({ length: draws }, (_, draw) => (draw < draws / 2 ? 1 : 3));
  const predictive = predictiveDraws(expected, { noise }, 7);
  const first = predictive.subarray(0, draws);
  const second = predictive.subarray(draws);
  // 4 000 draws: standard errors 0.016 and 0.047 of the means, 1.1 % of the standard deviations; 4 of each allowed.
  expect(Math.abs(mean(first) - 10)).toBeLessThan(0.064);
  expect(Math.abs(mean(second) - 10)).toBeLessThan(0.19);
  expect(sd(first)).toBeCloseTo(1, 1);
  expect(Math.abs(sd(second) / 3 - 1)).toBeLessThan(0.045);
});

test("predictive draws depend on the seed alone", () => {
  const expected = Float64Array.of(1, 2, 3, 4);
  const noise = Float64Array.of(1, 2);
  expect(predictiveDraws(expected, { noise }, 1)).toEqual(predictiveDraws(expected, { noise }, 1));
  expect(predictiveDraws(expected, { noise }, 1)).not.toEqual(predictiveDraws(expected, { noise }, 2));
});

test("the 94 % predictive interval of a right model covers 94 % of new observations", () => {
  const observations = 2_000;
  const draws = 200;
  const observed = predictiveDraws(new Float64Array(observations), { noise: Float64Array.of(1) }, 11);
  const predictive = predictiveDraws(
    new Float64Array(observations * draws),
    { noise: new Float64Array(draws).fill(1) },
    12,
  );
  const [share] = coverage(observed, predictive, [0.94]);
  // Binomial standard error √(.94·.06/2000) = 0.0053, and about 1 % too narrow from 200 draws.
  expect(Math.abs(share - 0.94)).toBeLessThan(0.03);
});

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sd(values: Float64Array): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

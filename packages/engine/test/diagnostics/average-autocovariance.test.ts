import { expect, test } from "vitest";
import { averageAutocovariance, chainMeans } from "../../src/diagnostics/average-autocovariance.ts";
import { autocovariance } from "../../src/math/fft.ts";

test("near and far lags both equal the average of the chains' autocovariances", () => {
  const draws = 150;
  const values = Float64Array.from({ length: 2 * draws }, (_, index) => Math.sin(index / 9) + (index % 7) / 5);
  const split = { values, chains: 2, draws };
  const covarianceAt = averageAutocovariance(split, chainMeans(split));
  const [first, second] = [autocovariance(values.subarray(0, draws)), autocovariance(values.subarray(draws))];
  for (let lag = 0; lag < draws; lag += 1) {
    expect(covarianceAt(lag)).toBeCloseTo((first[lag] + second[lag]) / 2, 12);
  }
});

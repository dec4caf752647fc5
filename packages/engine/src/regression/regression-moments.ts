// Means, variances and products of regressors and a response: all that a penalized regression needs to know of the data.
import { dot } from "../math/linear-algebra.ts";

export interface RegressionMoments {
  readonly rows: number;
  /** Number of regressors, p. */
  readonly size: number;
  /** (p). */
  readonly means: Float64Array;
  /** (p, p): covariances, the number of rows their divisor. */
  readonly covariances: Float64Array;
  readonly responseMean: number;
  /** (p): covariances with the response. */
  readonly responseCovariances: Float64Array;
  readonly responseVariance: number;
}

/** @param columns  one array a regressor, each as long as `response` */
export function regressionMoments(columns: readonly Float64Array[], response: Float64Array): RegressionMoments {
  const rows = response.length;
  const size = columns.length;
  const means = new Float64Array(size);
  const centered = columns.map((column, j) => {
    means[j] = average(column);
    return column.map((value) => value - means[j]);
  });
  const responseMean = average(response);
  const deviations = response.map((value) => value - responseMean);
  const covariances = new Float64Array(size * size);
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k <= j; k += 1) {
      const covariance = dot(centered[j], centered[k]) / rows;
      covariances[j * size + k] = covariance;
      covariances[k * size + j] = covariance;
    }
  }
  return {
    rows,
    size,
    means,
    covariances,
    responseMean,
    responseCovariances: Float64Array.from(centered, (column) => dot(column, deviations) / rows),
    responseVariance: dot(deviations, deviations) / rows,
  };
}

function average(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

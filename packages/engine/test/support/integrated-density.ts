// The density of a regression whose coefficients are integrated out, by its definition: one large normal distribution.
import { choleskyInPlace } from "../../src/math/linear-algebra.ts";

export interface IntegratedRegression {
  /** n values. */
  readonly observed: Float64Array;
  /** n values. */
  readonly offset: Float64Array;
  /** n values each. */
  readonly columns: readonly Float64Array[];
  /** Prior mean of each column's coefficient. */
  readonly mean: Float64Array;
  /** Its standard deviation. */
  readonly sd: Float64Array;
  /** Standard deviation of the noise of each value. */
  readonly sigma: Float64Array;
}

/** log N(y; m + H b₀, D + H V Hᵀ), by a Cholesky factor of the n × n covariance. @throws RangeError when it is not positive definite */
export function integratedDensity({ observed, offset, columns, mean, sd, sigma }: IntegratedRegression): number {
  const n = observed.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      covariance[i * n + j] = columns.reduce((total, h, c) => total + h[i] * h[j] * sd[c] ** 2, 0);
    }
    covariance[i * n + i] += sigma[i] ** 2;
  }
  if (!choleskyInPlace(covariance, n)) throw new RangeError("the covariance is not positive definite");
  const residual = observed.map((y, t) => y - offset[t] - columns.reduce((total, h, c) => total + h[t] * mean[c], 0));
  let logDensity = -0.5 * n * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i += 1) {
    let value = residual[i];
    for (let j = 0; j < i; j += 1) value -= covariance[i * n + j] * residual[j];
    residual[i] = value / covariance[i * n + i];
    logDensity -= Math.log(covariance[i * n + i]) + 0.5 * residual[i] ** 2;
  }
  return logDensity;
}

// Ridge, lasso and elastic net as glmnet parametrizes them: standardized regressors, limits, penalty factors, a free intercept.
import { CoordinateDescent } from "./coordinate-descent.ts";
import { dualityGap, type PenalizedQuadratic } from "./penalized-quadratic.ts";
import type { RegressionMoments } from "./regression-moments.ts";

export interface PenalizedRegressionOptions {
  /** Glmnet's alpha: 0 ridge, 1 lasso, between them elastic net. */
  readonly mixing: number;
  /** Glmnet's lambda. */
  readonly lambda: number;
  /** Multipliers of the penalty, one for each regressor; they are scaled to a mean of 1. All ones by default. */
  readonly penaltyFactors?: ArrayLike<number>;
  /** Least coefficients, each ≤ 0, and greatest, each ≥ 0, per unit of the regressor. No limits by default. */
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  /** `non-negative` fits again without an intercept where it would be negative. `free` by default. */
  readonly intercept?: "free" | "none" | "non-negative";
}

export interface PenalizedRegression {
  readonly intercept: number;
  /** (p), per unit of the regressor; 0 for one that does not vary. */
  readonly coefficients: Float64Array;
  /** False where it was left out, by wish or because it would have been negative. */
  readonly hasIntercept: boolean;
  /** How much lower the objective could at most be, as a share of ½ mean(y²) (of ½ variance with an intercept). */
  readonly relativeGap: number;
}

/**
 * Minimizes Σ (y − a − xᵀb)² / 2n + lambda Σ w_j (mixing |β_j| + (1 − mixing)/2 β_j² / s), β_j the coefficient of the regressor
 * divided by its standard deviation (n the divisor), s the standard deviation of y. Glmnet divides y by s before it penalizes, hence the s
 * under the square: its lambda means the same to a lasso, and 1/s to a ridge, of y as it is; scikit-learn's `Ridge` has
 * alpha = n · lambda / s. Without an intercept nothing is centered, and s is the root of mean y²; regressors are still divided by their
 * standard deviations.
 *
 * @param solver  of as many coefficients; one is made by default
 * @see Friedman, Hastie and Tibshirani (2010), Regularization paths for generalized linear models via coordinate descent
 */
export function penalizedRegression(
  moments: RegressionMoments,
  options: PenalizedRegressionOptions,
  solver: CoordinateDescent = new CoordinateDescent(moments.size),
): PenalizedRegression {
  const { intercept = "free" } = options;
  if (intercept !== "none") {
    const fit = solveStandardized(moments, options, true, solver);
    if (intercept === "free" || fit.intercept >= 0) return fit;
  }
  return solveStandardized(moments, options, false, solver);
}

/**
 * Glmnet's greatest lambda, at which a lasso has nothing but the intercept: max |cov(x_j, y)| / sd(x_j), over the mixing or .001,
 * whichever is greater.
 */
export function greatestLambda(moments: RegressionMoments, mixing: number): number {
  const { size, covariances, responseCovariances } = moments;
  let greatest = 0;
  for (let j = 0; j < size; j += 1) {
    const deviation = Math.sqrt(covariances[j * size + j]);
    if (deviation > 0) greatest = Math.max(greatest, Math.abs(responseCovariances[j]) / deviation);
  }
  return greatest / Math.max(mixing, 0.001);
}

function solveStandardized(
  moments: RegressionMoments,
  { mixing, lambda, penaltyFactors, lower, upper }: PenalizedRegressionOptions,
  hasIntercept: boolean,
  solver: CoordinateDescent,
): PenalizedRegression {
  const { size, means, covariances, responseMean, responseCovariances, responseVariance } = moments;
  const deviations = new Float64Array(size);
  for (let j = 0; j < size; j += 1) deviations[j] = standardDeviation(covariances[j * size + j], means[j]);
  const power = responseVariance + (hasIntercept ? 0 : responseMean * responseMean);
  const factorSum = penaltyFactors === undefined ? size : sumOf(penaltyFactors, size);
  const factorScale = factorSum > 0 ? size / factorSum : 0;
  const problem: PenalizedQuadratic = {
    size,
    gram: new Float64Array(size * size),
    linear: new Float64Array(size),
    power,
    absolute: new Float64Array(size),
    square: new Float64Array(size),
    lower: new Float64Array(size),
    upper: new Float64Array(size),
  };
  const offset = hasIntercept ? 0 : 1;
  for (let j = 0; j < size; j += 1) {
    const scale = deviations[j];
    if (scale === 0) continue;
    for (let k = 0; k < size; k += 1) {
      if (deviations[k] === 0) continue;
      const product = covariances[j * size + k] + offset * means[j] * means[k];
      problem.gram[j * size + k] = product / (scale * deviations[k]);
    }
    problem.linear[j] = (responseCovariances[j] + offset * means[j] * responseMean) / scale;
    const weight = lambda * factorScale * (penaltyFactors === undefined ? 1 : penaltyFactors[j]);
    problem.absolute[j] = mixing * weight;
    problem.square[j] = power > 0 ? ((1 - mixing) * weight) / Math.sqrt(power) : 0;
    problem.lower[j] = lower === undefined ? Number.NEGATIVE_INFINITY : lower[j] * scale;
    problem.upper[j] = upper === undefined ? Number.POSITIVE_INFINITY : upper[j] * scale;
  }
  const coefficients = new Float64Array(size);
  solver.solve(problem, coefficients);
  const relativeGap = power > 0 ? dualityGap(problem, coefficients) / (0.5 * power) : 0;
  let intercept = hasIntercept ? responseMean : 0;
  for (let j = 0; j < size; j += 1) {
    if (deviations[j] === 0) continue;
    coefficients[j] /= deviations[j];
    if (hasIntercept) intercept -= coefficients[j] * means[j];
  }
  return { intercept, coefficients, hasIntercept, relativeGap };
}

/** 0 for what varies by rounding alone. */
function standardDeviation(variance: number, mean: number): number {
  const deviation = Math.sqrt(variance);
  return deviation > 1e-13 * Math.abs(mean) ? deviation : 0;
}

function sumOf(values: ArrayLike<number>, length: number): number {
  let total = 0;
  for (let i = 0; i < length; i += 1) total += values[i];
  return total;
}

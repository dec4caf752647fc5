// Monte Carlo standard errors: how much a summary would move if the sampler ran again.
import { inverseRegularizedBetaLogit } from "../math/incomplete-beta.ts";
import { logistic } from "../math/special.ts";
import { mean, standardDeviation } from "../math/statistics.ts";
import { type ChainShape, diagnosable, isConstant } from "./chains.ts";
import { essMean, essQuantile, essSd, squaredDeviations } from "./effective-sample-size.ts";

/*
 * All functions here return NaN with fewer than four draws per chain or a NaN draw, and 0 when all draws are equal;
 * they equal `arviz.mcse` (0.22) to 1e-6, asserted in test/diagnostics/reference.test.ts (whose `sd` divides 0 by 0 for
 * equal draws). Source: Vehtari et al.
 * (2021), Rank-normalization, folding, and localization, §4.
 */

/** Standard error of the posterior mean, in the unit of the draws. */
export function mcseMean(values: Float64Array, shape: ChainShape): number {
  if (!diagnosable(values, shape)) return Number.NaN;
  if (isConstant(values)) return 0;
  return standardDeviation(values) / Math.sqrt(essMean(values, shape));
}

/** Standard error of the posterior standard deviation, from the kurtosis of the draws and the ESS of their squares. */
export function mcseSd(values: Float64Array, shape: ChainShape): number {
  if (!diagnosable(values, shape)) return Number.NaN;
  if (isConstant(values)) return 0;
  const squares = squaredDeviations(values);
  const secondMoment = mean(squares);
  const fourthMoment = mean(squares.map((square) => square * square));
  const varianceOfVariance = (fourthMoment - secondMoment ** 2) / essSd(values, shape);
  return Math.sqrt(varianceOfVariance / secondMoment / 4);
}

/** Φ(−1): the probability beyond one standard error on either side. */
const beyondOneError = 0.1586553;

/**
 * Standard error of a posterior quantile: half the distance between two draws around it.
 *
 * @param probability  in [0, 1]
 */
export function mcseQuantile(values: Float64Array, shape: ChainShape, probability: number): number {
  const ess = essQuantile(values, shape, probability);
  if (Number.isNaN(ess)) return Number.NaN;
  const successes = ess * probability + 1;
  const failures = ess * (1 - probability) + 1;
  const last = values.length - 1;
  const low = logistic(inverseRegularizedBetaLogit(beyondOneError, 1 - beyondOneError, successes, failures));
  const high = logistic(inverseRegularizedBetaLogit(1 - beyondOneError, beyondOneError, successes, failures));
  const sorted = values.toSorted();
  const first = sorted[Math.floor(Math.max(low * values.length - 1, 0))];
  const second = sorted[Math.ceil(Math.min(high * values.length - 1, last))];
  return (second - first) / 2;
}

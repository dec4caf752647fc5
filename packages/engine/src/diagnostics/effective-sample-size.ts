// Effective sample size: how many independent draws the correlated draws of all chains are worth.
import { mean, quantile, quantileSorted, variance } from "../math/statistics.ts";
import { averageAutocovariance, chainMeans } from "./average-autocovariance.ts";
import { type ChainShape, diagnosable, type SplitChains, splitChains } from "./chains.ts";
import { rankNormalize } from "./rank-normalize.ts";

/*
 * All functions here return NaN with fewer than four draws per chain or a NaN draw, and the number of draws when all
 * are equal, as ArviZ does; they equal `arviz.ess` to 1e-6, asserted in test/diagnostics/reference.test.ts. Source:
 * Vehtari et al. (2021), Rank-normalization, folding, and localization, §3-4; Geyer (1992) for the truncation.
 */

/** ESS of the rank-normalized draws: whether the middle of the distribution can be trusted. Ask for 100 per chain. */
export function essBulk(values: Float64Array, shape: ChainShape): number {
  if (!diagnosable(values, shape)) return Number.NaN;
  const split = splitChains(values, shape);
  return effectiveSampleSize({ ...split, values: rankNormalize(split.values) });
}

/** The smaller ESS of the 5 % and the 95 % quantile: whether interval ends can be trusted. */
export function essTail(values: Float64Array, shape: ChainShape): number {
  const sorted = values.toSorted();
  return Math.min(
    essAtMost(values, shape, quantileSorted(sorted, 0.05)),
    essAtMost(values, shape, quantileSorted(sorted, 0.95)),
  );
}

/** ESS for estimating the mean. */
export function essMean(values: Float64Array, shape: ChainShape): number {
  if (!diagnosable(values, shape)) return Number.NaN;
  return effectiveSampleSize(splitChains(values, shape));
}

/** ESS for estimating the standard deviation: that of the squared distances from the mean. */
export function essSd(values: Float64Array, shape: ChainShape): number {
  return essMean(squaredDeviations(values), shape);
}

/**
 * ESS for estimating a quantile: that of the indicator "at most the sample quantile".
 *
 * @param probability  in [0, 1]
 */
export function essQuantile(values: Float64Array, shape: ChainShape, probability: number): number {
  return essAtMost(values, shape, quantile(values, probability));
}

/** ESS for estimating the share of draws that are at most `threshold`. */
function essAtMost(values: Float64Array, shape: ChainShape, threshold: number): number {
  if (!diagnosable(values, shape)) return Number.NaN;
  const indicator = values.map((value) => (value <= threshold ? 1 : 0));
  return effectiveSampleSize(splitChains(indicator, shape));
}

/** (value − mean)², in the order of `values`. */
export function squaredDeviations(values: Float64Array): Float64Array {
  const center = mean(values);
  return values.map((value) => (value - center) ** 2);
}

/** Values closer together than this count as equal, as in ArviZ. */
const resolution = 1e-15;

/**
 * ESS of already split chains, from autocovariances averaged over chains and truncated by Geyer's initial monotone
 * sequence; at most S·log₁₀ S, reached by strongly antithetic chains.
 */
function effectiveSampleSize(split: SplitChains): number {
  const { values, chains, draws } = split;
  const total = chains * draws;
  if (range(values) < resolution) return total;
  const means = chainMeans(split);
  const covarianceAt = averageAutocovariance(split, means);
  const within = (covarianceAt(0) * draws) / (draws - 1);
  const pooled = covarianceAt(0) + (chains > 1 ? variance(means) : 0);
  const time = integratedTime((lag) => (lag === 0 ? 1 : 1 - (within - covarianceAt(lag)) / pooled), draws);
  return total / Math.max(time, 1 / Math.log10(total));
}

/**
 * τ = −1 + 2 Σ ρ(lag) over Geyer's initial positive, then monotone, sequence of pair sums ρ(2k) + ρ(2k+1).
 *
 * @param correlationAt  asked for one lag after the other, no further than the sequence reaches
 */
function integratedTime(correlationAt: (lag: number) => number, draws: number): number {
  const kept = new Float64Array(draws);
  let even = correlationAt(0);
  let odd = correlationAt(1);
  kept[0] = even;
  kept[1] = odd;
  let lag = 1;
  for (; lag < draws - 3 && even + odd > 0; lag += 2) {
    even = correlationAt(lag + 1);
    odd = correlationAt(lag + 2);
    if (even + odd >= 0) {
      kept[lag + 1] = even;
      kept[lag + 2] = odd;
    }
  }
  const last = lag - 2;
  // The final even lag is added once when positive; it steadies estimates for antithetic chains.
  if (even > 0) kept[last + 1] = even;
  for (let pair = 1; pair <= last - 2; pair += 2) {
    const before = kept[pair - 1] + kept[pair];
    if (kept[pair + 1] + kept[pair + 2] > before) {
      kept[pair + 1] = before / 2;
      kept[pair + 2] = before / 2;
    }
  }
  let sum = 0;
  for (let index = 0; index <= last; index += 1) sum += kept[index];
  return -1 + 2 * sum + kept[last + 1];
}

function range(values: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}

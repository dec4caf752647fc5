// Pareto smoothed importance sampling: tames the largest importance weights and says when that is hopeless.
import { fitGeneralizedPareto, generalizedParetoQuantile } from "./generalized-pareto.ts";

export interface SmoothedWeights {
  /** Log weights whose exponentials sum to one, in the order given. */
  readonly logWeights: Float64Array;
  /** Estimated tail shape: above `goodParetoK` the weights cannot be trusted; Infinity when the tail is too short. */
  readonly paretoK: number;
}

/** A tail of this many weights or fewer is not fitted. */
const shortestTail = 4;

/** Log of the smallest normal double: weights below it vanish beside the largest. */
const smallestLogWeight = Math.log(2.2250738585072014e-308);

/**
 * Replaces the largest weights by the expected order statistics of a generalized Pareto distribution fitted to them,
 * cuts them off at the largest raw weight, and normalizes. Weights not smoothed because the tail cannot be fitted are
 * only normalized. Equals `arviz.psislw` to 1e-6, asserted in test/diagnostics/reference.test.ts.
 *
 * @param logRatios           log importance ratios, any additive constant, length S; not changed
 * @param relativeEfficiency  ESS / S of the draws, > 0; lower values take a longer tail
 * @throws RangeError when there are no ratios or the efficiency is not positive
 * @see Vehtari et al. (2024), Pareto smoothed importance sampling, Journal of Machine Learning Research 25(72)
 */
export function smoothWeights(logRatios: Float64Array, relativeEfficiency = 1): SmoothedWeights {
  if (logRatios.length === 0) throw new RangeError("there are no importance ratios to smooth");
  if (!(relativeEfficiency > 0)) {
    throw new RangeError(`the relative efficiency is ${relativeEfficiency}; it must be positive`);
  }
  const logWeights = Float64Array.from(logRatios);
  const largest = maximum(logWeights);
  for (let index = 0; index < logWeights.length; index += 1) logWeights[index] -= largest;
  const paretoK = smoothTail(logWeights, tailLength(logWeights.length, relativeEfficiency));
  const logTotal = logSumExp(logWeights);
  for (let index = 0; index < logWeights.length; index += 1) logWeights[index] -= logTotal;
  return { logWeights, paretoK };
}

/** The largest Pareto shape at which estimates from that many draws are reliable: min(1 − 1/log₁₀ S, 0.7). */
export function goodParetoK(drawCount: number): number {
  return Math.min(1 - 1 / Math.log10(drawCount), 0.7);
}

/** log Σ exp(values), without overflow. */
export function logSumExp(values: Float64Array): number {
  const largest = maximum(values);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += Math.exp(values[index] - largest);
  return largest + Math.log(sum);
}

/** ⌈min(S/5, 3√(S/efficiency))⌉ of S weights make the tail. */
function tailLength(count: number, relativeEfficiency: number): number {
  return Math.ceil(Math.min(count / 5, 3 * Math.sqrt(count / relativeEfficiency)));
}

/** Smooths the tail of the log weights, the largest of which is 0, in place; returns the fitted shape. */
function smoothTail(logWeights: Float64Array, wanted: number): number {
  const cutoff = Math.max(smallestFrom(logWeights, logWeights.length - 1 - wanted), smallestLogWeight);
  const tail = indicesAbove(logWeights, cutoff);
  if (tail.length <= shortestTail) return Number.POSITIVE_INFINITY;
  tail.sort((left, right) => logWeights[left] - logWeights[right]);
  const threshold = Math.exp(cutoff);
  const excesses = Float64Array.from(tail, (index) => Math.exp(logWeights[index]) - threshold);
  const fit = fitGeneralizedPareto(excesses);
  if (Number.isFinite(fit.shape)) {
    for (let rank = 0; rank < tail.length; rank += 1) {
      const smoothed = Math.log(threshold + generalizedParetoQuantile((rank + 0.5) / tail.length, fit));
      logWeights[tail[rank]] = Math.min(smoothed, 0);
    }
  }
  return fit.shape;
}

function indicesAbove(values: Float64Array, cutoff: number): Uint32Array {
  const found: number[] = [];
  for (let index = 0; index < values.length; index += 1) if (values[index] > cutoff) found.push(index);
  return Uint32Array.from(found);
}

/** The value at that position of the ascending order (0 the smallest), by quickselect: O(S) on average. */
function smallestFrom(values: Float64Array, position: number): number {
  const work = Float64Array.from(values);
  let low = 0;
  let high = work.length - 1;
  while (low < high) {
    const pivot = work[(low + high) >>> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (work[left] < pivot) left += 1;
      while (work[right] > pivot) right -= 1;
      if (left <= right) {
        const swapped = work[left];
        work[left] = work[right];
        work[right] = swapped;
        left += 1;
        right -= 1;
      }
    }
    if (position <= right) high = right;
    else if (position >= left) low = left;
    else break;
  }
  return work[position];
}

function maximum(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] > largest) largest = values[index];
    else if (Number.isNaN(values[index])) return Number.NaN;
  }
  return largest;
}

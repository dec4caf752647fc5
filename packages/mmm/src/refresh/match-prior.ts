// A distribution of a prior's own family, or the nearest that can take its place, with the moments of posterior draws.
import { type DistributionFamily, describeDistribution, mean, truncatedNormal, variance } from "@carryover/engine";
import type { PriorSpec } from "../model/spec.ts";

/** Where a prior's distribution lives: its family, and its arguments where they are numbers. */
export interface PriorShape {
  readonly family: DistributionFamily;
  /** Null where an argument is itself a parameter. */
  readonly args: readonly number[] | null;
}

/**
 * The prior that stands for these draws, with their variance divided by `weight`:
 *
 * - normal, Laplace, Student t, Cauchy, flat: a normal with their mean and variance;
 * - log-normal, shifted log-normal: of the same kind, from the moments of the logarithms;
 * - beta: with their mean, and the counts alpha + beta of their variance times `weight`;
 * - gamma, exponential, half-normal, half-Student t, half-Cauchy: the gamma with their mean and variance;
 * - inverse gamma: the inverse gamma with their mean and variance;
 * - truncated normal, uniform: the truncated normal within the same bounds whose mean and variance are theirs.
 *
 * For a normal a variance divided by w is the density to the power of w: a power prior.
 *
 * @param draws   of one element; two or more that are not all the same
 * @param weight  in (0, 1]; 1 takes the draws at their word
 */
export function matchPrior({ family, args }: PriorShape, draws: Float64Array, weight: number): PriorSpec {
  const moments = { mean: mean(draws), variance: variance(draws) / weight };
  switch (family.name) {
    case "log-normal":
      return { distribution: "log-normal", ...logMoments(draws, 0, weight) };
    case "shifted-log-normal": {
      const shift = args?.[0] ?? 0;
      return { distribution: "shifted-log-normal", shift, ...logMoments(draws, shift, weight) };
    }
    case "beta":
      return matchedBeta(draws, weight);
    case "inverse-gamma": {
      const shape = moments.mean ** 2 / moments.variance + 2;
      return { distribution: "inverse-gamma", shape, scale: moments.mean * (shape - 1) };
    }
    case "gamma":
    case "exponential":
    case "half-normal":
    case "half-student-t":
    case "half-cauchy":
      return {
        distribution: "gamma",
        shape: moments.mean ** 2 / moments.variance,
        rate: moments.mean / moments.variance,
      };
    case "truncated-normal":
    case "uniform":
      return matchedTruncatedNormal(boundsOf(family, args), moments);
    default:
      return { distribution: "normal", mean: moments.mean, sd: Math.sqrt(moments.variance) };
  }
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

function logMoments(draws: Float64Array, shift: number, weight: number): { mu: number; sigma: number } {
  const logs = draws.map((value) => Math.log(value - shift));
  return { mu: mean(logs), sigma: Math.sqrt(variance(logs) / weight) };
}

/** Counts, not the variance, are discounted: a beta of less than no counts does not exist. */
function matchedBeta(draws: Float64Array, weight: number): PriorSpec {
  const center = mean(draws);
  const counts = weight * ((center * (1 - center)) / variance(draws) - 1);
  return { distribution: "beta", alpha: center * counts, beta: (1 - center) * counts };
}

function boundsOf(family: DistributionFamily, args: readonly number[] | null): readonly [number, number] {
  const support = family.support(args ?? []);
  if (support.kind === "real") return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [support.lower, support.kind === "interval" ? support.upper : Number.POSITIVE_INFINITY];
}

const mostSteps = 200;

/**
 * Mean and deviation before truncation are corrected by what their truncated counterparts lack. A spread that no normal
 * reaches between the bounds, near a uniform's, is approached by a wide one.
 */
function matchedTruncatedNormal([lower, upper]: readonly [number, number], wanted: Moments): PriorSpec {
  const sd = Math.sqrt(wanted.variance);
  const widest = Number.isFinite(upper - lower) ? upper - lower : 20 * sd;
  let distribution = truncatedNormal(wanted.mean, sd, lower, upper);
  for (let step = 0; step < mostSteps; step += 1) {
    const { family, args } = distribution;
    const offset = wanted.mean - family.mean(args);
    const ratio = sd / family.standardDeviation(args);
    if (Math.abs(offset) < 1e-10 * sd && Math.abs(ratio - 1) < 1e-10) break;
    const middle = args[0] + offset;
    distribution = truncatedNormal(
      Math.min(Math.max(middle, wanted.mean - 10 * widest), wanted.mean + 10 * widest),
      Math.min(args[1] * ratio, 10 * widest),
      lower,
      upper,
    );
  }
  return describeDistribution(distribution);
}

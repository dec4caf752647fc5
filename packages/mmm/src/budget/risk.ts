// Measures of a plan's worth over the posterior draws: as they are defined, and smoothed for the search.
import { logistic, softplus } from "@carryover/engine";
import { meanOf, quantileOfSorted, shareAboveZero, standardDeviationOf } from "../analysis/estimates.ts";
import type { Objective } from "./problem.ts";

export interface RiskMeasure {
  /** By its definition, of the draws as they are. */
  exact(worth: Float64Array): number;
  /**
   * A smooth stand-in that meets the definition as `width` goes to 0; writes its derivative in every draw's worth.
   * @param width  money over which a kink is rounded; without effect on mean, variance and standard deviation
   */
  smooth(worth: Float64Array, width: number, drawWeights: Float64Array): number;
  /**
   * For measures that are the least of linear functions of the draws: no plan is better than max Σ drawWeights · worth + this,
   * the weights being those of `smooth` at any plan. Null for measures that are not.
   */
  boundOffset(worth: Float64Array, width: number): number | null;
  /** Whether `width` matters. */
  readonly isSmoothed: boolean;
  /** Whether `drawWeights` are the same for every plan. */
  readonly isLinear: boolean;
}

/** @param current  worth of the current plan, by draw: what the probability is about */
export function riskMeasure(objective: Objective, current: Float64Array): RiskMeasure {
  switch (objective.kind) {
    case "mean":
      return meanLess(0, "mean-sd");
    case "mean-sd":
    case "mean-variance":
      return meanLess(objective.weight, objective.kind);
    case "quantile":
      return quantileMeasure(objective.probability);
    case "cvar":
      return tailMeasure(objective.probability);
    case "probability":
      return probabilityMeasure(current);
  }
}

/** mean − weight · variance, or · standard deviation (both over all draws, ddof 0). */
function meanLess(weight: number, kind: "mean-sd" | "mean-variance"): RiskMeasure {
  const value = (worth: Float64Array): { mean: number; spread: number; sd: number } => {
    const mean = meanOf(worth);
    let squares = 0;
    for (const each of worth) squares += (each - mean) ** 2;
    const variance = squares / worth.length;
    return { mean, spread: kind === "mean-sd" ? Math.sqrt(variance) : variance, sd: Math.sqrt(variance) };
  };
  return {
    isSmoothed: false,
    isLinear: weight === 0,
    exact: (worth) => {
      const { mean, spread } = value(worth);
      return mean - weight * spread;
    },
    smooth: (worth, _, drawWeights) => {
      const { mean, spread, sd } = value(worth);
      const slope = weight === 0 ? 0 : kind === "mean-variance" ? 2 * weight : sd === 0 ? 0 : weight / sd;
      for (let draw = 0; draw < worth.length; draw += 1) {
        drawWeights[draw] = (1 - slope * (worth[draw] - mean)) / worth.length;
      }
      return mean - weight * spread;
    },
    boundOffset: (worth) => (weight === 0 || kind === "mean-sd" ? 0 : weight * value(worth).spread),
  };
}

/** The quantile by the default of NumPy and R; smoothed, the level at which the draws' rounded steps sum to the probability. */
function quantileMeasure(probability: number): RiskMeasure {
  return {
    isSmoothed: true,
    isLinear: false,
    exact: (worth) => quantileOfSorted(worth.toSorted(), probability),
    smooth: (worth, width, drawWeights) => {
      const level = smoothLevel(worth, probability, width);
      let total = 0;
      for (let draw = 0; draw < worth.length; draw += 1) {
        const below = logistic((level - worth[draw]) / width);
        drawWeights[draw] = below * (1 - below);
        total += drawWeights[draw];
      }
      for (let draw = 0; draw < worth.length; draw += 1) drawWeights[draw] /= total;
      return level;
    },
    boundOffset: () => null,
  };
}

/** Mean of the worst share; smoothed after Rockafellar and Uryasev: max over levels of level − mean softplus(level − worth) / share. */
function tailMeasure(share: number): RiskMeasure {
  const smooth = (worth: Float64Array, width: number, drawWeights: Float64Array): number => {
    const level = smoothLevel(worth, share, width);
    let short = 0;
    for (let draw = 0; draw < worth.length; draw += 1) {
      const below = (level - worth[draw]) / width;
      short += width * softplus(below);
      drawWeights[draw] = logistic(below) / (share * worth.length);
    }
    return level - short / (share * worth.length);
  };
  return {
    isSmoothed: true,
    isLinear: false,
    exact: (worth) => {
      const sorted = worth.toSorted();
      const count = share * sorted.length;
      const whole = Math.floor(count);
      let total = whole < sorted.length ? (count - whole) * sorted[whole] : 0;
      for (let draw = 0; draw < whole; draw += 1) total += sorted[draw];
      return total / count;
    },
    smooth,
    boundOffset: () => 0,
  };
}

/** Share of draws in which the plan is worth more than the current one; a tie counts half. */
function probabilityMeasure(current: Float64Array): RiskMeasure {
  return {
    isSmoothed: true,
    isLinear: false,
    exact: (worth) => probabilityBetter(worth, current),
    smooth: (worth, width, drawWeights) => {
      let total = 0;
      for (let draw = 0; draw < worth.length; draw += 1) {
        const better = logistic((worth[draw] - current[draw]) / width);
        total += better;
        drawWeights[draw] = (better * (1 - better)) / (width * worth.length);
      }
      return total / worth.length;
    },
    boundOffset: () => null,
  };
}

/** Share of draws in which `worth` is above `other`; a tie counts half. */
export function probabilityBetter(worth: Float64Array, other: Float64Array): number {
  return shareAboveZero(worth.map((value, draw) => value - other[draw]));
}

/** The level with mean of logistic((level − worth) / width) equal to the probability, by bisection and Newton's steps. */
function smoothLevel(worth: Float64Array, probability: number, width: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const each of worth) {
    low = Math.min(low, each);
    high = Math.max(high, each);
  }
  const tail = width * Math.log((1 - probability) / probability);
  let level = 0.5 * (low + high);
  [low, high] = [low - Math.abs(tail) - width, high + Math.abs(tail) + width];
  for (let step = 0; step < 200; step += 1) {
    let mass = 0;
    let density = 0;
    for (const each of worth) {
      const below = logistic((level - each) / width);
      mass += below;
      density += below * (1 - below);
    }
    const miss = mass / worth.length - probability;
    if (miss > 0) high = level;
    else low = level;
    const newton = level - (miss * worth.length * width) / density;
    if (Math.abs(newton - level) <= 1e-15 * (Math.abs(level) + width)) return newton;
    level = newton > low && newton < high ? newton : 0.5 * (low + high);
  }
  return level;
}

/** The width of a search: a share of how much the draws differ; 1 where they do not. */
export function smoothingWidth(worth: Float64Array, share: number): number {
  const width = share * standardDeviationOf(worth);
  return width > 0 ? width : 1;
}

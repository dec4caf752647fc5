// How long a channel keeps working: the shape of its decay and the time until half of the effect has come.
import { type AdstockSpec, adstockWeights } from "../media/adstock.ts";
import { estimate, intervalOfSorted, meanOf } from "./estimates.ts";
import type { ChannelEvaluation, Estimate } from "./evaluation.ts";

/** Decay is followed until this share of an impulse's effect has come in the posterior mean … */
const decayMass = 0.995;
/** … but over no more than this many periods. */
const decayLags = 120;

/**
 * Shares of an impulse's total effect felt 0, 1, 2, … periods later. Those of a window sum to one; an adstock that
 * follows the whole past is cut after 120 periods, its shares being of the whole effect all the same.
 *
 * @param parameters  in the order of `adstockParameters(spec)`
 */
export function effectShares(spec: AdstockSpec, parameters: readonly number[]): Float64Array {
  if (spec.kind === "none") return adstockWeights(spec, parameters, 1);
  return adstockWeights({ ...spec, normalize: true }, parameters, spec.window ?? decayLags);
}

/**
 * Periods until half of an impulse's effect has come. What is still to come shrinks exponentially within a period and
 * beyond the last share, so that a geometric adstock over the whole past gives log ½ / log retention, and an effect that
 * comes all at once gives 0, whatever the window.
 *
 * @param shares  effect shares from lag 0 on, length ≥ 1
 */
export function halfLife(shares: Float64Array): number {
  let remaining = 1;
  for (let lag = 0; lag < shares.length; lag += 1) {
    const after = Math.max(0, remaining - shares[lag]);
    if (after <= 0.5) {
      if (after > 1e-12) return lag + Math.log(0.5 / remaining) / Math.log(after / remaining);
      return lag === 0 ? 0 : lag + (remaining - 0.5) / remaining;
    }
    remaining = after;
  }
  return (shares.length * Math.log(0.5)) / Math.log(remaining);
}

/**
 * Half-life and decay curve of one channel with their uncertainty; the decay's band is the 90 % equal-tailed interval.
 *
 * @param parameters  (parameter)(draw), in the order of `adstockParameters(spec)`
 * @param draws       number of draws
 */
export function carryover(
  spec: AdstockSpec,
  parameters: readonly Float64Array[],
  draws: number,
): { halfLifePeriods: Estimate; decay: ChannelEvaluation["decay"] } {
  const lags = spec.kind === "none" ? 1 : Math.min(spec.window ?? decayLags, decayLags);
  const halfLives = new Float64Array(draws); // (draw)
  const byLag = Array.from({ length: lags }, () => new Float64Array(draws)); // (lag)(draw)
  for (let draw = 0; draw < draws; draw += 1) {
    const shares = effectShares(
      spec,
      parameters.map((values) => values[draw]),
    );
    halfLives[draw] = halfLife(shares);
    for (let lag = 0; lag < lags; lag += 1) byLag[lag][draw] = shares[lag];
  }
  const decay: ChannelEvaluation["decay"][number][] = [];
  let come = 0;
  for (let lag = 0; lag < lags && come < decayMass; lag += 1) {
    const sorted = byLag[lag].sort();
    const [lower, upper] = intervalOfSorted(sorted, 0.9);
    const mean = meanOf(sorted);
    decay.push({ lag, mean, lower, upper });
    come += mean;
  }
  return { halfLifePeriods: estimate(halfLives), decay };
}

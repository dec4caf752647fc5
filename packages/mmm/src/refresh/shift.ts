// How far a number moved from one posterior to the next, against what its own uncertainty would have allowed.
import { essMean } from "@carryover/engine";
import { estimate } from "../analysis/estimates.ts";
import type { Shift } from "./drift-report.ts";

/** In standard deviations of the step that new data should make, and of the earlier posterior. */
const surprising = 3;
const noticeable = 0.5;
const beyondDoubt = 2;

/**
 * Draws of the same number under the earlier and the later posterior; each two or more.
 *
 * A posterior mean makes no step that could be foreseen: over the data it expects, the later mean varies around the earlier one
 * with variance `var before − E(var after)`. A step much larger says that the new data are not what the earlier model expected.
 * To that variance come the Monte Carlo errors: of both means, and one standard error of the difference of the variances, which
 * so many draws cannot tell from nothing.
 */
export function shift(before: Float64Array, after: Float64Array): Shift {
  const [was, is] = [estimate(before), estimate(after)];
  const change = is.mean - was.mean;
  const [worthBefore, worthAfter] = [before, after].map(effectiveDraws);
  const [varianceBefore, varianceAfter] = [was.sd ** 2, is.sd ** 2];
  const ofMeans = varianceBefore / worthBefore + varianceAfter / worthAfter;
  const ofDifference = Math.sqrt((2 * varianceBefore ** 2) / worthBefore + (2 * varianceAfter ** 2) / worthAfter);
  const step = Math.sqrt(Math.max(0, varianceBefore - varianceAfter) + ofMeans + ofDifference);
  const standardized = was.sd > 0 ? change / was.sd : null;
  const surprise = step > 0 ? change / step : null;
  const higher = probabilityHigher(before, after);
  const far = Math.abs(standardized ?? 0);
  return {
    before: was,
    after: is,
    change,
    standardized,
    probabilityHigher: higher,
    probabilityMoved: Math.abs(2 * higher - 1),
    surprise,
    moved: far >= beyondDoubt || (far >= noticeable && Math.abs(surprise ?? 0) >= surprising),
  };
}

/** Share of pairs in which the later value is larger, ties counted half: the two samples merged in order. */
export function probabilityHigher(before: Float64Array, after: Float64Array): number {
  const [low, high] = [before.toSorted(), after.toSorted()];
  let pairs = 0;
  let below = 0;
  let upTo = 0;
  for (const value of high) {
    while (below < low.length && low[below] < value) below += 1;
    while (upTo < low.length && low[upTo] <= value) upTo += 1;
    pairs += (below + upTo) / 2;
  }
  return pairs / (low.length * high.length);
}

function effectiveDraws(draws: Float64Array): number {
  const effective = essMean(draws, { chains: 1, draws: draws.length });
  return Number.isFinite(effective) && effective > 0 ? effective : draws.length;
}

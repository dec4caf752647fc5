// How much the data taught about a channel's ROAS: the narrowing from prior to posterior.
import { parseDistribution } from "@carryover/engine";
import type { PriorSpec } from "../model/spec.ts";
import { standardDeviationOf } from "./estimates.ts";

/** Points at which a prior's quantile function is read; the standard deviation is then right to 0.1 %. */
const priorPoints = 4_000;

/**
 * 1 − (posterior sd / prior sd) of log ROAS: 0 when the data taught nothing, near 1 when they decided. Negative when
 * the posterior is wider than the prior. Null without a prior on ROI, or where a logarithm does not exist: a prior with
 * mass at or below zero, a posterior draw that is not positive.
 *
 * @param prior  of the channel's ROI; undefined when its prior is stated otherwise
 * @param roas   (draw)
 */
export function contraction(prior: PriorSpec | undefined, roas: Float64Array): number | null {
  if (prior === undefined || !roas.every((value) => value > 0)) return null;
  const { family, args } = parseDistribution(prior);
  const logs = Float64Array.from({ length: priorPoints }, (_, point) =>
    Math.log(family.quantile((point + 0.5) / priorPoints, args)),
  );
  if (!logs.every(Number.isFinite)) return null;
  const priorSd = standardDeviationOf(logs);
  return priorSd === 0 ? null : 1 - standardDeviationOf(roas.map(Math.log)) / priorSd;
}

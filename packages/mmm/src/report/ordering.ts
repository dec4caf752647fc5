// Which channel's next unit of money is worth most, and how sure the order is.
import type { Estimate, Evaluation } from "../analysis/evaluation.ts";

export interface RankedChannel {
  /** Place in the spec. */
  readonly index: number;
  /** Probability that this channel's next unit returns more than that of the next in the order; 1 for the last. */
  readonly probabilityAboveNext: number;
}

/** Φ(z) by a logistic fit, Bowling et al. (2009); absolute error < 1.5e−4, asserted in test/report/ordering.test.ts. */
export function normalCumulative(z: number): number {
  return 1 / (1 + Math.exp(-(1.5976 * z + 0.07056 * z ** 3)));
}

/**
 * P(left > right), taking both posteriors as normal and independent: an evaluation carries each channel's summary, not
 * the joint draws. Posterior correlation between channels is negative as a rule, which makes this a little too sure.
 */
export function probabilityAbove(left: Estimate, right: Estimate): number {
  const spread = Math.hypot(left.sd, right.sd);
  if (!(spread > 0)) return left.mean === right.mean ? 0.5 : Number(left.mean > right.mean);
  return normalCumulative((left.mean - right.mean) / spread);
}

/** P(value > limit), taking the posterior as normal. */
export function probabilityAboveLimit(estimate: Estimate, limit: number): number {
  if (!(estimate.sd > 0)) return estimate.mean === limit ? 0.5 : Number(estimate.mean > limit);
  return normalCumulative((estimate.mean - limit) / estimate.sd);
}

/** Channels with spend, from the best next-unit return to the worst. */
export function orderedByMarginal(evaluation: Evaluation): readonly RankedChannel[] {
  const order = evaluation.channels
    .flatMap((channel, index) => (channel.spend > 0 ? [index] : []))
    .sort(
      (left, right) => evaluation.channels[right]!.marginalRoas.mean - evaluation.channels[left]!.marginalRoas.mean,
    );
  return order.map((index, rank) => {
    const next = order[rank + 1];
    return {
      index,
      probabilityAboveNext:
        next === undefined
          ? 1
          : probabilityAbove(evaluation.channels[index]!.marginalRoas, evaluation.channels[next]!.marginalRoas),
    };
  });
}

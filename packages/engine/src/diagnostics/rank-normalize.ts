// Rank normalization: replaces draws by normal scores of their ranks, so that heavy tails cannot hide trouble.
import { normalQuantile } from "../math/error-function.ts";
import { quantile, ranks } from "../math/statistics.ts";

/**
 * Normal scores z = Φ⁻¹((rank − 3/8) / (S + 1/4)) of the pooled ranks; ties share their average rank.
 *
 * @param values  S finite or infinite values, no NaN
 * @returns       normal scores, length S, in the order of `values`
 * @see Vehtari et al. (2021), Rank-normalization, folding, and localization, eq. 14; Blom (1958) for 3/8
 */
export function rankNormalize(values: Float64Array): Float64Array {
  return ranks(values).map((rank) => normalQuantile((rank - 3 / 8) / (values.length + 1 / 4)));
}

/** Distance of each value from the pooled median: what differs between chains of unlike spread. */
export function foldAroundMedian(values: Float64Array): Float64Array {
  const center = quantile(values, 0.5);
  return values.map((value) => Math.abs(value - center));
}

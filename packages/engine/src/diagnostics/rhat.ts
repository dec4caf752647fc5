// R-hat: how far the chains disagree about one scalar; 1 when they agree, above 1.01 they have not mixed.
import { mean, variance } from "../math/statistics.ts";
import { type ChainShape, diagnosable, isConstant, type SplitChains, splitChains } from "./chains.ts";
import { foldAroundMedian, rankNormalize } from "./rank-normalize.ts";

/**
 * Rank-normalized split R-hat: the larger of the R-hat of location and the R-hat of spread.
 *
 * NaN with fewer than two chains, fewer than four draws, a NaN draw, or draws that are all equal. When only the spread
 * is constant (a variable of two values with its median halfway), the R-hat of location decides alone. Equals
 * `arviz.rhat(method="rank")` to 1e-6, asserted in test/diagnostics/reference.test.ts.
 *
 * @param values  draws of one scalar, (chain, draw)
 * @see Vehtari et al. (2021), Rank-normalization, folding, and localization: an improved R-hat
 */
export function rhat(values: Float64Array, shape: ChainShape): number {
  if (!diagnosable(values, shape) || shape.chains < 2 || isConstant(values)) return Number.NaN;
  const split = splitChains(values, shape);
  const location = potentialScaleReduction({ ...split, values: rankNormalize(split.values) });
  const spread = potentialScaleReduction({ ...split, values: rankNormalize(foldAroundMedian(split.values)) });
  return Number.isNaN(spread) ? location : Math.max(location, spread);
}

/** √((B/W + n − 1) / n) of Gelman and Rubin, B the variance between and W the variance within chains. */
function potentialScaleReduction({ values, chains, draws }: SplitChains): number {
  const means = new Float64Array(chains);
  let within = 0;
  for (let chain = 0; chain < chains; chain += 1) {
    const own = values.subarray(chain * draws, (chain + 1) * draws);
    means[chain] = mean(own);
    within += variance(own) / chains;
  }
  const between = draws * variance(means);
  return Math.sqrt((between / within + draws - 1) / draws);
}

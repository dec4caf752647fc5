// Posterior summaries at any level: of a number, and of a ratio, whose mean comes in two kinds.
import { intervalOfSorted, meanOf, quantileOfSorted, standardDeviationOf } from "./estimates.ts";

/** Of one number; `lower` and `upper` end the equal-tailed interval of the level asked for. */
export interface LevelEstimate {
  readonly mean: number;
  readonly median: number;
  readonly sd: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Of a ratio. A draw whose denominator is not above zero has no finite ratio; it counts as infinite: the largest of all in
 * median and interval. What is infinite is null, since JSON has no word for it.
 */
export interface RatioEstimate {
  /** Mean of the numerator over the mean of the denominator; null unless the latter is above zero. */
  readonly ratioOfMeans: number | null;
  /** Mean over draws of the ratio; null when a draw's is infinite. */
  readonly meanOfRatios: number | null;
  readonly median: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Share of draws whose ratio is infinite. */
  readonly infiniteShare: number;
}

/** @param level  mass of the interval, in (0, 1) */
export function levelEstimate(draws: ArrayLike<number>, level: number): LevelEstimate {
  const sorted = Float64Array.from(draws).sort();
  const mean = meanOf(sorted);
  const [lower, upper] = intervalOfSorted(sorted, level);
  return { mean, median: quantileOfSorted(sorted, 0.5), sd: standardDeviationOf(sorted, mean), lower, upper };
}

/**
 * @param numerator    (draw)
 * @param denominator  (draw)
 * @param level        mass of the interval, in (0, 1)
 */
export function ratioEstimate(numerator: Float64Array, denominator: Float64Array, level: number): RatioEstimate {
  const ratios = numerator.map((value, draw) =>
    denominator[draw] > 0 ? value / denominator[draw] : Number.POSITIVE_INFINITY,
  );
  const infinite = ratios.reduce((count, ratio) => count + (ratio === Number.POSITIVE_INFINITY ? 1 : 0), 0);
  const finiteRatios = ratios.length - infinite;
  const sorted = ratios.sort();
  const below = meanOf(denominator);
  // A quantile between a finite and an infinite draw is infinite: interpolation would give NaN at the draw itself.
  const quantile = (probability: number): number | null => {
    const position = probability * (sorted.length - 1);
    return Math.ceil(position) < finiteRatios ? quantileOfSorted(sorted, probability) : null;
  };
  return {
    ratioOfMeans: below > 0 ? meanOf(numerator) / below : null,
    meanOfRatios: infinite === 0 ? meanOf(sorted) : null,
    median: quantile(0.5),
    lower: quantile((1 - level) / 2),
    upper: quantile((1 + level) / 2),
    infiniteShare: infinite / ratios.length,
  };
}

/** Share of draws above a threshold. */
export function probabilityAbove(draws: Float64Array, threshold: number): number {
  return draws.reduce((count, value) => count + (value > threshold ? 1 : 0), 0) / draws.length;
}

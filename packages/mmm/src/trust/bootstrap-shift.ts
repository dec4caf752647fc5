// Whether a posterior moved away from its prior at all, by Meridian's bootstrap of four of its statistics.
import { openStream } from "@carryover/engine";

/** What is known of a prior without draws. */
export interface PriorStatistics {
  readonly mean: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

const bootstraps = 1000;
const significance = 0.05;

/**
 * Resamples the draws 1,000 times, the same draws for every channel; a channel moved when for its mean, its median or one of its
 * quartiles less than 5 % of the resampled values lie above, or less than 5 % below, the prior's. Quantiles are interpolated.
 *
 * @param posteriors  draws of each channel, all of the same number
 * @param seed        the same gives the same resamples
 */
export function movedFromPrior(
  posteriors: readonly Float64Array[],
  priors: readonly PriorStatistics[],
  seed: number,
): boolean[] {
  const draws = posteriors[0]?.length ?? 0;
  const orders = posteriors.map((values) =>
    Int32Array.from(values.keys()).sort((left, right) => values[left] - values[right]),
  );
  const above = posteriors.map(() => new Float64Array(4));
  const below = posteriors.map(() => new Float64Array(4));
  const stream = openStream({ seed, chain: 0, purpose: "resample" });
  const times = new Uint16Array(draws);
  for (let round = 0; round < bootstraps; round += 1) {
    times.fill(0);
    for (let pick = 0; pick < draws; pick += 1) times[Math.floor(stream.uniform() * draws)] += 1;
    posteriors.forEach((values, channel) => {
      const prior = priors[channel];
      const resampled = statistics(values, orders[channel], times);
      const stated = [prior.mean, prior.lowerQuartile, prior.median, prior.upperQuartile];
      resampled.forEach((value, index) => {
        if (value > stated[index]) above[channel][index] += 1 / bootstraps;
        if (value < stated[index]) below[channel][index] += 1 / bootstraps;
      });
    });
  }
  return posteriors.map((_, channel) =>
    above[channel].some((share, index) => share < significance || below[channel][index] < significance),
  );
}

/** Mean and quartiles of the values, each as often as `times` says, in one walk in ascending order. */
function statistics(values: Float64Array, order: Int32Array, times: Uint16Array): readonly number[] {
  const draws = values.length;
  const places = [0.25, 0.5, 0.75].map((share) => (draws - 1) * share);
  // Each quartile lies between two ranks, which are met in ascending order.
  const ranks = places.flatMap((place) => [Math.floor(place), Math.min(draws - 1, Math.floor(place) + 1)]);
  const found = new Float64Array(ranks.length);
  let total = 0;
  let passed = 0;
  let next = 0;
  for (const draw of order) {
    const copies = times[draw];
    if (copies === 0) continue;
    const value = values[draw];
    total += copies * value;
    passed += copies;
    while (next < ranks.length && ranks[next] < passed) {
      found[next] = value;
      next += 1;
    }
  }
  const quartiles = places.map((place, index) => {
    const along = place - Math.floor(place);
    return (1 - along) * found[2 * index] + along * found[2 * index + 1];
  });
  return [total / draws, ...quartiles];
}

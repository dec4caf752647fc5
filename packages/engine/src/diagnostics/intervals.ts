// Credible intervals of the draws of one scalar.
import { quantile } from "../math/statistics.ts";

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The interval that leaves the same probability on either side.
 *
 * @param probability  inside the interval, in (0, 1)
 * @throws RangeError when the probability lies outside (0, 1)
 */
export function equalTailedInterval(values: Float64Array, probability: number): Interval {
  requireProbability(probability);
  const tail = (1 - probability) / 2;
  return { lower: quantile(values, tail), upper: quantile(values, 1 - tail) };
}

/**
 * The shortest interval with that share of the draws (of equally short ones the lowest); right for one mode only.
 *
 * @param probability  inside the interval, in (0, 1)
 * @returns            ends that are draws; NaN when there is no draw or a NaN among them
 * @throws RangeError when the probability lies outside (0, 1)
 */
export function highestDensityInterval(values: Float64Array, probability: number): Interval {
  requireProbability(probability);
  if (values.length === 0 || values.some(Number.isNaN)) return { lower: Number.NaN, upper: Number.NaN };
  const sorted = values.toSorted();
  const steps = Math.floor(probability * sorted.length);
  let best = 0;
  for (let start = 1; start + steps < sorted.length; start += 1) {
    if (sorted[start + steps] - sorted[start] < sorted[best + steps] - sorted[best]) best = start;
  }
  return { lower: sorted[best], upper: sorted[best + steps] };
}

function requireProbability(probability: number): void {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`an interval's probability must lie between 0 and 1, not be ${probability}`);
  }
}

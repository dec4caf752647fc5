// Robyn's interval of a cluster: how far its models differ, which is not how uncertain any of them is.
import { mean, type RandomStream, standardDeviation, studentT } from "@carryover/engine";
import type { SpreadInterval } from "./search-result.ts";

const RESAMPLES = 1000;

/** A quantity by model, and the least value that the lower end of its interval may have: 0 where it cannot be negative. */
export interface SpreadQuantity {
  readonly values: readonly number[];
  readonly floor: number;
}

/**
 * For each quantity the mean of its values and mean ± t(.975, n − 1) · s · √n, s the standard deviation of the means of 1000
 * resamples of the models (so that s·√n is about that of the values). Null for fewer than two models, or values that are not finite.
 *
 * @param quantities  of the same models in the same order: they are resampled together
 */
export function spreadIntervals(
  quantities: readonly SpreadQuantity[],
  stream: RandomStream,
): (SpreadInterval | null)[] {
  const count = quantities.at(0)?.values.length ?? 0;
  if (count < 2) return quantities.map(() => null);
  const means = quantities.map(() => new Float64Array(RESAMPLES));
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    for (let pick = 0; pick < count; pick += 1) {
      const model = Math.floor((stream.uint32() / 2 ** 32) * count);
      for (const [index, { values }] of quantities.entries()) means[index][resample] += values[model] / count;
    }
  }
  const { family, args } = studentT(count - 1, 0, 1);
  const reach = family.quantile(0.975, args) * Math.sqrt(count);
  return quantities.map(({ values, floor }, index) => {
    const center = mean(values);
    if (!Number.isFinite(center)) return null;
    const half = reach * standardDeviation(means[index]);
    return { mean: center, low: Math.max(floor, center - half), high: center + half };
  });
}

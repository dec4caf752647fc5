// Robyn's interval of a cluster: how far its models differ, which is not how uncertain any of them is.
import { mean, type RandomStream, standardDeviation, studentT } from "@carryover/engine";
import type { SpreadInterval } from "./search-result.ts";

const RESAMPLES = 1000;

/**
 * The mean of the values and mean ± t(.975, n − 1) · s · √n, s the standard deviation of the means of 1000 resamples (so that s·√n is about
 * that of the values). Null for fewer than two values.
 *
 * @param floor  least value of the lower end: 0 where values cannot be negative
 */
export function spreadInterval(values: readonly number[], stream: RandomStream, floor: number): SpreadInterval | null {
  const count = values.length;
  if (count < 2) return null;
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let total = 0;
    for (let i = 0; i < count; i += 1) total += values[Math.floor(stream.uniform() * count)];
    return total / count;
  });
  const center = mean(values);
  const { family, args } = studentT(count - 1, 0, 1);
  const half = family.quantile(0.975, args) * standardDeviation(means) * Math.sqrt(count);
  return { mean: center, low: Math.max(floor, center - half), high: center + half };
}

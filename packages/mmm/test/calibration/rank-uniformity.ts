// Whether ranks are uniform: a chi-square test and an ECDF band, with the error over all quantities together held.
import { gamma } from "@carryover/engine";

/** Ranks of one quantity over replications, each 0 … ranked. */
export type RanksByQuantity = ReadonlyMap<string, readonly number[]>;

export interface UniformityOptions {
  /** L: the ranks go from 0 to L, L + 1 a power of two so that bins are of equal width. */
  readonly ranked: number;
  /** Probability that anything at all is rejected when every quantity's ranks are uniform. */
  readonly familyWiseError: number;
}

export interface Rejection {
  readonly quantity: string;
  readonly replications: number;
  readonly test: "chi-square" | "ecdf";
  readonly statistic: number;
  readonly limit: number;
  /** Ranks per bin. */
  readonly counts: readonly number[];
}

/** A bin is expected to hold at least this many ranks, for the chi-square distribution to hold. */
const leastExpected = 7;
const mostBins = 16;

/**
 * Each quantity is tested twice, at familyWiseError / (2 · quantities) each (Bonferroni: the error holds however the
 * quantities depend on each other, as those of one replication do):
 *
 *   chi-square of the counts in 4, 8 or 16 equal bins; it finds any shape, ∪ and ∩ above all;
 *   largest distance between the ranks' ECDF and the uniform one against √(log(2/p) / 2n), the inequality of Dvoretzky,
 *   Kiefer and Wolfowitz with Massart's constant, which holds for every n and for discrete ranks; it finds shifts.
 *
 * @see Talts et al. (2018), Validating Bayesian Inference Algorithms with Simulation-Based Calibration
 */
export function rejections(
  ranks: RanksByQuantity,
  { ranked, familyWiseError }: UniformityOptions,
): readonly Rejection[] {
  const error = familyWiseError / (2 * ranks.size);
  return [...ranks].flatMap(([quantity, values]) => {
    const counts = binned(values, ranked);
    const { family, args } = gamma((counts.length - 1) / 2, 0.5); // chi-square with bins − 1 degrees of freedom
    const found: Omit<Rejection, "quantity" | "replications" | "counts">[] = [
      { test: "chi-square", statistic: chiSquare(counts), limit: family.quantile(1 - error, args) },
      {
        test: "ecdf",
        statistic: ecdfDistance(values, ranked),
        limit: Math.sqrt(Math.log(2 / error) / (2 * values.length)),
      },
    ];
    return found
      .filter(({ statistic, limit }) => !(statistic <= limit))
      .map((each) => ({ quantity, replications: values.length, counts, ...each }));
  });
}

/** Ranks per bin, the bins as many as keep `leastExpected` in each, from 4 to 16. */
export function binned(ranks: readonly number[], ranked: number): readonly number[] {
  let bins = mostBins;
  while (bins > 4 && ranks.length < leastExpected * bins) bins /= 2;
  const counts = Array.from({ length: bins }, () => 0);
  for (const rank of ranks) counts[Math.floor((rank * bins) / (ranked + 1))] += 1;
  return counts;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function ecdfDistance(ranks: readonly number[], ranked: number): number {
  const sorted = ranks.toSorted((a, b) => a - b);
  let largest = 0;
  let below = 0;
  for (let rank = 0; rank <= ranked; rank += 1) {
    while (below < sorted.length && sorted[below] <= rank) below += 1;
    largest = Math.max(largest, Math.abs(below / sorted.length - (rank + 1) / (ranked + 1)));
  }
  return largest;
}

// Autocovariance averaged over chains, computed only as far as it is asked for.
import { autocovariance } from "../math/fft.ts";
import { mean } from "../math/statistics.ts";
import type { SplitChains } from "./chains.ts";

/** Up to this lag single sums are cheaper than a Fourier transform; chains that mix need few lags. */
const directLags = 64;

/** The mean of each chain. */
export function chainMeans({ values, chains, draws }: SplitChains): Float64Array {
  return Float64Array.from({ length: chains }, (_, chain) => mean(values.subarray(chain * draws, (chain + 1) * draws)));
}

/**
 * The biased autocovariance at a lag, averaged over chains, each around its own mean.
 *
 * @param means  of each chain
 * @returns      covariance by lag, 0 ≤ lag < draws
 */
export function averageAutocovariance(split: SplitChains, means: Float64Array): (lag: number) => number {
  const { values, chains, draws } = split;
  const centered = values.map((value, index) => value - means[Math.floor(index / draws)]);
  let transformed: Float64Array | undefined;
  return (lag) => {
    if (lag >= directLags) {
      transformed ??= averageByTransform(split);
      return transformed[lag];
    }
    let sum = 0;
    for (let chain = 0; chain < chains; chain += 1) {
      const end = (chain + 1) * draws - lag;
      for (let index = chain * draws; index < end; index += 1) sum += centered[index] * centered[index + lag];
    }
    return sum / (chains * draws);
  };
}

/** The autocovariance at every lag, averaged over chains. */
function averageByTransform({ values, chains, draws }: SplitChains): Float64Array {
  const average = new Float64Array(draws);
  for (let chain = 0; chain < chains; chain += 1) {
    const own = autocovariance(values.subarray(chain * draws, (chain + 1) * draws));
    for (let lag = 0; lag < draws; lag += 1) average[lag] += own[lag] / chains;
  }
  return average;
}

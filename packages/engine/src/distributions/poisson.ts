// Draws of the Poisson distribution.
import { exp, log } from "../math/exponentials.ts";
import { logGamma } from "../math/special.ts";
import type { RandomStream } from "../random/random-stream.ts";

/** Below this mean, uniforms are multiplied until their product is small enough; above it, a transformed one is rejected. */
const smallMean = 10;

/**
 * One draw with this mean (≥ 0).
 * @see Hörmann (1993), The transformed rejection method for generating Poisson random variables, algorithm PTRS
 */
export function samplePoisson(stream: RandomStream, mean: number): number {
  if (!(mean > 0)) return mean === 0 ? 0 : Number.NaN;
  if (mean === Number.POSITIVE_INFINITY) return mean;
  return mean < smallMean ? byMultiplication(stream, mean) : byRejection(stream, mean);
}

function byMultiplication(stream: RandomStream, mean: number): number {
  const least = exp(-mean);
  let product = stream.uniform();
  let count = 0;
  while (product > least) {
    product *= stream.uniform();
    count += 1;
  }
  return count;
}

function byRejection(stream: RandomStream, mean: number): number {
  const logMean = log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const logInverseAlpha = log(1.1239 + 1.1328 / (b - 3.4));
  const vR = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = stream.uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vR) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    if (log(v) + logInverseAlpha - log(a / (us * us) + b) <= count * logMean - mean - logGamma(count + 1)) {
      return count;
    }
  }
}

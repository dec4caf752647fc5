// The gamma distribution, by shape and rate.
import { exp, log } from "../math/exponentials.ts";
import { inverseRegularizedGammaLog } from "../math/incomplete-gamma.ts";
import { digamma, logGamma } from "../math/special.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, fixed, outside, positive } from "./parameters.ts";

/** rate^shape x^(shape−1) exp(−rate·x) / Γ(shape) for x > 0; mean shape/rate. */
export const gammaFamily: DistributionFamily = {
  name: "gamma",
  parameters: ["shape", "rate"],
  support: () => ({ kind: "above", lower: 0 }),
  logDensity(x, args, derivatives) {
    if (x <= 0) return outside(derivatives);
    const shape = args[0];
    const rate = args[1];
    const logX = log(x);
    const logRate = log(rate);
    derivatives[0] = (shape - 1) / x - rate;
    if (derivatives.length > 1) {
      derivatives[1] = logRate + logX - digamma(shape);
      derivatives[2] = shape / rate - x;
    }
    return shape * logRate + (shape - 1) * logX - rate * x - logGamma(shape);
  },
  sample: (stream, args) => exp(sampleLogGamma(stream, args[0])) / args[1],
  mean: (args) => args[0] / args[1],
  standardDeviation: (args) => Math.sqrt(args[0]) / args[1],
  quantile: (p, args) => exp(inverseRegularizedGammaLog(args[0], p, 1 - p)) / args[1],
  problem: (args) => complaints(positive("shape", args[0]), positive("rate", args[1])),
};

/** Gamma with this shape (> 0) and rate (> 0); mean shape/rate. @throws RangeError */
export function gamma(shape: number, rate: number): Distribution {
  return fixed(gammaFamily, [shape, rate]);
}

/**
 * The logarithm of a gamma draw with this shape and rate 1; on the log scale because for a small shape the draw itself
 * underflows.
 *
 * @see Marsaglia and Tsang (2000), A simple method for generating gamma variables; shape < 1 by their remark: draw at
 * shape + 1 and multiply by uniform^(1/shape)
 */
export function sampleLogGamma(stream: RandomStream, shape: number): number {
  if (shape < 1) return sampleLogGamma(stream, shape + 1) - stream.exponential() / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = stream.normal();
    const base = 1 + c * z;
    if (base <= 0) continue;
    const logV = 3 * log(base);
    if (log(stream.uniform()) < 0.5 * z * z + d * (1 - exp(logV) + logV)) return log(d) + logV;
  }
}

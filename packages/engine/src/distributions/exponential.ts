// The exponential distribution.
import { log, log1p } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { fixed, outside, positive } from "./parameters.ts";

/** rate · exp(−rate·x) for x ≥ 0. */
export const exponentialFamily: DistributionFamily = {
  name: "exponential",
  parameters: ["rate"],
  support: () => ({ kind: "above", lower: 0 }),
  logDensity(x, args, derivatives) {
    if (x < 0) return outside(derivatives);
    const rate = args[0];
    derivatives[0] = -rate;
    derivatives[1] = 1 / rate - x;
    return log(rate) - rate * x;
  },
  sample: (stream, args) => stream.exponential() / args[0],
  mean: (args) => 1 / args[0],
  standardDeviation: (args) => 1 / args[0],
  quantile: (p, args) => -log1p(-p) / args[0],
  problem: (args) => positive("rate", args[0]),
};

/** Exponential with this rate (> 0), mean 1/rate. @throws RangeError */
export function exponential(rate: number): Distribution {
  return fixed(exponentialFamily, [rate]);
}

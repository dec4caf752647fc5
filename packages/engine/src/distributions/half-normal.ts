// The half-normal distribution: the absolute value of a centered normal.

import { normalQuantile } from "../math/error-function.ts";
import { log } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { fixed, outside, positive } from "./parameters.ts";
import { standardizedHalfNormal } from "./standardizing.ts";

const LOG_SQRT_HALF_PI = 0.22579135264472744; // log(π/2) / 2

/** √(2/π)/sd · exp(−½ (x/sd)²) for x ≥ 0; `sd` is that of the normal, not of its absolute value. */
export const halfNormalFamily: DistributionFamily = {
  name: "half-normal",
  parameters: ["sd"],
  support: () => ({ kind: "above", lower: 0 }),
  fromStandardNormal: (args) => standardizedHalfNormal(args[0]),
  logDensity(x, args, derivatives) {
    if (x < 0) return outside(derivatives);
    const sd = args[0];
    const z = x / sd;
    derivatives[0] = -z / sd;
    derivatives[1] = (z * z - 1) / sd;
    return -0.5 * z * z - log(sd) - LOG_SQRT_HALF_PI;
  },
  sample: (stream, args) => args[0] * Math.abs(stream.normal()),
  mean: (args) => args[0] * Math.sqrt(2 / Math.PI),
  standardDeviation: (args) => args[0] * Math.sqrt(1 - 2 / Math.PI),
  quantile: (p, args) => -args[0] * normalQuantile((1 - p) / 2),
  problem: (args) => positive("sd", args[0]),
};

/** Half-normal with scale `sd` (> 0), the standard deviation before folding. @throws RangeError */
export function halfNormal(sd: number): Distribution {
  return fixed(halfNormalFamily, [sd]);
}

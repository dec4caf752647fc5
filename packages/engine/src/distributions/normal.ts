// The normal distribution.

import { normalQuantile } from "../math/error-function.ts";
import { log } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, finite, fixed, positive } from "./parameters.ts";

const LOG_SQRT_TWO_PI = 0.9189385332046728;

/** exp(−½ ((x − mean)/sd)²) / (sd √(2π)) */
export const normalFamily: DistributionFamily = {
  name: "normal",
  parameters: ["mean", "sd"],
  support: () => ({ kind: "real" }),
  logDensity(x, args, derivatives) {
    const sd = args[1];
    const z = (x - args[0]) / sd;
    derivatives[0] = -z / sd;
    derivatives[1] = z / sd;
    derivatives[2] = (z * z - 1) / sd;
    return -0.5 * z * z - log(sd) - LOG_SQRT_TWO_PI;
  },
  sample: (stream, args) => args[0] + args[1] * stream.normal(),
  mean: (args) => args[0],
  standardDeviation: (args) => args[1],
  quantile: (p, args) => args[0] + args[1] * normalQuantile(p),
  problem: (args) => complaints(finite("mean", args[0]), positive("sd", args[1])),
};

/** Normal with this mean and standard deviation (> 0). @throws RangeError */
export function normal(mean: number, sd: number): Distribution {
  return fixed(normalFamily, [mean, sd]);
}

// The shifted log-normal distribution: a log-normal moved to start at `shift`.
import { exp, log } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { logNormalFamily } from "./log-normal.ts";
import { complaints, finite, fixed, outside, positive } from "./parameters.ts";

const LOG_SQRT_TWO_PI = 0.9189385332046728;

/** shift + exp of a normal with mean mu and standard deviation sigma; x > shift. */
export const shiftedLogNormalFamily: DistributionFamily = {
  name: "shifted-log-normal",
  parameters: ["shift", "mu", "sigma"],
  support: (args) => ({ kind: "above", lower: args[0] }),
  logDensity(x, args, derivatives) {
    if (x <= args[0]) return outside(derivatives);
    const sigma = args[2];
    const distance = x - args[0];
    const logDistance = log(distance);
    const z = (logDistance - args[1]) / sigma;
    derivatives[0] = -(1 + z / sigma) / distance;
    derivatives[1] = (1 + z / sigma) / distance;
    derivatives[2] = z / sigma;
    derivatives[3] = (z * z - 1) / sigma;
    return -0.5 * z * z - logDistance - log(sigma) - LOG_SQRT_TWO_PI;
  },
  sample: (stream, args) => args[0] + exp(args[1] + args[2] * stream.normal()),
  mean: (args) => args[0] + logNormalFamily.mean([args[1], args[2]]),
  standardDeviation: (args) => logNormalFamily.standardDeviation([args[1], args[2]]),
  quantile: (p, args) => args[0] + logNormalFamily.quantile(p, [args[1], args[2]]),
  problem: (args) => complaints(finite("shift", args[0]), finite("mu", args[1]), positive("sigma", args[2])),
};

/** Log-normal (mu, sigma > 0) moved up by `shift`. @throws RangeError */
export function shiftedLogNormal(shift: number, mu: number, sigma: number): Distribution {
  return fixed(shiftedLogNormalFamily, [shift, mu, sigma]);
}

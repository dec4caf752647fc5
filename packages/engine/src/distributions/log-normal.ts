// The log-normal distribution, and its parameters from a mean or from a range.

import { normalQuantile } from "../math/error-function.ts";
import { exp, expm1, log, log1p } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, finite, fixed, outside, positive } from "./parameters.ts";

const LOG_SQRT_TWO_PI = 0.9189385332046728;

/** exp of a normal with mean mu and standard deviation sigma; x > 0. */
export const logNormalFamily: DistributionFamily = {
  name: "log-normal",
  parameters: ["mu", "sigma"],
  support: () => ({ kind: "above", lower: 0 }),
  logDensity(x, args, derivatives) {
    if (x <= 0) return outside(derivatives);
    const sigma = args[1];
    const logX = log(x);
    const z = (logX - args[0]) / sigma;
    derivatives[0] = -(1 + z / sigma) / x;
    derivatives[1] = z / sigma;
    derivatives[2] = (z * z - 1) / sigma;
    return -0.5 * z * z - logX - log(sigma) - LOG_SQRT_TWO_PI;
  },
  sample: (stream, args) => exp(args[0] + args[1] * stream.normal()),
  mean: (args) => exp(args[0] + 0.5 * args[1] * args[1]),
  standardDeviation: (args) => Math.sqrt(expm1(args[1] * args[1])) * exp(args[0] + 0.5 * args[1] * args[1]),
  quantile: (p, args) => exp(args[0] + args[1] * normalQuantile(p)),
  problem: (args) => complaints(finite("mu", args[0]), positive("sigma", args[1])),
};

/** Log-normal whose logarithm has mean mu and standard deviation sigma (> 0). @throws RangeError */
export function logNormal(mu: number, sigma: number): Distribution {
  return fixed(logNormalFamily, [mu, sigma]);
}

/** The parameters of a log-normal: mean and standard deviation of its logarithm. */
export interface LogNormalParameters {
  readonly mu: number;
  readonly sigma: number;
}

/** The log-normal with this mean (> 0) and standard deviation (> 0) of x itself. @throws RangeError */
export function logNormalFromMeanSd(mean: number, sd: number): LogNormalParameters {
  const problem = complaints(positive("mean", mean), positive("sd", sd));
  if (problem !== undefined) throw new RangeError(`log-normal from mean and sd: ${problem}`);
  const relative = sd / mean;
  const variance = log1p(relative * relative);
  return { mu: log(mean) - 0.5 * variance, sigma: Math.sqrt(variance) };
}

/**
 * The log-normal with `mass` of its probability between lower and upper and equal tails.
 *
 * @param lower  > 0
 * @param upper  > lower
 * @param mass   in (0, 1), 0.95 when left out
 * @throws RangeError
 */
export function logNormalFromRange(lower: number, upper: number, mass = 0.95): LogNormalParameters {
  const problem = complaints(
    positive("lower", lower),
    positive("upper", upper),
    lower >= upper ? `upper is ${upper}; it must be above lower, ${lower}` : undefined,
    mass > 0 && mass < 1 ? undefined : `mass is ${mass}; it must lie between 0 and 1`,
  );
  if (problem !== undefined) throw new RangeError(`log-normal from range: ${problem}`);
  const logLower = log(lower);
  const logUpper = log(upper);
  return { mu: (logLower + logUpper) / 2, sigma: (logUpper - logLower) / (-2 * normalQuantile((1 - mass) / 2)) };
}

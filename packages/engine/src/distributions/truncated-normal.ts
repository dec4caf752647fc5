// The normal distribution truncated to an interval, whose bounds may be infinite.

import { logNormalDensity } from "../math/error-function.ts";
import { exp, log } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily, Support } from "./distribution.ts";
import { complaints, finite, fixed, outside, positive } from "./parameters.ts";
import { logIntervalMass, truncatedMoments, truncatedQuantile } from "./standard-truncated-normal.ts";
import { standardizedTruncatedNormal } from "./standardizing.ts";

/** The normal density between lower and upper, divided by the probability the normal has there. */
export const truncatedNormalFamily: DistributionFamily = {
  name: "truncated-normal",
  parameters: ["mean", "sd", "lower", "upper"],
  defaults: { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
  support: (args) => truncatedSupport(args[2], args[3]),
  fromStandardNormal: (args) => standardizedTruncatedNormal(args[0], args[1], args[2], args[3]),
  logDensity(x, args, derivatives) {
    if (x < args[2] || x > args[3]) return outside(derivatives);
    const sd = args[1];
    const z = (x - args[0]) / sd;
    const a = (args[2] - args[0]) / sd;
    const b = (args[3] - args[0]) / sd;
    const logMass = logIntervalMass(a, b);
    derivatives[0] = -z / sd;
    if (derivatives.length > 1) {
      const atLower = exp(logNormalDensity(a) - logMass);
      const atUpper = exp(logNormalDensity(b) - logMass);
      derivatives[1] = (z + atUpper - atLower) / sd;
      // An infinite bound has density zero, and zero times it is zero.
      const lowerPull = atLower === 0 ? 0 : a * atLower;
      const upperPull = atUpper === 0 ? 0 : b * atUpper;
      derivatives[2] = (z * z - 1 + upperPull - lowerPull) / sd;
      derivatives[3] = atLower / sd;
      derivatives[4] = -atUpper / sd;
    }
    return logNormalDensity(z) - log(sd) - logMass;
  },
  sample: (stream, args) => truncatedNormalFamily.quantile(stream.uniform(), args),
  mean: (args) =>
    args[0] + args[1] * truncatedMoments((args[2] - args[0]) / args[1], (args[3] - args[0]) / args[1]).mean,
  standardDeviation: (args) =>
    args[1] * truncatedMoments((args[2] - args[0]) / args[1], (args[3] - args[0]) / args[1]).standardDeviation,
  quantile(p, args) {
    const z = truncatedQuantile(p, (args[2] - args[0]) / args[1], (args[3] - args[0]) / args[1]);
    return Math.min(args[3], Math.max(args[2], args[0] + args[1] * z));
  },
  problem: (args) =>
    complaints(
      finite("mean", args[0]),
      positive("sd", args[1]),
      Number.isNaN(args[2]) ? "lower is NaN; it must be a number or −∞" : undefined,
      Number.isNaN(args[3]) ? "upper is NaN; it must be a number or ∞" : undefined,
      args[2] >= args[3] ? `upper is ${args[3]}; it must be above lower, ${args[2]}` : undefined,
    ),
};

/** Normal (mean, sd > 0, both before truncation) kept between lower and upper (> lower). @throws RangeError */
export function truncatedNormal(
  mean: number,
  sd: number,
  lower: number = Number.NEGATIVE_INFINITY,
  upper: number = Number.POSITIVE_INFINITY,
): Distribution {
  return fixed(truncatedNormalFamily, [mean, sd, lower, upper]);
}

function truncatedSupport(lower: number, upper: number): Support {
  if (upper !== Number.POSITIVE_INFINITY) return { kind: "interval", lower, upper };
  return lower === Number.NEGATIVE_INFINITY ? { kind: "real" } : { kind: "above", lower };
}

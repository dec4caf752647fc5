// Student's t distribution with location and scale.
import { exp, log, log1p } from "../math/exponentials.ts";
import { inverseRegularizedBetaLogit } from "../math/incomplete-beta.ts";
import { digamma, logBeta } from "../math/special.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { sampleLogGamma } from "./gamma.ts";
import { complaints, finite, fixed, positive } from "./parameters.ts";

/**
 * Γ((ν+1)/2) / (Γ(ν/2) √(νπ) scale) · (1 + z²/ν)^(−(ν+1)/2), z = (x − location)/scale. Without mean for ν ≤ 1 (NaN); the
 * standard deviation is infinite for 1 < ν ≤ 2.
 */
export const studentTFamily: DistributionFamily = {
  name: "student-t",
  parameters: ["degreesOfFreedom", "location", "scale"],
  support: () => ({ kind: "real" }),
  logDensity(x, args, derivatives) {
    const df = args[0];
    const scale = args[2];
    const z = (x - args[1]) / scale;
    const pull = ((df + 1) * z) / (df + z * z);
    derivatives[0] = -pull / scale;
    if (derivatives.length > 1) {
      derivatives[1] = standardTDegreesDerivative(z, df);
      derivatives[2] = pull / scale;
      derivatives[3] = (z * pull - 1) / scale;
    }
    return standardTLogDensity(z, df) - log(scale);
  },
  sample: (stream, args) => args[1] + args[2] * sampleStandardT(stream, args[0]),
  mean: (args) => (args[0] > 1 ? args[1] : Number.NaN),
  standardDeviation(args) {
    if (args[0] > 2) return args[2] * Math.sqrt(args[0] / (args[0] - 2));
    return args[0] > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  },
  quantile(p, args) {
    const magnitude = absoluteTQuantile(Math.abs(2 * p - 1), 2 * Math.min(p, 1 - p), args[0]);
    return args[1] + args[2] * (p < 0.5 ? -magnitude : magnitude);
  },
  problem: (args) =>
    complaints(positive("degreesOfFreedom", args[0]), finite("location", args[1]), positive("scale", args[2])),
};

/** Student t around `location` with this scale (> 0) and degreesOfFreedom (> 0). @throws RangeError */
export function studentT(degreesOfFreedom: number, location: number, scale: number): Distribution {
  return fixed(studentTFamily, [degreesOfFreedom, location, scale]);
}

/** Log density of the standard t at z. */
export function standardTLogDensity(z: number, df: number): number {
  return -0.5 * (df + 1) * log1p((z * z) / df) - 0.5 * log(df) - logBeta(0.5, df / 2);
}

/** Derivative of the standard t's log density with respect to its degrees of freedom. */
export function standardTDegreesDerivative(z: number, df: number): number {
  const squared = z * z;
  return (
    0.5 *
    (digamma((df + 1) / 2) -
      digamma(df / 2) -
      1 / df -
      log1p(squared / df) +
      ((df + 1) * squared) / (df * (df + squared)))
  );
}

/** One draw of the standard t. */
export function sampleStandardT(stream: RandomStream, df: number): number {
  const z = stream.normal();
  return z * exp(0.5 * (log(df / 2) - sampleLogGamma(stream, df / 2)));
}

/** The t ≥ 0 with P(|T| ≤ t) = p, from p and q = 1 − p: t²/(ν + t²) is beta(1/2, ν/2), and t² = ν · exp(its logit). */
export function absoluteTQuantile(p: number, q: number, df: number): number {
  return Math.sqrt(df) * exp(0.5 * inverseRegularizedBetaLogit(p, q, 0.5, df / 2));
}

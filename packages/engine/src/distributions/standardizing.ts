// The bijections that turn a standard normal into other distributions: where the data say little, the sampler meets a normal.

import {
  erf,
  logNormalCdf,
  logNormalDensity,
  normalCdf,
  normalQuantile,
  normalQuantileFromLog,
} from "../math/error-function.ts";
import { exp, expm1, log, log1p } from "../math/exponentials.ts";
import { logAddExp } from "../math/special.ts";
import type { Bijection } from "./distribution.ts";
import { logIntervalMass } from "./standard-truncated-normal.ts";

/** √(π/2): half a normal's density at zero, inverted. */
const inverseDensityAtZero = Math.sqrt(Math.PI / 2);
/** Below this u the first term of z's series in Φ(u) is exact to 1e-13. */
const seriesBelow = -5;

/**
 * u ↦ sd · z with z the half-normal quantile of Φ(u): 1 − 2Φ(−z) = Φ(u). A logarithm would stretch the values near zero,
 * which differ in nothing, over a long exponential tail; here they end where a normal's do.
 */
export function standardizedHalfNormal(sd: number): Bijection {
  const logHalfSd = log(sd / 2);
  return {
    forward(u, out) {
      const z = halfNormalQuantileOfNormal(u);
      const logSlope = 0.5 * (z * z - u * u); // log of 2 dz/du
      const slope = 0.5 * exp(logSlope);
      out[0] = sd * z;
      out[1] = sd * slope;
      out[2] = logHalfSd + logSlope;
      out[3] = z * slope - u;
    },
    inverse(x) {
      const z = x / sd;
      // Each branch keeps the digits of the smaller tail.
      return z < 0.7 ? normalQuantile(erf(z * Math.SQRT1_2)) : -normalQuantile(2 * normalCdf(-z));
    },
  };
}

function halfNormalQuantileOfNormal(u: number): number {
  if (u < seriesBelow) return inverseDensityAtZero * normalCdf(u);
  return u < 0 ? normalQuantile(0.5 + 0.5 * normalCdf(u)) : -normalQuantile(0.5 * normalCdf(-u));
}

/** u ↦ lower + (upper − lower) Φ(u). */
export function standardizedUniform(lower: number, upper: number): Bijection {
  const width = upper - lower;
  const logWidth = log(width);
  return {
    forward(u, out) {
      const logSlope = logWidth + logNormalDensity(u);
      out[0] = u < 0 ? lower + width * normalCdf(u) : upper - width * normalCdf(-u);
      out[1] = exp(logSlope);
      out[2] = logSlope;
      out[3] = -u;
    },
    inverse: (x) =>
      x - lower < upper - x ? normalQuantile((x - lower) / width) : -normalQuantile((upper - x) / width),
  };
}

/** u ↦ mean + sd · z with Φ(z) − Φ(a) = Φ(u) · (Φ(b) − Φ(a)), a and b the bounds of z. */
export function standardizedTruncatedNormal(mean: number, sd: number, lower: number, upper: number): Bijection {
  const a = (lower - mean) / sd;
  const b = (upper - mean) / sd;
  const logMass = logIntervalMass(a, b);
  const logBelow = logNormalCdf(a);
  const logAbove = logNormalCdf(-b);
  return {
    forward(u, out) {
      // From the end that is nearer, so that neither tail loses digits.
      const fromBelow = logAddExp(logBelow, logNormalCdf(u) + logMass);
      const z =
        fromBelow < -Math.LN2
          ? normalQuantileFromLog(fromBelow)
          : -normalQuantileFromLog(logAddExp(logAbove, logNormalCdf(-u) + logMass));
      const logSlope = logNormalDensity(u) + logMass - logNormalDensity(z);
      const slope = exp(logSlope);
      out[0] = Math.min(upper, Math.max(lower, mean + sd * z));
      out[1] = sd * slope;
      out[2] = log(sd) + logSlope;
      out[3] = z * slope - u;
    },
    inverse(x) {
      const z = (x - mean) / sd;
      const below = z <= a ? Number.NEGATIVE_INFINITY : logIntervalMass(a, z) - logMass;
      return below < -Math.LN2 ? normalQuantileFromLog(below) : -normalQuantileFromLog(logIntervalMass(z, b) - logMass);
    },
  };
}

/** u ↦ x with (1 − x)^beta = Φ(−u): the beta distribution whose alpha is one. */
export function standardizedPower(beta: number): Bijection {
  const logBeta = log(beta);
  return {
    forward(u, out) {
      const logRest = logNormalCdf(-u) / beta;
      const logSlope = logNormalDensity(u) - logBeta - (beta - 1) * logRest;
      out[0] = -expm1(logRest);
      out[1] = exp(logSlope);
      out[2] = logSlope;
      out[3] = (beta - 1) * exp(logSlope - logRest) - u;
    },
    inverse(x) {
      const logAbove = beta * log1p(-x);
      return logAbove < -Math.LN2 ? -normalQuantileFromLog(logAbove) : normalQuantile(-expm1(logAbove));
    },
  };
}

// The bijection that turns a standard normal into a half-normal: where the data say little, the sampler meets a normal.

import { erf, normalCdf, normalQuantile } from "../math/error-function.ts";
import { exp, log } from "../math/exponentials.ts";
import type { Bijection } from "./distribution.ts";

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

// Mass, quantiles and moments of the standard normal on an interval, exact in the tails and on narrow intervals.

import { inverseMillsRatio, logNormalCdf, logNormalDensity, normalQuantileFromLog } from "../math/error-function.ts";
import { exp, log, log1p } from "../math/exponentials.ts";
import { log1mExp, logAddExp } from "../math/special.ts";

/** log(Φ(b) − Φ(a)) for a < b, either infinite; relative error of the mass < 1e-10, far from the center too. */
export function logIntervalMass(a: number, b: number): number {
  if (a > 0) return logIntervalMass(-b, -a);
  const width = b - a;
  const middle = a + width / 2;
  if (width * (1 + Math.abs(middle)) < 0.02) {
    // Taylor about the middle of a narrow interval, where the difference of two Φ would cancel; next term below 1e-15.
    const square = middle * middle;
    const w = width * width;
    const second = (w * (square - 1)) / 24;
    const fourth = (w * w * (square * square - 6 * square + 3)) / 1920;
    return logNormalDensity(middle) + log(width) + log1p(second + fourth);
  }
  if (b > 0) return log1p(-exp(logNormalCdf(a)) - exp(logNormalCdf(-b)));
  const upper = logNormalCdf(b);
  return upper + log1mExp(logNormalCdf(a) - upper);
}

/** The z in [a, b] below which lies the share p of the mass of the interval. */
export function truncatedQuantile(p: number, a: number, b: number): number {
  if (a > 0) return -truncatedQuantile(1 - p, -b, -a);
  const logMass = logIntervalMass(a, b);
  const fromBelow = logAddExp(logNormalCdf(a), log(p) + logMass);
  if (fromBelow < -Math.LN2) return normalQuantileFromLog(fromBelow);
  return -normalQuantileFromLog(logAddExp(logNormalCdf(-b), log1p(-p) + logMass));
}

/** Mean and standard deviation of the standard normal kept in [a, b]. */
export function truncatedMoments(a: number, b: number): { mean: number; standardDeviation: number } {
  if (a + b < 0) {
    const mirrored = truncatedMoments(-b, -a);
    return { mean: -mirrored.mean, standardDeviation: mirrored.standardDeviation };
  }
  return a > 3 || b - a < 2 ? momentsByQuadrature(a, b) : momentsInClosedForm(a, b);
}

function momentsInClosedForm(a: number, b: number): { mean: number; standardDeviation: number } {
  if (a === Number.NEGATIVE_INFINITY) return { mean: 0, standardDeviation: 1 }; // then b = ∞, since a + b is not negative
  if (b === Number.POSITIVE_INFINITY) {
    const pull = inverseMillsRatio(-a);
    return { mean: pull, standardDeviation: Math.sqrt(1 + a * pull - pull * pull) };
  }
  const logMass = logIntervalMass(a, b);
  const atLower = exp(logNormalDensity(a) - logMass);
  const atUpper = exp(logNormalDensity(b) - logMass);
  const mean = atLower - atUpper;
  return { mean, standardDeviation: Math.sqrt(1 + a * atLower - b * atUpper - mean * mean) };
}

const quadratureSteps = 8000; // even

/** Simpson's rule on the distance from a, where the closed form would cancel; relative error < 1e-9 of the distance. */
function momentsByQuadrature(a: number, b: number): { mean: number; standardDeviation: number } {
  // Beyond 40 / max(a, 1) the density has fallen by exp(−40).
  const length = Math.min(b - a, 40 / Math.max(a, 1));
  const step = length / quadratureSteps;
  let mass = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i <= quadratureSteps; i += 1) {
    const distance = i * step;
    const ends = i === 0 || i === quadratureSteps;
    const weight = (ends ? 1 : i % 2 === 1 ? 4 : 2) * exp(-distance * (a + distance / 2));
    mass += weight;
    first += weight * distance;
    second += weight * distance * distance;
  }
  const mean = first / mass;
  return { mean: a + mean, standardDeviation: Math.sqrt(second / mass - mean * mean) };
}

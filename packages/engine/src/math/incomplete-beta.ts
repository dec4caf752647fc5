// The regularized incomplete beta function and its inverse.
import { exp, log } from "./exponentials.ts";
import { log1pExp, log1pMinus, logBeta, logistic, stirlingCorrection } from "./special.ts";

const tiny = 1e-300;
const maxTerms = 100_000;

/**
 * I_x(a, b), the beta distribution function at x = logistic(logit), with a, b > 0; relative error < 1e-12 for a and b in
 * [1e-2, 1e4] where I > 1e-290. By the logit, so that x near 1 keeps the digits of 1 − x.
 *
 * @see Press et al., Numerical Recipes, §6.4
 */
export function regularizedBeta(logit: number, a: number, b: number): number {
  if (logit > log((a + 1) / (b + 1))) return 1 - lowerTail(-logit, b, a);
  return lowerTail(logit, a, b);
}

/**
 * The logit of the x with I_x(a, b) = p, from p and q = 1 − p (the smaller one decides). ∓∞ at the ends. Relative error of
 * x and of 1 − x below 1e-11 for a and b in [1e-2, 1e4].
 */
export function inverseRegularizedBetaLogit(p: number, q: number, a: number, b: number): number {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (q === 0) return Number.POSITIVE_INFINITY;
  if (!(p > 0 && q > 0)) return Number.NaN;
  return p <= q ? lowerQuantile(p, a, b) : -lowerQuantile(q, b, a);
}

function lowerQuantile(p: number, a: number, b: number): number {
  const target = log(p);
  const edge = (target + log(a) + logBeta(a, b)) / a; // log x as x → 0
  if (edge < -600) return edge;
  let low = edge - 1;
  while (regularizedBeta(low, a, b) > p) low -= 1;
  let high = Math.max(log(a / b), low) + 1;
  while (regularizedBeta(high, a, b) < p) high += 1;
  let u = Math.max(low, Math.min(high, log(a / b)));
  for (let step = 0; step < 200; step += 1) {
    const tail = regularizedBeta(u, a, b);
    const miss = log(tail) - target;
    if (miss > 0) high = u;
    else low = u;
    let next = u - (miss * tail) / exp(logPrefactor(u, a, b));
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (Math.abs(next - u) <= 2 * Number.EPSILON * Math.max(1, Math.abs(u))) return next;
    u = next;
  }
  return u;
}

/** log of x^a (1 − x)^b / B(a, b), which is x (1 − x) times the density. */
function logPrefactor(logit: number, a: number, b: number): number {
  if (a < 8 || b < 8) return -a * log1pExp(-logit) - b * log1pExp(logit) - logBeta(a, b);
  // Relative to the mean a/(a+b), where the powers and the beta function cancel.
  const x = logistic(logit);
  const shift = x < 0.5 ? x - a / (a + b) : b / (a + b) - logistic(-logit);
  return (
    a * fall((shift * (a + b)) / a, -log1pExp(-logit) - log(a / (a + b))) +
    b * fall((-shift * (a + b)) / b, -log1pExp(logit) - log(b / (a + b))) +
    0.5 * log((a * b) / (2 * Math.PI * (a + b))) +
    stirlingCorrection(a + b) -
    stirlingCorrection(a) -
    stirlingCorrection(b)
  );
}

/** log(1 + excess) − excess, given that logarithm as it is computed far from excess = 0. */
function fall(excess: number, logarithm: number): number {
  return Math.abs(excess) < 0.5 ? log1pMinus(excess) : logarithm - excess;
}

/** I_x(a, b) by Lentz's evaluation of the continued fraction, which converges fast below the mean. */
function lowerTail(logit: number, a: number, b: number): number {
  const x = logistic(logit);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let k = 1; k < maxTerms; k += 1) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return (exp(logPrefactor(logit, a, b)) * fraction) / a;
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

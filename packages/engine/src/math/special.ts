// Elementary special functions: the gamma function's logarithm and its derivative, the logistic function and its relatives.
import { exp, expm1, log, log1p } from "./exponentials.ts";

const LOG_SQRT_TWO_PI = 0.9189385332046728;
const ONE_MINUS_EULER = 0.42278433509846713; // 1 − γ

/** ζ(k) − 1 for k = 2, 3, …, 31. */
const ZETA_MINUS_ONE: readonly number[] = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 0.00006124813505870483, 0.00003058823630702049, 0.00001528225940865187,
  0.000007637197637899763, 3.81729326499984e-6, 0.000001908212716553939, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
  7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
];

/**
 * log Γ(x) for x > 0; relative error < 2e-15 on [1e-300, 1e15], near its zeros at 1 and 2 too. +∞ at 0, NaN below.
 *
 * The zeta series around 2 for x < 8 (after shifting x there), Stirling's series beyond.
 */
export function logGamma(x: number): number {
  if (x >= 8) return (x - 0.5) * log(x) - x + LOG_SQRT_TWO_PI + stirlingCorrection(x);
  if (x < 0.5) return x < 0 ? Number.NaN : logGammaAroundTwo(x) - log(x) - log1p(x);
  if (x < 1.5) return logGammaAroundTwo(x - 1) - log1p(x - 1);
  let product = 1;
  let argument = x;
  while (argument > 2.5) {
    argument -= 1;
    product *= argument;
  }
  return logGammaAroundTwo(argument - 2) + log(product);
}

/** log Γ(2 + z) for |z| ≤ 1/2. */
function logGammaAroundTwo(z: number): number {
  let total = 0;
  for (let k = ZETA_MINUS_ONE.length + 1; k >= 2; k -= 1) {
    total = (k % 2 === 0 ? 1 : -1) * (ZETA_MINUS_ONE[k - 2] / k) + z * total;
  }
  return z * (ONE_MINUS_EULER + z * total);
}

/** log Γ(x) − [(x − ½) log x − x + ½ log 2π] for x ≥ 8; absolute error < 1e-16. */
export function stirlingCorrection(x: number): number {
  const y = 1 / (x * x);
  return (
    (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y * (1 / 156))))))) / x
  );
}

/** log B(a, b) for a, b > 0; relative error < 2e-14 where |log B| > 1, absolute below 2e-14 elsewhere. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 8) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const correction = stirlingCorrection(large) - stirlingCorrection(small + large);
  if (small < 8) {
    // log Γ(large) − log Γ(small + large), without subtracting two large numbers
    const ratio = small - small * log(small + large) - (large - 0.5) * log1p(small / large);
    return logGamma(small) + ratio + correction;
  }
  return (
    LOG_SQRT_TWO_PI -
    0.5 * log(small) +
    small * log(small / (small + large)) -
    (large - 0.5) * log1p(small / large) +
    stirlingCorrection(small) +
    correction
  );
}

/** ψ(x) = d log Γ(x)/dx for x > 0; absolute error < 2e-15 · max(1, |ψ(x)|). −∞ at 0, NaN below. */
export function digamma(x: number): number {
  if (x <= 0) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  let argument = x;
  let shift = 0;
  while (argument < 10) {
    shift += 1 / argument;
    argument += 1;
  }
  const y = 1 / (argument * argument);
  const series =
    y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - y * (691 / 32760 - y * (1 / 12)))))));
  return log(argument) - 0.5 / argument - series - shift;
}

/** 1 / (1 + exp(−x)), without overflow; relative error < 5e-16. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const power = exp(x);
  return power / (1 + power);
}

/** log(1 + exp(x)), without overflow; relative error < 5e-16. */
export function log1pExp(x: number): number {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/** log(1 − exp(x)) for x < 0; relative error < 1e-15. */
export function log1mExp(x: number): number {
  return x > -Math.LN2 ? log(-expm1(x)) : log1p(-exp(x));
}

/** log(1 + x) − x for x > −1, without cancellation near 0; relative error < 2e-14. */
export function log1pMinus(x: number): number {
  if (Math.abs(x) > 0.3) return log1p(x) - x;
  // log(1 + x) = 2 artanh(r), r = x / (2 + x), so the difference is −r·x + 2 Σ_{k≥1} r^(2k+1) / (2k + 1)
  const r = x / (2 + x);
  const y = r * r;
  let total = 0;
  for (let k = 12; k >= 1; k -= 1) total = y * (1 / (2 * k + 1) + total);
  return r * (2 * total - x);
}

/** log(exp(a) + exp(b)), without overflow. */
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  return Number.isFinite(larger) ? larger + log1p(exp(-Math.abs(a - b))) : larger;
}

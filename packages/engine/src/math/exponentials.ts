// exp, log, log1p, expm1, tanh, softplus and logistic of our own: the same bits on every host, and in the WebAssembly kernels.
//
// Errors, in units of the last place of the result, held against exactly rounded values in
// test/math/exponentials.test.ts: exp, log and log1p < 1, expm1 < 1.5, softplus < 2, tanh and logistic < 2.5.
import * as c from "./exponential-coefficients.ts";

/** 3 · 2⁵¹: adding it rounds to a whole number, which is then in the lowest bits. */
const rounder = 6755399441055744;
const smallestNormal = 2 ** -1022;
const tiny = 2 ** -54;

const asNumber: Float64Array = new Float64Array(1);
/** The same eight bytes: lower half first, as on every host that runs JavaScript engines today. */
const asBits: Uint32Array = new Uint32Array(asNumber.buffer);

/** 2^n for a whole number −1022 ≤ n ≤ 1023; something for all others. */
function powerOfTwo(n: number): number {
  asNumber[0] = n + (rounder + 1023);
  asBits[1] = asBits[0] << 20;
  asBits[0] = 0;
  return asNumber[0];
}

/** Σ c_k r^k of degree 9. */
function expSeries(r: number, r2: number): number {
  const r4 = r2 * r2;
  const a = c.exp0 + c.exp1 * r + r2 * (c.exp2 + c.exp3 * r);
  const b = c.exp4 + c.exp5 * r + r2 * (c.exp6 + c.exp7 * r);
  return a + r4 * (b + r4 * (c.exp8 + c.exp9 * r));
}

/** e^x: x = n ln 2 + r, a polynomial in r, and 2^n in two steps, so that the last one rounds subnormal results. */
export function exp(x: number): number {
  const y = x < -746 ? -746 : Math.min(x, 710);
  const n = y * c.log2OfE + rounder - rounder;
  const high = y - n * c.ln2High;
  const low = n * c.ln2Low;
  const r = high - low;
  const r2 = r * r;
  const power = 1 + (high + (r2 * expSeries(r, r2) - low));
  const n1 = n * 0.5 + rounder - rounder;
  return power * powerOfTwo(n1) * powerOfTwo(n - n1);
}

/** e^x − 1 = 2 (2^(n−1) (e^r − 1) + (2^(n−1) − ½)), the larger part of r first. */
export function expm1(x: number): number {
  if (Math.abs(x) < tiny) return x;
  const y = x < -40 ? -40 : Math.min(x, 710);
  const n = y * c.log2OfE + rounder - rounder;
  const high = y - n * c.ln2High;
  const low = n * c.ln2Low;
  const r = high - low;
  const r2 = r * r;
  const rest = r2 * expSeries(r, r2) - low;
  const scale = powerOfTwo(n - 1);
  return (scale * high + (scale - 0.5) + scale * rest) * 2;
}

/** k ln 2 + log(1 + f) + correction, with log(1 + f) = f − (f²/2 − s (f²/2 + z P(z))), s = f / (2 + f), z = s². */
function logOf(k: number, f: number, correction: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = z * (c.log0 + w * (c.log2 + w * (c.log4 + w * c.log6)));
  const odd = w * (c.log1 + w * (c.log3 + w * c.log5));
  const halfSquare = f * f * 0.5;
  const low = s * (halfSquare + (even + odd)) + (k * c.ln2Low + correction);
  return k * c.ln2High - (halfSquare - low - f);
}

/** Leaves m, √½ ≤ m < √2, in `asNumber`, and returns the k with x = m · 2^k. x is normal. */
function split(x: number): number {
  asNumber[0] = x;
  const lower = asBits[0];
  // The upper half of the bits of x, less those of √½, and what the lower halves borrow.
  const upper = asBits[1] - 0x3fe6a09e - (lower < 0x667f3bcd ? 1 : 0);
  const k = upper >> 20;
  asBits[1] -= k * 0x100000;
  return k;
}

/** log x: x = m · 2^k with √½ ≤ m < √2. */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return notPositive(x);
  const k = x < smallestNormal ? split(x * 2 ** 54) - 54 : split(x);
  return logOf(k, asNumber[0] - 1, 0);
}

/** log(1 + x), with the rounding of 1 + x made good. */
export function log1p(x: number): number {
  if (Math.abs(x) < tiny) return x;
  const u = 1 + x;
  if (!(u > 0 && u < Number.POSITIVE_INFINITY)) return notPositive(u);
  const rounded = u - 1;
  const error = 1 - (u - rounded) + (x - rounded);
  const k = split(u);
  return k === 0 ? logOf(0, x, 0) : logOf(k, asNumber[0] - 1, error / u);
}

/** The logarithm of zero, of infinity, and of what has none. */
function notPositive(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

/** tanh x = e / (e + 2) with e = e^(2|x|) − 1, and the sign of x. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  const y = Math.min(size, 20);
  const e = expm1(y + y);
  const result = e / (e + 2);
  return x < 0 || Object.is(x, -0) ? -result : result;
}

/** log(1 + e^x). */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}

/** 1 / (1 + e^−x), accurate for x far below zero, too. */
export function logistic(x: number): number {
  const e = exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** base^exponent for base ≥ 0, as e^(exponent · log base): relative error below (2 + |exponent · log base|) · 2⁻⁵². */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  return exp(exponent * log(base));
}

// exp, log, log1p, expm1, tanh, softplus and logistic of two numbers at a time; the same arithmetic, operation by
// operation, as src/math/exponentials.ts, which says how and how accurately.
import * as c from "../src/math/exponential-coefficients.ts";
import { add, both, div, mul, sub } from "./lanes.ts";

/** Constants come from memory: those written into a loop would be made anew in every round. */
const numbers: usize = memory.data<f64>(
  [
    c.exp0, c.exp1, c.exp2, c.exp3, c.exp4, c.exp5, c.exp6, c.exp7, c.exp8, c.exp9,
    c.log0, c.log1, c.log2, c.log3, c.log4, c.log5, c.log6,
    c.log2OfE, c.ln2High, c.ln2Low,
    0.5, 1.0, 2.0, 54.0,
    6755399441055744.0, // 3 · 2⁵¹: adding it rounds to a whole number
    6755399441056767.0, // 3 · 2⁵¹ + 1023: the same, with the exponent of 2^n in its lowest bits
    6755399441056766.0, // for 2^(n − 1)
    4503599627371519.0, // 2⁵² + 1023
    5.551115123125783e-17, // 2⁻⁵⁴
    2.2250738585072014e-308, // 2⁻¹⁰²², the smallest normal number
    18014398509481984.0, // 2⁵⁴
    -746.0, 710.0, -40.0, 20.0,
    Infinity,
  ],
  16,
);
const bits: usize = memory.data<u64>(
  [
    0x3ff0000000000000 - 0x3fe6a09e667f3bcd, // moves √½ to where a new exponent begins
    0x4330000000000000, // 2⁵²
    0x000fffffffffffff,
    0x3fe6a09e667f3bcd, // √½
  ],
  16,
);

@inline function number(index: usize): v128 { return v128.load_splat<f64>(numbers + (index << 3)); }
@inline function bit(index: usize): v128 { return v128.load_splat<u64>(bits + (index << 3)); }

@inline const E: usize = 0;
@inline const L: usize = 10;
@inline const log2OfE: usize = 17;
@inline const ln2High: usize = 18;
@inline const ln2Low: usize = 19;
@inline const half: usize = 20;
@inline const unit: usize = 21;
@inline const two: usize = 22;
@inline const fiftyFour: usize = 23;
@inline const rounder: usize = 24;
@inline const exponentOf: usize = 25;
@inline const exponentOfHalf: usize = 26;
@inline const exponentBias: usize = 27;
@inline const tiny: usize = 28;
@inline const smallestNormal: usize = 29;
@inline const twoTo54: usize = 30;
@inline const expLeast: usize = 31;
@inline const expLargest: usize = 32;
@inline const expm1Least: usize = 33;
@inline const tanhLargest: usize = 34;
@inline const infinity: usize = 35;

/** Σ c_k r^k of degree 9. */
@inline function expSeries(r: v128, r2: v128): v128 {
  const r4 = mul(r2, r2);
  const a = add(add(number(E), mul(number(E + 1), r)), mul(r2, add(number(E + 2), mul(number(E + 3), r))));
  const b = add(add(number(E + 4), mul(number(E + 5), r)), mul(r2, add(number(E + 6), mul(number(E + 7), r))));
  return add(a, mul(r4, add(b, mul(r4, add(number(E + 8), mul(number(E + 9), r))))));
}

export function exp(argument: v128): v128 {
  const x = f64x2.pmin(f64x2.pmax(argument, number(expLeast)), number(expLargest));
  const n = sub(add(mul(x, number(log2OfE)), number(rounder)), number(rounder));
  const high = sub(x, mul(n, number(ln2High)));
  const low = mul(n, number(ln2Low));
  const r = sub(high, low);
  const r2 = mul(r, r);
  const y = add(number(unit), add(high, sub(mul(r2, expSeries(r, r2)), low)));
  const n1 = sub(add(mul(n, number(half)), number(rounder)), number(rounder));
  const n2 = sub(n, n1);
  return mul(mul(y, i64x2.shl(add(n1, number(exponentOf)), 52)), i64x2.shl(add(n2, number(exponentOf)), 52));
}

export function expm1(argument: v128): v128 {
  const x = f64x2.pmin(f64x2.pmax(argument, number(expm1Least)), number(expLargest));
  const n = sub(add(mul(x, number(log2OfE)), number(rounder)), number(rounder));
  const high = sub(x, mul(n, number(ln2High)));
  const low = mul(n, number(ln2Low));
  const r = sub(high, low);
  const r2 = mul(r, r);
  const rest = sub(mul(r2, expSeries(r, r2)), low);
  const scale = i64x2.shl(add(n, number(exponentOfHalf)), 52);
  const y = mul(add(add(mul(scale, high), sub(scale, number(half))), mul(scale, rest)), number(two));
  return v128.bitselect(argument, y, f64x2.lt(f64x2.abs(argument), number(tiny)));
}

/** k ln 2 + log(1 + f) + correction. */
@inline function logOf(k: v128, f: v128, correction: v128): v128 {
  const s = div(f, add(number(two), f));
  const z = mul(s, s);
  const w = mul(z, z);
  const even = mul(z, add(number(L), mul(w, add(number(L + 2), mul(w, add(number(L + 4), mul(w, number(L + 6))))))));
  const odd = mul(w, add(number(L + 1), mul(w, add(number(L + 3), mul(w, number(L + 5))))));
  const halfSquare = mul(mul(f, f), number(half));
  const low = add(mul(s, add(halfSquare, add(even, odd))), add(mul(k, number(ln2Low)), correction));
  return sub(mul(k, number(ln2High)), sub(sub(halfSquare, low), f));
}

/** The bits of x, moved so that the exponent is that of x / √½. */
@inline function shifted(x: v128): v128 { return i64x2.add(x, bit(0)); }
@inline function exponent(moved: v128): v128 { return sub(v128.or(i64x2.shr_u(moved, 52), bit(1)), number(exponentBias)); }
/** m − 1, with √½ ≤ m < √2. */
@inline function fraction(moved: v128): v128 { return sub(i64x2.add(v128.and(moved, bit(2)), bit(3)), number(unit)); }

/** Replaces the logarithm of what is not positive and finite: −∞ of zero, ∞ of ∞, not a number of the rest. */
@inline function orSpecial(result: v128, x: v128): v128 {
  const ordinary = v128.and(f64x2.gt(x, both(0)), f64x2.lt(x, number(infinity)));
  const special = sub(f64x2.sqrt(x), v128.and(f64x2.eq(x, both(0)), number(infinity)));
  return v128.bitselect(result, special, ordinary);
}

export function log(argument: v128): v128 {
  const subnormal = f64x2.lt(argument, number(smallestNormal));
  const x = v128.bitselect(mul(argument, number(twoTo54)), argument, subnormal);
  const moved = shifted(x);
  const k = sub(exponent(moved), v128.and(subnormal, number(fiftyFour)));
  return orSpecial(logOf(k, fraction(moved), both(0)), argument);
}

export function log1p(x: v128): v128 {
  const u = add(number(unit), x);
  const rounded = sub(u, number(unit));
  const error = add(sub(number(unit), sub(u, rounded)), sub(x, rounded));
  const moved = shifted(u);
  const k = exponent(moved);
  const near = f64x2.eq(k, both(0));
  const f = v128.bitselect(x, fraction(moved), near);
  const result = orSpecial(logOf(k, f, v128.andnot(div(error, u), near)), u);
  return v128.bitselect(x, result, f64x2.lt(f64x2.abs(x), number(tiny)));
}

export function tanh(x: v128): v128 {
  const y = f64x2.pmin(f64x2.abs(x), number(tanhLargest));
  const e = expm1(add(y, y));
  return v128.or(div(e, add(e, number(two))), v128.and(x, i64x2.splat(i64.MIN_VALUE)));
}

export function softplus(x: v128): v128 {
  return add(f64x2.pmax(x, both(0)), log1p(exp(f64x2.neg(f64x2.abs(x)))));
}

export function logistic(x: v128): v128 {
  const e = exp(f64x2.neg(f64x2.abs(x)));
  return div(v128.bitselect(e, number(unit), f64x2.lt(x, both(0))), add(number(unit), e));
}

// The Hill curve u^slope / (half^slope + u^slope) = 1 / (1 + 2^(−slope · (log₂ u − log₂ half))): one logarithm and one
// power per element forward, arithmetic alone backward. The same arithmetic as src/kernels/reference-hill.ts.
import * as c from "../src/math/exponential-coefficients.ts";
import { add, at, both, div, first, mul, one, put, putOne, second, sub, total } from "./lanes.ts";

const numbers: usize = memory.data<f64>(
  [
    c.power0, c.power1, c.power2, c.power3, c.power4, c.power5, c.power6, c.power7, c.power8, c.power9, c.power10,
    c.binaryLog0, c.binaryLog1, c.binaryLog2, c.binaryLog3, c.binaryLog4, c.binaryLog5, c.binaryLog6,
    6755399441056767.0, // 3 · 2⁵¹ + 1023: rounds, and puts the exponent of 2^n into the lowest bits
    -1022.0,
    1022.0,
    2.2250738585072014e-308, // 2⁻¹⁰²²
    4503599627371519.0, // 2⁵² + 1023
  ],
  16,
);
const bits: usize = memory.data<u64>(
  [0x3ff0000000000000 - 0x3fe6a09e667f3bcd, 0x4330000000000000, 0x000fffffffffffff, 0x3fe6a09e667f3bcd],
  16,
);

@inline function number(index: usize): v128 { return v128.load_splat<f64>(numbers + (index << 3)); }
@inline function bit(index: usize): v128 { return v128.load_splat<u64>(bits + (index << 3)); }
@inline const P: usize = 0;
@inline const B: usize = 11;
@inline const rounder: usize = 18;
@inline const least: usize = 19;
@inline const largest: usize = 20;
@inline const smallestNormal: usize = 21;
@inline const exponentBias: usize = 22;

/** Elements of one round through both stages: four vectors of them fit the first-level cache. */
@inline const chunk: usize = 512 << 3;

/** log₂ of normal numbers. */
@inline function binaryLog(x: v128): v128 {
  const moved = i64x2.add(x, bit(0));
  const k = sub(v128.or(i64x2.shr_u(moved, 52), bit(1)), number(exponentBias));
  const m = i64x2.add(v128.and(moved, bit(2)), bit(3));
  const s = div(sub(m, number(P)), add(m, number(P)));
  const z = mul(s, s);
  let p = add(mul(z, number(B + 6)), number(B + 5));
  p = add(mul(z, p), number(B + 4));
  p = add(mul(z, p), number(B + 3));
  p = add(mul(z, p), number(B + 2));
  p = add(mul(z, p), number(B + 1));
  p = add(mul(z, p), number(B));
  return add(k, mul(s, p));
}

/** 1 / (1 + 2^y). */
@inline function saturated(exponent: v128): v128 {
  const y = f64x2.pmin(f64x2.pmax(exponent, number(least)), number(largest));
  const t = add(y, number(rounder));
  const r = sub(y, sub(t, number(rounder)));
  let p = add(mul(r, number(P + 10)), number(P + 9));
  p = add(mul(r, p), number(P + 8));
  p = add(mul(r, p), number(P + 7));
  p = add(mul(r, p), number(P + 6));
  p = add(mul(r, p), number(P + 5));
  p = add(mul(r, p), number(P + 4));
  p = add(mul(r, p), number(P + 3));
  p = add(mul(r, p), number(P + 2));
  p = add(mul(r, p), number(P + 1));
  p = add(mul(r, p), number(P));
  return div(number(P), add(number(P), mul(p, i64x2.shl(t, 52))));
}

@inline function positive(x: v128): v128 { return f64x2.pmax(x, number(smallestNormal)); }

/** Fills output, and logRatio with log₂(input / half); half and slope are single numbers. */
export function hill(input: usize, half: usize, slope: usize, output: usize, logRatio: usize, length: usize): void {
  const h = v128.load_splat<f64>(half);
  const logHalf = v128.bitselect(binaryLog(positive(h)), h, f64x2.eq(h, h));
  const steepness = f64x2.neg(v128.load_splat<f64>(slope));
  const end = length << 3;
  for (let start: usize = 0; start < end; start += chunk) {
    const stop = min(end, start + chunk);
    const check = logRatios(input, logRatio, logHalf, start, stop);
    saturations(input, logRatio, output, steepness, start, stop);
    // The sum of the inputs is finite unless one is not, or it overflows.
    if (!(check - check == 0)) passOnNaN(input, output, logRatio, start, stop);
  }
}

/** Two vectors in each round, so that the constants are loaded half as often. Returns the sum of the inputs. */
@inline function logRatios(input: usize, logRatio: usize, logHalf: v128, start: usize, stop: usize): f64 {
  let check = both(0);
  let p = start;
  for (; p + 32 <= stop; p += 32) {
    let xa = v128.load(input + p);
    let xb = v128.load(input + p, 16);
    check = add(check, add(xa, xb));
    let c = number(smallestNormal);
    xa = f64x2.pmax(xa, c);
    xb = f64x2.pmax(xb, c);
    c = bit(0);
    const ia = i64x2.add(xa, c);
    const ib = i64x2.add(xb, c);
    c = bit(2);
    let d = bit(3);
    const ma = i64x2.add(v128.and(ia, c), d);
    const mb = i64x2.add(v128.and(ib, c), d);
    c = number(P);
    const sa = div(sub(ma, c), add(ma, c));
    const sb = div(sub(mb, c), add(mb, c));
    c = bit(1);
    d = number(exponentBias);
    const ka = sub(v128.or(i64x2.shr_u(ia, 52), c), d);
    const kb = sub(v128.or(i64x2.shr_u(ib, 52), c), d);
    const za = mul(sa, sa);
    const zb = mul(sb, sb);
    c = number(B + 6);
    d = number(B + 5);
    let pa = add(mul(za, c), d);
    let pb = add(mul(zb, c), d);
    c = number(B + 4);
    pa = add(mul(za, pa), c);
    pb = add(mul(zb, pb), c);
    c = number(B + 3);
    pa = add(mul(za, pa), c);
    pb = add(mul(zb, pb), c);
    c = number(B + 2);
    pa = add(mul(za, pa), c);
    pb = add(mul(zb, pb), c);
    c = number(B + 1);
    pa = add(mul(za, pa), c);
    pb = add(mul(zb, pb), c);
    c = number(B);
    pa = add(mul(za, pa), c);
    pb = add(mul(zb, pb), c);
    v128.store(logRatio + p, sub(add(ka, mul(sa, pa)), logHalf));
    v128.store(logRatio + p, sub(add(kb, mul(sb, pb)), logHalf), 16);
  }
  for (; p + 16 <= stop; p += 16) {
    const x = at(input + p);
    check = add(check, x);
    put(logRatio + p, sub(binaryLog(positive(x)), logHalf));
  }
  if (p < stop) {
    const x = one(input + p);
    check = add(check, x);
    putOne(logRatio + p, sub(binaryLog(positive(x)), logHalf));
  }
  return first(check) + second(check);
}

/** Without input there is no effect, whatever the slope. */
@inline function saturations(
  input: usize, logRatio: usize, output: usize, steepness: v128, start: usize, stop: usize,
): void {
  let p = start;
  for (; p + 32 <= stop; p += 32) {
    let c = number(least);
    let d = number(largest);
    const ya = f64x2.pmin(f64x2.pmax(mul(steepness, v128.load(logRatio + p)), c), d);
    const yb = f64x2.pmin(f64x2.pmax(mul(steepness, v128.load(logRatio + p, 16)), c), d);
    c = number(rounder);
    const ta = add(ya, c);
    const tb = add(yb, c);
    const ra = sub(ya, sub(ta, c));
    const rb = sub(yb, sub(tb, c));
    c = number(P + 10);
    d = number(P + 9);
    let pa = add(mul(ra, c), d);
    let pb = add(mul(rb, c), d);
    c = number(P + 8);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 7);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 6);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 5);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 4);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 3);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 2);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P + 1);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    c = number(P);
    pa = add(mul(ra, pa), c);
    pb = add(mul(rb, pb), c);
    pa = div(c, add(c, mul(pa, i64x2.shl(ta, 52))));
    pb = div(c, add(c, mul(pb, i64x2.shl(tb, 52))));
    d = both(0);
    v128.store(output + p, v128.and(pa, f64x2.ne(v128.load(input + p), d)));
    v128.store(output + p, v128.and(pb, f64x2.ne(v128.load(input + p, 16), d)), 16);
  }
  for (; p + 16 <= stop; p += 16) {
    put(output + p, v128.and(saturated(mul(steepness, at(logRatio + p))), f64x2.ne(at(input + p), both(0))));
  }
  if (p < stop) {
    putOne(output + p, v128.and(saturated(mul(steepness, one(logRatio + p))), f64x2.ne(one(input + p), both(0))));
  }
}

function passOnNaN(input: usize, output: usize, logRatio: usize, start: usize, stop: usize): void {
  for (let p = start; p < stop; p += 8) {
    if (!isNaN(load<f64>(input + p))) continue;
    store<f64>(output + p, NaN);
    store<f64>(logRatio + p, NaN);
  }
}

/** Adds to the adjoints whose address is not 0. */
export function hillAdjoint(
  input: usize, half: usize, slope: usize, output: usize, logRatio: usize, outputAdjoint: usize,
  inputAdjoint: usize, halfAdjoint: usize, slopeAdjoint: usize, length: usize,
): void {
  const end = length << 3;
  const steepness = v128.load_splat<f64>(slope);
  const unit = both(1);
  let sum0 = both(0), sum1 = both(0);
  let weighted0 = both(0), weighted1 = both(0);
  let p: usize = 0;
  for (; p + 32 <= end; p += 32) {
    const s0 = v128.load(output + p);
    const s1 = v128.load(output + p, 16);
    const a0 = mul(v128.load(outputAdjoint + p), mul(s0, sub(unit, s0)));
    const a1 = mul(v128.load(outputAdjoint + p, 16), mul(s1, sub(unit, s1)));
    sum0 = add(sum0, a0);
    sum1 = add(sum1, a1);
    weighted0 = add(weighted0, mul(a0, v128.load(logRatio + p)));
    weighted1 = add(weighted1, mul(a1, v128.load(logRatio + p, 16)));
    if (inputAdjoint) {
      const q = inputAdjoint + p;
      v128.store(q, add(v128.load(q), div(mul(a0, steepness), positive(v128.load(input + p)))));
      v128.store(q, add(v128.load(q, 16), div(mul(a1, steepness), positive(v128.load(input + p, 16)))), 16);
    }
  }
  for (; p < end; p += 16) {
    const odd = p + 8 == end;
    const s = odd ? one(output + p) : at(output + p);
    const a = mul(odd ? one(outputAdjoint + p) : at(outputAdjoint + p), mul(s, sub(unit, s)));
    sum0 = add(sum0, a);
    weighted0 = add(weighted0, mul(a, odd ? one(logRatio + p) : at(logRatio + p)));
    if (inputAdjoint) {
      const q = inputAdjoint + p;
      const x = positive(odd ? one(input + p) : at(input + p));
      const change = div(mul(a, steepness), x);
      if (odd) putOne(q, add(one(q), change));
      else put(q, add(at(q), change));
    }
  }
  if (halfAdjoint) {
    const h = max(load<f64>(half), 2.2250738585072014e-308);
    store<f64>(halfAdjoint, load<f64>(halfAdjoint) - (load<f64>(slope) * total(sum0, sum1)) / h);
  }
  if (slopeAdjoint) {
    const ln2: f64 = 0.6931471805599453;
    store<f64>(slopeAdjoint, load<f64>(slopeAdjoint) + ln2 * total(weighted0, weighted1));
  }
}

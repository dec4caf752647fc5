// Curves of one or two parameters through zero, element by element, and their adjoints: each adds to inputAdjoint unless
// that is 0, and returns, or adds to, the derivatives by the parameters.
import { exp, log, log1p, logistic, tanh } from "./exponentials.ts";
import { add, at, both, div, first, mul, one, put, putOne, second, sub } from "./lanes.ts";

/** output = tanh(rate · input). */
export function tanhScaled(rate: f64, input: usize, output: usize, length: usize): void {
  const r = both(rate);
  const end = input + (length << 3);
  let p = input;
  let q = output;
  for (; p + 16 <= end; p += 16, q += 16) put(q, tanh(mul(r, at(p))));
  if (p < end) putOne(q, tanh(mul(r, one(p))));
}

/** Sums of the adjoints below go by two lanes; an odd element at the end goes into the first. */
@inline function ended(sum: v128): f64 { return first(sum) + second(sum); }

export function tanhScaledAdjoint(
  rate: f64, input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize,
): f64 {
  const r = both(rate);
  const end = length << 3;
  let sum = both(0);
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const y = at(output + p);
    const a = mul(at(outputAdjoint + p), sub(both(1), mul(y, y)));
    sum = add(sum, mul(a, at(input + p)));
    if (inputAdjoint) put(inputAdjoint + p, add(at(inputAdjoint + p), mul(r, a)));
  }
  if (p < end) {
    const y = one(output + p);
    const a = mul(one(outputAdjoint + p), sub(both(1), mul(y, y)));
    sum = add(sum, mul(a, one(input + p)));
    if (inputAdjoint) putOne(inputAdjoint + p, add(one(inputAdjoint + p), mul(r, a)));
  }
  return ended(sum);
}

/** output = input / (half + input). */
export function hyperbola(half: f64, input: usize, output: usize, length: usize): void {
  const h = both(half);
  const end = input + (length << 3);
  let p = input;
  let q = output;
  for (; p + 16 <= end; p += 16, q += 16) put(q, div(at(p), add(h, at(p))));
  if (p < end) putOne(q, div(one(p), add(h, one(p))));
}

export function hyperbolaAdjoint(
  half: f64, input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize,
): f64 {
  const h = both(half);
  const end = length << 3;
  let sum = both(0);
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const y = at(output + p);
    const a = div(at(outputAdjoint + p), add(h, at(input + p)));
    sum = sub(sum, mul(a, y));
    if (inputAdjoint) put(inputAdjoint + p, add(at(inputAdjoint + p), mul(a, sub(both(1), y))));
  }
  if (p < end) {
    const y = one(output + p);
    const a = div(one(outputAdjoint + p), add(h, one(input + p)));
    sum = sub(sum, v128.and(mul(a, y), firstLane()));
    if (inputAdjoint) putOne(inputAdjoint + p, add(one(inputAdjoint + p), mul(a, sub(both(1), y))));
  }
  return ended(sum);
}

/** Both derivatives at once, and no division: 1 / (half + input) is (1 − output) / half. */
export function hyperbolaSlopes(
  half: f64, slope: usize, output: usize, outputAdjoint: usize, sums: usize, length: usize,
): void {
  const unit = both(1);
  const end = length << 3;
  let along = both(0);
  let across = both(0);
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const y = at(output + p);
    const rest = sub(unit, y);
    const a = mul(at(outputAdjoint + p), rest);
    along = add(along, mul(mul(a, rest), at(slope + p)));
    across = sub(across, mul(a, y));
  }
  if (p < end) {
    const y = one(output + p);
    const rest = sub(unit, y);
    const a = mul(one(outputAdjoint + p), rest);
    along = add(along, v128.and(mul(mul(a, rest), one(slope + p)), firstLane()));
    across = sub(across, v128.and(mul(a, y), firstLane()));
  }
  store<f64>(sums, load<f64>(sums) + ended(along) / half);
  store<f64>(sums, load<f64>(sums, 8) + ended(across) / half, 8);
}

@inline function firstLane(): v128 { return i64x2.replace_lane(i64x2.splat(0), 0, -1); }

/** output = log(1 + input / scale). */
export function log1pScaled(scale: f64, input: usize, output: usize, length: usize): void {
  const s = both(scale);
  const end = input + (length << 3);
  let p = input;
  let q = output;
  for (; p + 16 <= end; p += 16, q += 16) put(q, log1p(div(at(p), s)));
  if (p < end) putOne(q, log1p(div(one(p), s)));
}

export function log1pScaledAdjoint(
  scale: f64, input: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize,
): f64 {
  const s = both(scale);
  const end = length << 3;
  let sum = both(0);
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const x = at(input + p);
    const a = div(at(outputAdjoint + p), add(s, x));
    sum = sub(sum, mul(a, x));
    if (inputAdjoint) put(inputAdjoint + p, add(at(inputAdjoint + p), a));
  }
  if (p < end) {
    const x = one(input + p);
    const a = div(one(outputAdjoint + p), add(s, x));
    sum = sub(sum, v128.and(mul(a, x), firstLane()));
    if (inputAdjoint) putOne(inputAdjoint + p, add(one(inputAdjoint + p), a));
  }
  return ended(sum) / scale;
}

/** output = input^exponent, zero at zero; logs keeps log input. */
export function power(exponent: f64, input: usize, output: usize, logs: usize, length: usize): void {
  const e = both(exponent);
  const end = length << 3;
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const x = at(input + p);
    const l = log(x);
    put(logs + p, l);
    put(output + p, v128.andnot(exp(mul(e, l)), f64x2.eq(x, both(0))));
  }
  if (p < end) {
    const x = one(input + p);
    const l = log(x);
    putOne(logs + p, l);
    putOne(output + p, v128.andnot(exp(mul(e, l)), f64x2.eq(x, both(0))));
  }
}

export function powerAdjoint(
  exponent: f64, input: usize, output: usize, logs: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize,
): f64 {
  const e = both(exponent);
  const end = length << 3;
  let sum = both(0);
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const a = mul(at(outputAdjoint + p), at(output + p));
    const some = f64x2.ne(a, both(0));
    sum = add(sum, v128.and(mul(a, at(logs + p)), some));
    if (inputAdjoint) {
      put(inputAdjoint + p, add(at(inputAdjoint + p), v128.and(div(mul(a, e), at(input + p)), some)));
    }
  }
  if (p < end) {
    const a = mul(one(outputAdjoint + p), one(output + p));
    const some = f64x2.ne(a, both(0));
    sum = add(sum, v128.and(mul(a, one(logs + p)), some));
    if (inputAdjoint) {
      putOne(inputAdjoint + p, add(one(inputAdjoint + p), v128.and(div(mul(a, e), one(input + p)), some)));
    }
  }
  return ended(sum);
}

/** output = logistic(rate · (input − midpoint)) less its value at input 0. */
export function logisticStep(rate: f64, midpoint: f64, input: usize, output: usize, length: usize): void {
  const r = both(rate);
  const m = both(midpoint);
  const offset = logistic(mul(r, sub(both(0), m)));
  const end = input + (length << 3);
  let p = input;
  let q = output;
  for (; p + 16 <= end; p += 16, q += 16) put(q, sub(logistic(mul(r, sub(at(p), m))), offset));
  if (p < end) putOne(q, sub(logistic(mul(r, sub(one(p), m))), offset));
}

export function logisticStepAdjoint(
  rate: f64, midpoint: f64, input: usize, output: usize, outputAdjoint: usize,
  inputAdjoint: usize, rateAdjoint: usize, midpointAdjoint: usize, length: usize,
): void {
  const r = both(rate);
  const m = both(midpoint);
  const offset = logistic(mul(r, sub(both(0), m)));
  const offsetSlope = mul(offset, sub(both(1), offset));
  const atZero = mul(offsetSlope, m);
  const end = length << 3;
  let rates = both(0);
  let midpoints = both(0);
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) {
    const g = at(outputAdjoint + p);
    const raw = add(at(output + p), offset);
    const slope = mul(raw, sub(both(1), raw));
    rates = add(rates, mul(g, add(mul(slope, sub(at(input + p), m)), atZero)));
    midpoints = sub(midpoints, mul(g, sub(slope, offsetSlope)));
    if (inputAdjoint) put(inputAdjoint + p, add(at(inputAdjoint + p), mul(mul(g, r), slope)));
  }
  if (p < end) {
    const g = one(outputAdjoint + p);
    const raw = add(one(output + p), offset);
    const slope = mul(raw, sub(both(1), raw));
    rates = add(rates, mul(g, add(mul(slope, sub(one(input + p), m)), atZero)));
    midpoints = sub(midpoints, mul(g, sub(slope, offsetSlope)));
    if (inputAdjoint) putOne(inputAdjoint + p, add(one(inputAdjoint + p), mul(mul(g, r), slope)));
  }
  if (rateAdjoint) store<f64>(rateAdjoint, load<f64>(rateAdjoint) + ended(rates));
  if (midpointAdjoint) store<f64>(midpointAdjoint, load<f64>(midpointAdjoint) + rate * ended(midpoints));
}

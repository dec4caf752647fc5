// The first terms of the first-order recursion, Σ_{l<window} feedback^l · input[t−l]. Few terms by Horner's rule; many by
// doubling their number: T_2k[t] = T_k[t] + feedback^k · T_k[t−k] and T_(k+1)[t] = input[t] + feedback · T_k[t−1]. Only sums,
// nothing cancels.
import { add, at, both, mul, put } from "./lanes.ts";

/** Up to so many terms Horner's rule, which reads and writes once, is faster. */
const mostByHorner: u32 = 16;

/** Fills output, and slope with ∂output/∂feedback. */
export function truncatedFilter(
  input: usize,
  feedback: f64,
  window: u32,
  period: usize,
  output: usize,
  slope: usize,
  length: usize,
): void {
  if (window <= mostByHorner) {
    for (let start: usize = 0; start < length; start += period) {
      const offset = start << 3;
      horner(input + offset, feedback, <usize>window - 1, period, output + offset, slope + offset);
    }
    return;
  }
  const bytes = period << 3;
  memory.copy(output, input, length << 3);
  memory.fill(slope, 0, length << 3);
  for (let start: usize = 0; start < length << 3; start += bytes) {
    const y = output + start;
    const d = slope + start;
    let terms: u32 = 1;
    let power = feedback; // feedback^terms and its derivative
    let powerSlope: f64 = 1;
    for (let digit: u32 = (1 << (31 - clz(window))) >> 1; digit > 0; digit >>= 1) {
      double(y, d, (<usize>terms) << 3, power, powerSlope, bytes);
      terms <<= 1;
      powerSlope = 2 * power * powerSlope;
      power = power * power;
      if (window & digit) {
        extend(input + start, y, d, feedback, bytes);
        terms += 1;
        powerSlope = power + feedback * powerSlope;
        power = power * feedback;
      }
    }
  }
}

/** One series: y = x[t−lags], then y = x[t−l] + feedback · y down to l = 0, its derivative alongside. */
function horner(input: usize, feedback: f64, lags: usize, period: usize, output: usize, slope: usize): void {
  const f = both(feedback);
  let t: usize = 0;
  for (; t < min(lags, period); t += 1) hornerOne(input, feedback, t, t, output, slope);
  const back = lags << 3;
  for (; t + 8 <= period; t += 8) {
    const end = input + (t << 3);
    let p = end - back;
    let y0 = at(p), y1 = v128.load(p, 16), y2 = v128.load(p, 32), y3 = v128.load(p, 48);
    let d0 = both(0), d1 = both(0), d2 = both(0), d3 = both(0);
    while (p < end) {
      p += 8;
      d0 = add(y0, mul(f, d0));
      y0 = add(at(p), mul(f, y0));
      d1 = add(y1, mul(f, d1));
      y1 = add(v128.load(p, 16), mul(f, y1));
      d2 = add(y2, mul(f, d2));
      y2 = add(v128.load(p, 32), mul(f, y2));
      d3 = add(y3, mul(f, d3));
      y3 = add(v128.load(p, 48), mul(f, y3));
    }
    const y = output + (t << 3);
    const d = slope + (t << 3);
    put(y, y0);
    v128.store(y, y1, 16);
    v128.store(y, y2, 32);
    v128.store(y, y3, 48);
    put(d, d0);
    v128.store(d, d1, 16);
    v128.store(d, d2, 32);
    v128.store(d, d3, 48);
  }
  for (; t + 2 <= period; t += 2) {
    const end = input + (t << 3);
    let p = end - back;
    let y = at(p);
    let d = both(0);
    while (p < end) {
      p += 8;
      d = add(y, mul(f, d));
      y = add(at(p), mul(f, y));
    }
    put(output + (t << 3), y);
    put(slope + (t << 3), d);
  }
  if (t < period) hornerOne(input, feedback, lags, t, output, slope);
}

@inline function hornerOne(input: usize, feedback: f64, lags: usize, t: usize, output: usize, slope: usize): void {
  const end = input + (t << 3);
  let p = end - (lags << 3);
  let y = load<f64>(p);
  let d: f64 = 0;
  while (p < end) {
    p += 8;
    d = y + feedback * d;
    y = load<f64>(p) + feedback * y;
  }
  store<f64>(output + (t << 3), y);
  store<f64>(slope + (t << 3), d);
}

/** From the end, so that what is read has not been written. */
function double(y: usize, d: usize, shift: usize, power: f64, powerSlope: f64, bytes: usize): void {
  const powers = both(power);
  const slopes = both(powerSlope);
  let p = bytes;
  while (p >= shift + 16) {
    p -= 16;
    const before = at(y + p - shift);
    put(d + p, add(at(d + p), add(mul(powers, at(d + p - shift)), mul(slopes, before))));
    put(y + p, add(at(y + p), mul(powers, before)));
  }
  if (p > shift) {
    p -= 8;
    const before = load<f64>(y + p - shift);
    store<f64>(d + p, load<f64>(d + p) + (power * load<f64>(d + p - shift) + powerSlope * before));
    store<f64>(y + p, load<f64>(y + p) + power * before);
  }
}

function extend(x: usize, y: usize, d: usize, feedback: f64, bytes: usize): void {
  const f = both(feedback);
  let p = bytes;
  while (p >= 24) {
    p -= 16;
    const before = at(y + p - 8);
    put(d + p, add(before, mul(f, at(d + p - 8))));
    put(y + p, add(at(x + p), mul(f, before)));
  }
  if (p > 8) {
    p -= 8;
    const before = load<f64>(y + p - 8);
    store<f64>(d + p, before + feedback * load<f64>(d + p - 8));
    store<f64>(y + p, load<f64>(x + p) + feedback * before);
  }
  store<f64>(d, 0);
  store<f64>(y, load<f64>(x));
}

/** target[t] = Σ_{l<window} feedback^l · source[t+l]: the same, backward in time. */
export function truncatedFilterTranspose(
  source: usize,
  feedback: f64,
  window: u32,
  period: usize,
  target: usize,
  length: usize,
): void {
  const bytes = period << 3;
  memory.copy(target, source, length << 3);
  for (let start: usize = 0; start < length << 3; start += bytes) {
    let terms: u32 = 1;
    let power = feedback;
    for (let digit: u32 = (1 << (31 - clz(window))) >> 1; digit > 0; digit >>= 1) {
      const shift = (<usize>terms) << 3;
      if (shift < bytes) addLater(target + start, target + start, shift, power, bytes);
      terms <<= 1;
      power = power * power;
      if (window & digit) {
        addLater(source + start, target + start, 8, feedback, bytes);
        store<f64>(target + start + bytes - 8, load<f64>(source + start + bytes - 8));
        terms += 1;
        power = power * feedback;
      }
    }
  }
}

/** y[t] = x[t] + factor · y[t + shift], from the start. */
function addLater(x: usize, y: usize, shift: usize, factor: f64, bytes: usize): void {
  const f = both(factor);
  const end = bytes - shift;
  let p: usize = 0;
  for (; p + 16 <= end; p += 16) put(y + p, add(at(x + p), mul(f, at(y + p + shift))));
  if (p < end) store<f64>(y + p, load<f64>(x + p) + factor * load<f64>(y + p + shift));
}

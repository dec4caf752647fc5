// Filters along series of equal length, one after the other: the first-order recursion, and its first terms alone.
import { add, at, both, first, firstTwice, middle, mul, one, put, putOne, secondTwice, total } from "./lanes.ts";

/**
 * output[t] = gain · input[t] + feedback · output[t−1], four at a time: filtered as if nothing came before, plus what did.
 */
export function recursiveFilter(input: usize, feedback: f64, gain: f64, period: usize, output: usize, length: usize): void {
  const squared = feedback * feedback;
  const gains = both(gain);
  const f1 = both(feedback);
  const f12 = f64x2.replace_lane(f1, 1, squared);
  const f34 = mul(f12, both(squared));
  const f4 = secondTwice(f34);
  const bytes = period << 3;
  for (let start: usize = 0; start < length << 3; start += bytes) {
    let p = input + start;
    let q = output + start;
    const end = p + bytes;
    let carried = both(0);
    for (; p + 32 <= end; p += 32, q += 32) {
      const x0 = mul(gains, v128.load(p));
      const x1 = mul(gains, v128.load(p, 16));
      const y0 = add(x0, mul(f1, middle(both(0), x0)));
      const y1 = add(x1, mul(f1, middle(both(0), x1)));
      const y2 = add(y1, mul(f12, secondTwice(y0)));
      v128.store(q, add(y0, mul(f12, carried)));
      v128.store(q, add(y2, mul(f34, carried)), 16);
      carried = add(secondTwice(y2), mul(f4, carried));
    }
    let last = first(carried);
    for (; p < end; p += 8, q += 8) {
      last = gain * load<f64>(p) + feedback * last;
      store<f64>(q, last);
    }
  }
}

/**
 * The reverse recursion λ[t] = outputAdjoint[t] + feedback · λ[t+1]. Adds gain · λ to inputAdjoint unless that is 0, and
 * returns Σ λ[t] (output[t−1] + gainSlope · input[t]), the derivative by feedback.
 */
export function recursiveFilterAdjoint(
  input: usize, feedback: f64, gain: f64, gainSlope: f64, period: usize,
  output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize,
): f64 {
  return gainSlope == 0
    ? pullBack(false, input, feedback, gain, 0, period, output, outputAdjoint, inputAdjoint, length)
    : pullBack(true, input, feedback, gain, gainSlope, period, output, outputAdjoint, inputAdjoint, length);
}

@inline function pullBack(
  gainVaries: bool, input: usize, feedback: f64, gain: f64, gainSlope: f64, period: usize,
  output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize,
): f64 {
  const squared = feedback * feedback;
  const gains = both(gain);
  const slopes = both(gainSlope);
  const f1 = both(feedback);
  const f21 = f64x2.replace_lane(f1, 0, squared);
  const f43 = mul(f21, both(squared));
  const f4 = firstTwice(f43);
  const bytes = period << 3;
  let sum0 = both(0);
  let sum1 = both(0);
  let rest: f64 = 0;
  for (let start: usize = 0; start < length << 3; start += bytes) {
    const blocks = start + (bytes & ~31);
    let p = start + bytes;
    let last: f64 = 0;
    while (p > blocks) {
      p -= 8;
      last = load<f64>(outputAdjoint + p) + feedback * last;
      let before: f64 = p > start ? load<f64>(output + p - 8) : 0;
      if (gainVaries) before += gainSlope * load<f64>(input + p);
      rest += last * before;
      if (inputAdjoint) store<f64>(inputAdjoint + p, load<f64>(inputAdjoint + p) + gain * last);
    }
    let carried = both(last);
    while (p > start) {
      p -= 32;
      const g0 = v128.load(outputAdjoint + p);
      const g1 = v128.load(outputAdjoint + p, 16);
      const a0 = add(g0, mul(f1, middle(g0, both(0))));
      const a1 = add(g1, mul(f1, middle(g1, both(0))));
      const a2 = add(a0, mul(f21, firstTwice(a1)));
      const l0 = add(a2, mul(f43, carried));
      const l1 = add(a1, mul(f21, carried));
      carried = add(firstTwice(a2), mul(f4, carried));
      let before0 = p > start ? v128.load(output + p - 8) : middle(both(0), v128.load(output + p));
      let before1 = v128.load(output + p, 8);
      if (gainVaries) {
        before0 = add(before0, mul(slopes, v128.load(input + p)));
        before1 = add(before1, mul(slopes, v128.load(input + p, 16)));
      }
      sum0 = add(sum0, mul(l0, before0));
      sum1 = add(sum1, mul(l1, before1));
      if (inputAdjoint) {
        const a = inputAdjoint + p;
        v128.store(a, add(v128.load(a), mul(gains, l0)));
        v128.store(a, add(v128.load(a, 16), mul(gains, l1)), 16);
      }
    }
  }
  return total(sum0, sum1) + rest;
}

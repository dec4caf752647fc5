// Sums, products and accumulations over whole vectors.
import { add, at, both, div, first, mul, one, put, putOne, second, sub } from "./lanes.ts";

/** Eight sums at a time, in four vectors of two; what is left over goes into the first two. */
@inline function total(a: v128, b: v128, c: v128, d: v128): f64 {
  const all = add(add(a, b), add(c, d));
  return first(all) + second(all);
}

export function sum(a: usize, length: usize): f64 {
  const end = a + (length << 3);
  let sum0 = both(0), sum1 = both(0), sum2 = both(0), sum3 = both(0);
  let p = a;
  for (; p + 64 <= end; p += 64) {
    sum0 = add(sum0, v128.load(p));
    sum1 = add(sum1, v128.load(p, 16));
    sum2 = add(sum2, v128.load(p, 32));
    sum3 = add(sum3, v128.load(p, 48));
  }
  for (; p + 16 <= end; p += 16) sum0 = add(sum0, at(p));
  if (p < end) sum0 = add(sum0, one(p));
  return total(sum0, sum1, sum2, sum3);
}

export function dot(a: usize, b: usize, length: usize): f64 {
  const end = a + (length << 3);
  let sum0 = both(0), sum1 = both(0), sum2 = both(0), sum3 = both(0);
  let p = a;
  let q = b;
  for (; p + 64 <= end; p += 64, q += 64) {
    sum0 = add(sum0, mul(v128.load(p), v128.load(q)));
    sum1 = add(sum1, mul(v128.load(p, 16), v128.load(q, 16)));
    sum2 = add(sum2, mul(v128.load(p, 32), v128.load(q, 32)));
    sum3 = add(sum3, mul(v128.load(p, 48), v128.load(q, 48)));
  }
  for (; p + 16 <= end; p += 16, q += 16) sum0 = add(sum0, mul(at(p), at(q)));
  if (p < end) sum0 = add(sum0, mul(one(p), one(q)));
  return total(sum0, sum1, sum2, sum3);
}

export function addScaled(weight: f64, source: usize, target: usize, length: usize): void {
  const w = both(weight);
  const end = source + (length << 3);
  let p = source;
  let q = target;
  for (; p + 32 <= end; p += 32, q += 32) {
    v128.store(q, add(v128.load(q), mul(w, v128.load(p))));
    v128.store(q, add(v128.load(q, 16), mul(w, v128.load(p, 16))), 16);
  }
  for (; p + 16 <= end; p += 16, q += 16) put(q, add(at(q), mul(w, at(p))));
  if (p < end) putOne(q, add(one(q), mul(w, one(p))));
}

export function addProduct(a: usize, b: usize, target: usize, length: usize): void {
  const end = a + (length << 3);
  let p = a;
  let q = b;
  let r = target;
  for (; p + 32 <= end; p += 32, q += 32, r += 32) {
    v128.store(r, add(v128.load(r), mul(v128.load(p), v128.load(q))));
    v128.store(r, add(v128.load(r, 16), mul(v128.load(p, 16), v128.load(q, 16))), 16);
  }
  for (; p + 16 <= end; p += 16, q += 16, r += 16) put(r, add(at(r), mul(at(p), at(q))));
  if (p < end) putOne(r, add(one(r), mul(one(p), one(q))));
}

export function addQuotient(a: usize, b: usize, target: usize, length: usize): void {
  const end = a + (length << 3);
  let p = a;
  let q = b;
  let r = target;
  for (; p + 16 <= end; p += 16, q += 16, r += 16) put(r, add(at(r), div(at(p), at(q))));
  if (p < end) putOne(r, add(one(r), div(one(p), one(q))));
}

export function addConstant(value: f64, target: usize, length: usize): void {
  const v = both(value);
  const end = target + (length << 3);
  let p = target;
  for (; p + 16 <= end; p += 16) put(p, add(at(p), v));
  if (p < end) putOne(p, add(one(p), v));
}

export function scale(weight: f64, source: usize, output: usize, length: usize): void {
  const w = both(weight);
  const end = source + (length << 3);
  let p = source;
  let q = output;
  for (; p + 16 <= end; p += 16, q += 16) put(q, mul(w, at(p)));
  if (p < end) putOne(q, mul(w, one(p)));
}

@inline function combined(which: i32, a: v128, b: v128): v128 {
  if (which == 0) return add(a, b);
  if (which == 1) return sub(a, b);
  if (which == 2) return mul(a, b);
  return div(a, b);
}

/** A step of 16 goes through a vector, one of 0 stays at a single number that stands for all. */
@inline function combine(which: i32, a: usize, stepA: usize, b: usize, stepB: usize, output: usize, length: usize): void {
  const end = output + (length << 3);
  const constantA = v128.load_splat<f64>(a);
  const constantB = v128.load_splat<f64>(b);
  let p = a;
  let q = b;
  let r = output;
  for (; r + 16 <= end; p += stepA, q += stepB, r += 16) {
    put(r, combined(which, stepA ? at(p) : constantA, stepB ? at(q) : constantB));
  }
  if (r < end) putOne(r, combined(which, one(p), one(q)));
}

export function plus(a: usize, stepA: usize, b: usize, stepB: usize, output: usize, length: usize): void {
  combine(0, a, stepA, b, stepB, output, length);
}
export function minus(a: usize, stepA: usize, b: usize, stepB: usize, output: usize, length: usize): void {
  combine(1, a, stepA, b, stepB, output, length);
}
export function times(a: usize, stepA: usize, b: usize, stepB: usize, output: usize, length: usize): void {
  combine(2, a, stepA, b, stepB, output, length);
}
export function over(a: usize, stepA: usize, b: usize, stepB: usize, output: usize, length: usize): void {
  combine(3, a, stepA, b, stepB, output, length);
}

export function projectOnColumns(columns: usize, vector: usize, rows: usize, products: usize, count: usize): void {
  for (let k: usize = 0; k < count; k += 1) {
    store<f64>(products + (k << 3), dot(columns + ((k * rows) << 3), vector, rows));
  }
}

export function addColumns(columns: usize, weights: usize, count: usize, target: usize, rows: usize): void {
  const bytes = rows << 3;
  const end = target + bytes;
  let k: usize = 0;
  for (; k + 4 <= count; k += 4) {
    const w0 = v128.load_splat<f64>(weights + (k << 3));
    const w1 = v128.load_splat<f64>(weights + (k << 3), 8);
    const w2 = v128.load_splat<f64>(weights + (k << 3), 16);
    const w3 = v128.load_splat<f64>(weights + (k << 3), 24);
    let c0 = columns + k * bytes;
    let c1 = c0 + bytes;
    let c2 = c1 + bytes;
    let c3 = c2 + bytes;
    let q = target;
    for (; q + 16 <= end; q += 16, c0 += 16, c1 += 16, c2 += 16, c3 += 16) {
      put(q, add(at(q), add(add(mul(w0, at(c0)), mul(w1, at(c1))), add(mul(w2, at(c2)), mul(w3, at(c3))))));
    }
    if (q < end) {
      putOne(q, add(one(q), add(add(mul(w0, one(c0)), mul(w1, one(c1))), add(mul(w2, one(c2)), mul(w3, one(c3))))));
    }
  }
  for (; k < count; k += 1) addScaled(load<f64>(weights + (k << 3)), columns + k * bytes, target, rows);
}

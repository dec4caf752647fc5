// Functions applied element by element, and their adjoints.
import * as exponentials from "./exponentials.ts";
import { add, at, both, div, mul, one, put, putOne, sub } from "./lanes.ts";

@inline const EXP: i32 = 0;
@inline const LOG: i32 = 1;
@inline const LOG1P: i32 = 2;
@inline const EXPM1: i32 = 3;
@inline const TANH: i32 = 4;
@inline const SOFTPLUS: i32 = 5;
@inline const LOGISTIC: i32 = 6;
@inline const RECIPROCAL: i32 = 7;

@inline function value(which: i32, x: v128): v128 {
  if (which == EXP) return exponentials.exp(x);
  if (which == LOG) return exponentials.log(x);
  if (which == LOG1P) return exponentials.log1p(x);
  if (which == EXPM1) return exponentials.expm1(x);
  if (which == TANH) return exponentials.tanh(x);
  if (which == SOFTPLUS) return exponentials.softplus(x);
  if (which == LOGISTIC) return exponentials.logistic(x);
  return div(both(1), x);
}

/** g · ∂y/∂x. */
@inline function pulled(which: i32, x: v128, y: v128, g: v128): v128 {
  if (which == EXP) return mul(g, y);
  if (which == LOG) return div(g, x);
  if (which == LOG1P) return div(g, add(both(1), x));
  if (which == EXPM1) return mul(g, add(y, both(1)));
  if (which == TANH) return mul(g, sub(both(1), mul(y, y)));
  if (which == SOFTPLUS) return mul(g, exponentials.logistic(x));
  if (which == LOGISTIC) return mul(g, mul(y, sub(both(1), y)));
  return f64x2.neg(mul(g, mul(y, y)));
}

@inline function map(which: i32, input: usize, output: usize, length: usize): void {
  const end = input + (length << 3);
  let x = input;
  let y = output;
  for (; x + 16 <= end; x += 16, y += 16) put(y, value(which, at(x)));
  if (x < end) putOne(y, value(which, one(x)));
}

@inline function pull(which: i32, input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  const end = input + (length << 3);
  let x = input;
  let y = output;
  let g = outputAdjoint;
  let a = inputAdjoint;
  for (; x + 16 <= end; x += 16, y += 16, g += 16, a += 16) put(a, add(at(a), pulled(which, at(x), at(y), at(g))));
  if (x < end) putOne(a, add(one(a), pulled(which, one(x), one(y), one(g))));
}

export function exp(input: usize, output: usize, length: usize): void {
  map(EXP, input, output, length);
}
export function expAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(EXP, input, output, outputAdjoint, inputAdjoint, length);
}
export function log(input: usize, output: usize, length: usize): void {
  map(LOG, input, output, length);
}
export function logAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(LOG, input, output, outputAdjoint, inputAdjoint, length);
}
export function log1p(input: usize, output: usize, length: usize): void {
  map(LOG1P, input, output, length);
}
export function log1pAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(LOG1P, input, output, outputAdjoint, inputAdjoint, length);
}
export function expm1(input: usize, output: usize, length: usize): void {
  map(EXPM1, input, output, length);
}
export function expm1Adjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(EXPM1, input, output, outputAdjoint, inputAdjoint, length);
}
export function tanh(input: usize, output: usize, length: usize): void {
  map(TANH, input, output, length);
}
export function tanhAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(TANH, input, output, outputAdjoint, inputAdjoint, length);
}
export function softplus(input: usize, output: usize, length: usize): void {
  map(SOFTPLUS, input, output, length);
}
export function softplusAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(SOFTPLUS, input, output, outputAdjoint, inputAdjoint, length);
}
export function logistic(input: usize, output: usize, length: usize): void {
  map(LOGISTIC, input, output, length);
}
export function logisticAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(LOGISTIC, input, output, outputAdjoint, inputAdjoint, length);
}
export function reciprocal(input: usize, output: usize, length: usize): void {
  map(RECIPROCAL, input, output, length);
}
export function reciprocalAdjoint(input: usize, output: usize, outputAdjoint: usize, inputAdjoint: usize, length: usize): void {
  pull(RECIPROCAL, input, output, outputAdjoint, inputAdjoint, length);
}

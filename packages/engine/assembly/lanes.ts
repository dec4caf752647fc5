// Two numbers at a time: arithmetic on vectors of two, and how sums over many of them end.
// A decorator that TypeScript does not know: @inline makes the compiler put a function's body in place of a call.

@inline export function at(address: usize): v128 { return v128.load(address); }
/** One number in the first lane, zero in the second. */
@inline export function one(address: usize): v128 { return v128.load_zero<f64>(address); }
@inline export function both(value: f64): v128 { return f64x2.splat(value); }
@inline export function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
@inline export function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
@inline export function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
@inline export function div(a: v128, b: v128): v128 { return f64x2.div(a, b); }
@inline export function first(a: v128): f64 { return f64x2.extract_lane(a, 0); }
@inline export function second(a: v128): f64 { return f64x2.extract_lane(a, 1); }
@inline export function put(address: usize, value: v128): void { v128.store(address, value); }
/** Stores the first lane. */
@inline export function putOne(address: usize, value: v128): void { v128.store_lane<f64>(address, value, 0); }
/** (a, b) from the upper of one and the lower of the next. */
@inline export function middle(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 1, 2); }
/** The first lane, or the second, in both. */
@inline export function firstTwice(a: v128): v128 { return v128.shuffle<f64>(a, a, 0, 0); }
@inline export function secondTwice(a: v128): v128 { return v128.shuffle<f64>(a, a, 1, 1); }
/** The sum of four lanes, in the order that the reference kernels use. */
@inline export function total(a: v128, b: v128): f64 { const c = add(a, b); return first(c) + second(c); }

// Response curves in closed form for tests of the optimizers: Hill, logistic and straight.
import type { CurvePoint, SeparableTerm } from "../../src/optimize/separable-problem.ts";

/** As tests and fixtures write a term: [kind, height, middle, steepness, lower, upper]. */
export type CurveRow = readonly [
  kind: "hill" | "logistic" | "linear",
  height: number,
  middle: number,
  steepness: number,
  lower: number,
  upper: number,
];

export function curveTerm([kind, height, middle, steepness, lower, upper]: CurveRow, name: string): SeparableTerm {
  const curve = { hill, logistic, linear }[kind];
  return { name, lower, upper, evaluate: (x, out) => curve(x, height, middle, steepness, out) };
}

/** height·x^s / (x^s + middle^s). */
function hill(x: number, height: number, middle: number, s: number, out: CurvePoint): void {
  if (x <= 0) {
    out.value = 0;
    out.slope = s > 1 ? 0 : s === 1 ? height / middle : Number.POSITIVE_INFINITY;
    const bend = s < 2 ? Number.POSITIVE_INFINITY : s === 2 ? (2 * height) / middle ** 2 : 0;
    out.curvature = s < 1 ? Number.NEGATIVE_INFINITY : s === 1 ? (-2 * height) / middle ** 2 : bend;
    return;
  }
  const share = 1 / (1 + (middle / x) ** s);
  const rest = 1 / (1 + (x / middle) ** s);
  const slope = (s * share * rest) / x;
  out.value = height * share;
  out.slope = height * slope;
  out.curvature = (height * slope * (s * (rest - share) - 1)) / x;
}

/** height·(σ(s·(x − middle)) − σ(−s·middle)). */
function logistic(x: number, height: number, middle: number, s: number, out: CurvePoint): void {
  const share = 1 / (1 + Math.exp(-s * (x - middle)));
  const rest = 1 / (1 + Math.exp(s * (x - middle)));
  out.value = height * (share - 1 / (1 + Math.exp(s * middle)));
  out.slope = height * s * share * rest;
  out.curvature = height * s * s * share * rest * (rest - share);
}

function linear(x: number, height: number, _middle: number, _s: number, out: CurvePoint): void {
  out.value = height * x;
  out.slope = height;
  out.curvature = 0;
}

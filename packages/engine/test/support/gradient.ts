// The one check of gradients: exact derivatives against central differences.
import { expect } from "vitest";

/** f at a point, writing its gradient. */
export type Differentiable = (point: Float64Array, gradient: Float64Array) => number;

/**
 * ∂f/∂point[index] by central differences, extrapolated once (Richardson); its error is about 1e-9 of the larger of |f| and
 * the derivative times the scale, for a function that is smooth over `step`.
 */
function centralDifference(
  f: (point: Float64Array) => number,
  point: Float64Array,
  index: number,
  step: number,
): number {
  const at = (offset: number): number => {
    const moved = Float64Array.from(point);
    moved[index] += offset;
    return f(moved);
  };
  const slope = (width: number): number => (at(width) - at(-width)) / (2 * width);
  return (4 * slope(step / 2) - slope(step)) / 3;
}

/**
 * Fails unless every element of the gradient equals its central difference within `tolerance` of max(1, |gradient|).
 *
 * @param steps  step for each element; 1e-4 · max(1, |element|) when left out
 */
export function expectGradient(
  f: Differentiable,
  point: Float64Array,
  { tolerance = 1e-6, steps }: { tolerance?: number; steps?: ArrayLike<number> } = {},
): void {
  const gradient = new Float64Array(point.length);
  const scratch = new Float64Array(point.length);
  f(point, gradient);
  for (let index = 0; index < point.length; index += 1) {
    const step = steps?.[index] ?? 1e-4 * Math.max(1, Math.abs(point[index]));
    const numeric = centralDifference((moved) => f(moved, scratch), point, index, step);
    const error = Math.abs(gradient[index] - numeric) / Math.max(1, Math.abs(numeric));
    expect(error, `element ${index} at [${point.join(", ")}]: ${gradient[index]} for ${numeric}`).toBeLessThan(
      tolerance,
    );
  }
}

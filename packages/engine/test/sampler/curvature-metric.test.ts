import { expect, test } from "vitest";
import type { LogDensity } from "../../src/graph/log-density.ts";
import { curvatureMetric } from "../../src/sampler/curvature-metric.ts";
import type { Metric } from "../../src/sampler/metric.ts";

/** −½ xᵀ P x with the precision matrix P, (2, 2). */
function quadratic(precision: readonly number[]): LogDensity {
  return {
    dim: 2,
    evaluate([x, y], gradient) {
      gradient[0] = -(precision[0] * x + precision[1] * y);
      gradient[1] = -(precision[2] * x + precision[3] * y);
      return 0.5 * (gradient[0] * x + gradient[1] * y);
    },
  };
}

function numbersOf({ state }: Metric): Float64Array {
  return state.kind === "dense" ? state.covariance : state.variance;
}

test("at a normal density it is the covariance, or its diagonal", () => {
  // Precision [[2, 1], [1, 3]] has the inverse [[3, −1], [−1, 2]] / 5.
  const density = quadratic([2, 1, 1, 3]);
  const at = Float64Array.of(0.3, -0.2);
  const dense = numbersOf(curvatureMetric(density, at, "dense"));
  [0.6, -0.2, -0.2, 0.4].forEach((value, i) => {
    expect(dense[i]).toBeCloseTo(value, 8);
  });
  const diagonal = numbersOf(curvatureMetric(density, at, "diagonal"));
  expect(diagonal[0]).toBeCloseTo(0.6, 8);
  expect(diagonal[1]).toBeCloseTo(0.4, 8);
});

test("a flat direction and one that curves the wrong way get a bounded, positive variance", () => {
  const covariance = numbersOf(curvatureMetric(quadratic([0, 0, 0, -4]), Float64Array.of(0, 0), "diagonal"));
  expect(covariance[0]).toBe(1);
  expect(covariance[1]).toBeCloseTo(0.25, 8);
});

test("where the gradient is not a number the metric is the unit one", () => {
  const broken: LogDensity = {
    dim: 1,
    evaluate(_position, gradient) {
      gradient[0] = Number.NaN;
      return Number.NaN;
    },
  };
  expect(numbersOf(curvatureMetric(broken, Float64Array.of(0), "dense"))).toEqual(Float64Array.of(1));
});

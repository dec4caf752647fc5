// A first metric from the curvature of the log density at a point: what a normal approximation there would say.
import type { LogDensity } from "../graph/log-density.ts";
import { symmetricEigen } from "../math/symmetric-eigen.ts";
import { type Metric, type MetricKind, openMetric, unitMetric } from "./metric.ts";
import { noteworthyDirections } from "./noteworthy-directions.ts";

/** Step of the differences, on unconstrained scales that are of order one. */
const differenceStep = 1e-4;
/** Standard deviations are kept within these bounds: beyond them a scale on the whole line is not credible. */
const smallestVariance = 1e-8;
const largestVariance = 1;

/**
 * The inverse of the negative Hessian, made by central differences of the gradient (2 · dim evaluations). Directions in
 * which the density is flat or curves the wrong way get the size of their curvature, bounded.
 * @returns the unit metric where the gradient is not finite around `position`
 */
export function curvatureMetric(density: LogDensity, position: Float64Array, kind: MetricKind): Metric {
  const { dim } = density;
  const hessian = new Float64Array(dim * dim); // (dim, dim)
  const above = new Float64Array(dim);
  const below = new Float64Array(dim);
  const moved = Float64Array.from(position);
  for (let i = 0; i < dim; i += 1) {
    moved[i] = position[i] + differenceStep;
    density.evaluate(moved, above);
    moved[i] = position[i] - differenceStep;
    density.evaluate(moved, below);
    moved[i] = position[i];
    for (let j = 0; j < dim; j += 1) hessian[i * dim + j] = (below[j] - above[j]) / (2 * differenceStep);
  }
  if (!hessian.every(Number.isFinite)) return unitMetric(kind, dim);
  for (let i = 0; i < dim; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const symmetric = 0.5 * (hessian[i * dim + j] + hessian[j * dim + i]);
      hessian[i * dim + j] = symmetric;
      hessian[j * dim + i] = symmetric;
    }
  }
  return metricOf(boundedInverse(hessian, dim), dim, kind);
}

/** Of a covariance (dim, dim), as much as the kind can hold. */
function metricOf(covariance: Float64Array, dim: number, kind: MetricKind): Metric {
  if (kind === "dense") return openMetric({ kind, covariance });
  const variance = Float64Array.from({ length: dim }, (_, i) => covariance[i * dim + i]);
  if (kind === "diagonal") return openMetric({ kind, variance });
  const correlation = covariance.map((value, index) => {
    const row = Math.floor(index / dim);
    return value / Math.sqrt(variance[row] * variance[index - row * dim]);
  });
  return openMetric({ kind, variance, ...noteworthyDirections(symmetricEigen(correlation, dim)) });
}

/** Σ vᵢ vᵢᵀ / |λᵢ| over eigenpairs, with bounded 1/|λᵢ|. */
function boundedInverse(matrix: Float64Array, dim: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, dim); // vectors as rows
  const inverse = new Float64Array(dim * dim);
  for (let k = 0; k < dim; k += 1) {
    const variance = Math.min(largestVariance, Math.max(smallestVariance, 1 / Math.abs(values[k])));
    for (let i = 0; i < dim; i += 1) {
      const scaled = variance * vectors[k * dim + i];
      for (let j = 0; j < dim; j += 1) inverse[i * dim + j] += scaled * vectors[k * dim + j];
    }
  }
  return inverse;
}

// The metric: the shape of the kinetic energy, ideally the inverse of the posterior's covariance.
import { choleskyInPlace, solveLowerTransposed } from "../math/linear-algebra.ts";
import type { RandomStream } from "../random/random-stream.ts";

/** Kinetic energy ½ pᵀ Σ p with Σ an estimate of the posterior covariance. */
export interface Metric {
  readonly kind: MetricKind;
  /** Σ as it is reported: (dim) for diagonal, (dim, dim) for dense. */
  readonly covariance: Float64Array;
  /** Writes dq/dt = Σ p. */
  velocity(momentum: Float64Array, out: Float64Array): void;
  /** Draws p ~ N(0, Σ⁻¹). */
  sampleMomentum(stream: RandomStream, out: Float64Array): void;
}

/** What a metric is made from: plain data, so that it can be kept and sent. */
export type MetricState = Pick<Metric, "kind" | "covariance">;

export function metricState({ kind, covariance }: Metric): MetricState {
  return { kind, covariance: covariance.slice() };
}

/** The metric of a state; the very same numbers come out of it. */
export function restoreMetric({ kind, covariance }: MetricState, dim: number): Metric {
  return kind === "dense" ? denseMetric(covariance, dim) : diagonalMetric(covariance);
}

export type MetricKind = "diagonal" | "dense";

export function diagonalMetric(variance: Float64Array): Metric {
  return {
    kind: "diagonal",
    covariance: variance,
    velocity(momentum, out) {
      for (let i = 0; i < out.length; i += 1) out[i] = variance[i] * momentum[i];
    },
    sampleMomentum(stream, out) {
      for (let i = 0; i < out.length; i += 1) out[i] = stream.normal() / Math.sqrt(variance[i]);
    },
  };
}

/** @throws RangeError when the covariance is not positive definite. */
export function denseMetric(covariance: Float64Array, dim: number): Metric {
  const factor = Float64Array.from(covariance); // (dim, dim), lower Cholesky factor
  if (!choleskyInPlace(factor, dim)) throw new RangeError("the metric's covariance is not positive definite");
  return {
    kind: "dense",
    covariance,
    velocity(momentum, out) {
      for (let row = 0; row < dim; row += 1) {
        let total = 0;
        for (let column = 0; column < dim; column += 1) total += covariance[row * dim + column] * momentum[column];
        out[row] = total;
      }
    },
    sampleMomentum(stream, out) {
      // Σ = L Lᵀ, so p = L⁻ᵀ z has covariance Σ⁻¹.
      for (let i = 0; i < dim; i += 1) out[i] = stream.normal();
      solveLowerTransposed(factor, dim, out);
    },
  };
}

export function unitMetric(kind: MetricKind, dim: number): Metric {
  if (kind === "diagonal") return diagonalMetric(new Float64Array(dim).fill(1));
  const identity = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i += 1) identity[i * dim + i] = 1;
  return denseMetric(identity, dim);
}

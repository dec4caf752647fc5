// The metric: the shape of the kinetic energy, ideally the inverse of the posterior's covariance.
import { choleskyInPlace, matrixVector, solveLowerTransposed } from "../math/linear-algebra.ts";
import { denseCovariance, type LowRankCovariance, marginalVariance } from "../optimize/low-rank-covariance.ts";
import type { RandomStream } from "../random/random-stream.ts";
import { lowRankKinetics } from "./low-rank-metric.ts";

/** Kinetic energy ½ pᵀ Σ p with Σ an estimate of the posterior covariance. */
export interface Metric {
  /** What `openMetric` makes it from. */
  readonly state: MetricState;
  /** Writes Σ · vector: dq/dt of a momentum, the change of dq/dt of a gradient. */
  velocity(vector: Float64Array, out: Float64Array): void;
  /** Draws p ~ N(0, Σ⁻¹). */
  sampleMomentum(stream: RandomStream, out: Float64Array): void;
}

export type MetricKind = "diagonal" | "dense" | "low-rank";

/** A metric as plain data, which crosses between threads and into checkpoints. */
export type MetricState = DiagonalState | DenseState | LowRankState;

interface DiagonalState {
  readonly kind: "diagonal";
  /** Σ's diagonal, (dim), > 0. */
  readonly variance: Float64Array;
}

interface DenseState {
  readonly kind: "dense";
  /** Σ, (dim, dim), symmetric, positive definite. */
  readonly covariance: Float64Array;
}

interface LowRankState extends LowRankCovariance {
  readonly kind: "low-rank";
}

/** @throws RangeError when a dense covariance is not positive definite */
export function openMetric(state: MetricState): Metric {
  switch (state.kind) {
    case "diagonal":
      return diagonalMetric(state);
    case "dense":
      return denseMetric(state);
    case "low-rank":
      return { state, ...lowRankKinetics(state) };
  }
}

/**
 * As much of the covariance as the kind can hold. A dense metric of so few directions that it is cheaper by them stays in
 * that form: it is the same metric.
 */
export function openLowRank(covariance: LowRankCovariance, kind: MetricKind): Metric {
  const isCheaperByDirections = 2 * covariance.values.length < covariance.variance.length;
  if (kind === "diagonal") return openMetric({ kind, variance: marginalVariance(covariance) });
  if (kind === "dense" && !isCheaperByDirections) return openMetric({ kind, covariance: denseCovariance(covariance) });
  return openMetric({ kind: "low-rank", ...covariance });
}

export function unitMetric(kind: MetricKind, dim: number): Metric {
  const variance = new Float64Array(dim).fill(1);
  if (kind === "diagonal") return openMetric({ kind, variance });
  if (kind === "low-rank") {
    return openMetric({ kind, variance, vectors: new Float64Array(0), values: new Float64Array(0) });
  }
  const covariance = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i += 1) covariance[i * dim + i] = 1;
  return openMetric({ kind, covariance });
}

function diagonalMetric(state: DiagonalState): Metric {
  const { variance } = state;
  return {
    state,
    velocity(vector, out) {
      for (let i = 0; i < out.length; i += 1) out[i] = variance[i] * vector[i];
    },
    sampleMomentum(stream, out) {
      for (let i = 0; i < out.length; i += 1) out[i] = stream.normal() / Math.sqrt(variance[i]);
    },
  };
}

function denseMetric(state: DenseState): Metric {
  const { covariance } = state;
  const dim = Math.sqrt(covariance.length);
  const factor = Float64Array.from(covariance); // (dim, dim), lower Cholesky factor
  if (!choleskyInPlace(factor, dim)) throw new RangeError("the metric's covariance is not positive definite");
  return {
    state,
    velocity(vector, out) {
      matrixVector(covariance, dim, vector, out);
    },
    sampleMomentum(stream, out) {
      // Σ = L Lᵀ, so p = L⁻ᵀ z has covariance Σ⁻¹.
      for (let i = 0; i < dim; i += 1) out[i] = stream.normal();
      solveLowerTransposed(factor, dim, out);
    },
  };
}

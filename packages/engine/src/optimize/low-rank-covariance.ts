// A covariance that is diagonal but for a few directions: products, draws and densities at O(dim · rank).
import { log } from "../math/exponentials.ts";
import type { RandomStream } from "../random/random-stream.ts";

/** Σ = S (I + Vᵀ (Λ − I) V) S with S = diag(√variance). */
export interface LowRankCovariance {
  /** (dim), > 0. */
  readonly variance: Float64Array;
  /** V, (rank, dim): orthonormal rows; the rank may be 0. */
  readonly vectors: Float64Array;
  /** Λ's diagonal, (rank), > 0. */
  readonly values: Float64Array;
}

/** x += Vᵀ diag(weights) V x for V of (rank, dim) with orthonormal rows. */
export function addAlong(vectors: Float64Array, weights: Float64Array, x: Float64Array): void {
  const dim = x.length;
  for (let k = 0; k < weights.length; k += 1) {
    const row = k * dim;
    // Rows are orthogonal: what earlier ones added does not show in this projection.
    let along = 0;
    for (let i = 0; i < dim; i += 1) along += vectors[row + i] * x[i];
    const weight = weights[k] * along;
    for (let i = 0; i < dim; i += 1) x[i] += weight * vectors[row + i];
  }
}

/** Replaces x by Σ x. */
export function multiplyBy({ variance, vectors, values }: LowRankCovariance, x: Float64Array): void {
  for (let i = 0; i < x.length; i += 1) x[i] *= Math.sqrt(variance[i]);
  addAlong(
    vectors,
    values.map((value) => value - 1),
    x,
  );
  for (let i = 0; i < x.length; i += 1) x[i] *= Math.sqrt(variance[i]);
}

/** A normal distribution with such a covariance. */
export interface LowRankNormal {
  readonly mean: Float64Array;
  readonly covariance: LowRankCovariance;
  /** Writes a draw into `out`. Returns its log density. */
  draw(stream: RandomStream, out: Float64Array): number;
  logDensity(position: Float64Array): number;
}

/** What draws and densities have in common is computed here, once. */
export function lowRankNormal(mean: Float64Array, covariance: LowRankCovariance): LowRankNormal {
  const { variance, vectors, values } = covariance;
  const scale = variance.map(Math.sqrt);
  const stretch = values.map((value) => Math.sqrt(value) - 1);
  const squeeze = values.map((value) => 1 / Math.sqrt(value) - 1);
  let logConstant = -0.5 * mean.length * log(2 * Math.PI);
  for (const value of variance) logConstant -= 0.5 * log(value);
  for (const value of values) logConstant -= 0.5 * log(value);
  const standard = new Float64Array(mean.length);
  const ofStandard = (z: Float64Array): number => {
    let squares = 0;
    for (let i = 0; i < z.length; i += 1) squares += z[i] * z[i];
    return logConstant - 0.5 * squares;
  };
  return {
    mean,
    covariance,
    draw(stream, out) {
      for (let i = 0; i < out.length; i += 1) out[i] = stream.normal();
      const logDensity = ofStandard(out);
      addAlong(vectors, stretch, out);
      for (let i = 0; i < out.length; i += 1) out[i] = mean[i] + scale[i] * out[i];
      return logDensity;
    },
    logDensity(position) {
      for (let i = 0; i < standard.length; i += 1) standard[i] = (position[i] - mean[i]) / scale[i];
      addAlong(vectors, squeeze, standard);
      return ofStandard(standard);
    },
  };
}

/** Σ in full, (dim, dim). */
export function denseCovariance({ variance, vectors, values }: LowRankCovariance): Float64Array {
  const dim = variance.length;
  const covariance = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i += 1) covariance[i * dim + i] = 1;
  for (let k = 0; k < values.length; k += 1) {
    const row = k * dim;
    for (let i = 0; i < dim; i += 1) {
      const weight = (values[k] - 1) * vectors[row + i];
      for (let j = 0; j <= i; j += 1) covariance[i * dim + j] += weight * vectors[row + j];
    }
  }
  for (let i = 0; i < dim; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      covariance[i * dim + j] *= Math.sqrt(variance[i] * variance[j]);
      covariance[j * dim + i] = covariance[i * dim + j];
    }
  }
  return covariance;
}

/** Σ's diagonal, (dim). */
export function marginalVariance({ variance, vectors, values }: LowRankCovariance): Float64Array {
  const dim = variance.length;
  return variance.map((value, i) => {
    let factor = 1;
    for (let k = 0; k < values.length; k += 1) {
      const along = vectors[k * dim + i];
      factor += (values[k] - 1) * along * along;
    }
    return value * factor;
  });
}

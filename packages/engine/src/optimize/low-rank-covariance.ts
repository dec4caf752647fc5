// A covariance that is diagonal but for a few directions: products, draws and densities at O(dim · rank).
import { log } from "../math/exponentials.ts";

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

/** Turns a standard normal vector z into one with covariance Σ: S (I + Vᵀ (Λ^½ − I) V) z, in place. */
export function color({ variance, vectors, values }: LowRankCovariance, z: Float64Array): void {
  addAlong(
    vectors,
    values.map((value) => Math.sqrt(value) - 1),
    z,
  );
  for (let i = 0; i < z.length; i += 1) z[i] *= Math.sqrt(variance[i]);
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

/** log N(mean + deviation; mean, Σ). `deviation` is overwritten. */
export function logNormalDensity({ variance, vectors, values }: LowRankCovariance, deviation: Float64Array): number {
  let total = -0.5 * deviation.length * log(2 * Math.PI);
  for (let i = 0; i < deviation.length; i += 1) {
    deviation[i] /= Math.sqrt(variance[i]);
    total -= 0.5 * log(variance[i]);
  }
  for (let k = 0; k < values.length; k += 1) total -= 0.5 * log(values[k]);
  addAlong(
    vectors,
    values.map((value) => 1 / Math.sqrt(value) - 1),
    deviation,
  );
  for (let i = 0; i < deviation.length; i += 1) total -= 0.5 * deviation[i] * deviation[i];
  return total;
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

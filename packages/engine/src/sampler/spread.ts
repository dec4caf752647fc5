// How points are spread: deviations from their mean, variances, covariances along given directions.

export interface Spread {
  readonly count: number;
  /** (count, dim): points less their mean. */
  readonly rows: Float64Array;
  /** (dim). */
  readonly variance: Float64Array;
}

/** @param values  points, (count, dim) */
export function spreadOf(values: Float64Array, count: number): Spread {
  const dim = values.length / count;
  const mean = new Float64Array(dim);
  for (let index = 0; index < values.length; index += 1) mean[index % dim] += values[index] / count;
  const rows = new Float64Array(values.length);
  const variance = new Float64Array(dim);
  for (let index = 0; index < values.length; index += 1) {
    rows[index] = values[index] - mean[index % dim];
    variance[index % dim] += (rows[index] * rows[index]) / (count - 1);
  }
  return { count, rows, variance };
}

/** The same points with each coordinate multiplied by a factor. */
export function rescaled({ count, rows, variance }: Spread, factors: Float64Array): Spread {
  const dim = factors.length;
  return {
    count,
    rows: rows.map((value, index) => value * factors[index % dim]),
    variance: variance.map((value, i) => value * factors[i] * factors[i]),
  };
}

/**
 * Covariance along the rows of a basis, (size, size), with the identity mixed in: few points know nothing of most directions,
 * and there the scales alone should stay. The identity weighs dim/count points, so that it vanishes as points come in.
 *
 * @param basis  orthonormal, (size, dim)
 */
export function spreadAlong({ count, rows, variance }: Spread, basis: Float64Array): Float64Array {
  const dim = variance.length;
  const size = basis.length / dim;
  const along = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < count; row += 1) {
    for (let j = 0; j < size; j += 1) {
      let total = 0;
      for (let i = 0; i < dim; i += 1) total += basis[j * dim + i] * rows[row * dim + i];
      along[j] = total;
    }
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k <= j; k += 1) covariance[j * size + k] += along[j] * along[k];
    }
  }
  const weight = dim / count;
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k <= j; k += 1) {
      const mixed = (covariance[j * size + k] + (j === k ? weight : 0)) / (count - 1 + weight);
      covariance[j * size + k] = mixed;
      covariance[k * size + j] = mixed;
    }
  }
  return covariance;
}

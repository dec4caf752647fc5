// The few directions in which points of a high-dimensional space are spread most.
import { dot } from "../math/linear-algebra.ts";
import { symmetricEigen } from "../math/symmetric-eigen.ts";
import type { Spread } from "./spread.ts";

/** Points used at most: their inner products are decomposed. */
const mostPoints = 100;
/** Directions taken of each set of points at most. */
const mostDirections = 40;
/** Length that is left of a direction after projection below which it adds nothing new. */
const smallestRemainder = 1e-6;

/**
 * An orthonormal basis, as rows of (size, dim), of the leading principal directions of each set, found from the inner products of
 * its points (evenly thinned), so that the cost grows linearly with the dimension.
 *
 * @returns fewer directions than there are dimensions; those that two sets share come once
 */
export function leadingDirections(sets: readonly Spread[]): Float64Array {
  const dim = sets[0].variance.length;
  const basis: Float64Array[] = [];
  for (const { rows, count } of sets) {
    for (const direction of principalDirections(rows, count, dim)) {
      // Twice: once leaves rounding errors of the size of what was taken away.
      if (remove(basis, direction) > smallestRemainder && remove(basis, direction) > 0.5) basis.push(direction);
    }
  }
  const flat = new Float64Array(basis.length * dim);
  basis.forEach((direction, index) => {
    flat.set(direction, index * dim);
  });
  return flat;
}

function principalDirections(rows: Float64Array, count: number, dim: number): Float64Array[] {
  const used = Math.min(count, mostPoints);
  const points = Array.from({ length: used }, (_, index) => {
    const row = Math.floor((index * count) / used);
    return rows.subarray(row * dim, (row + 1) * dim);
  });
  const products = new Float64Array(used * used);
  points.forEach((left, i) => {
    for (let j = 0; j <= i; j += 1) {
      const value = dot(left, points[j]);
      products[i * used + j] = value;
      products[j * used + i] = value;
    }
  });
  const { values, vectors } = symmetricEigen(products, used);
  const directions = Array.from(values.keys()).filter((k) => k < mostDirections && values[k] > 1e-10 * values[0]);
  return directions.map((k) => {
    const direction = new Float64Array(dim);
    points.forEach((point, i) => {
      const weight = vectors[k * used + i] / Math.sqrt(values[k]);
      for (let d = 0; d < dim; d += 1) direction[d] += weight * point[d];
    });
    return direction;
  });
}

/** Takes the basis out of a unit vector and makes what is left a unit vector; returns the length that was left. */
function remove(basis: readonly Float64Array[], vector: Float64Array): number {
  for (const other of basis) {
    const along = dot(vector, other);
    for (let i = 0; i < vector.length; i += 1) vector[i] -= along * other[i];
  }
  const length = Math.sqrt(dot(vector, vector));
  for (let i = 0; i < vector.length; i += 1) vector[i] /= length;
  return length;
}

// Orthonormal bases of columns, by Gram and Schmidt: what a column has beyond others.
import { dot } from "@carryover/engine";

/** Adds what a column has beyond an orthonormal basis to it, unless no more than `dependent` of its length is left. */
export function extendBasis(basis: Float64Array[], column: Float64Array, dependent: number): void {
  const left = remainder(column, basis);
  const length = Math.sqrt(dot(left, left));
  if (length > dependent * Math.sqrt(dot(column, column))) basis.push(left.map((value) => value / length));
}

/** A vector less its projection on an orthonormal basis; twice, so that rounding leaves nothing behind. */
export function remainder(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const left = Float64Array.from(vector);
  for (let pass = 0; pass < 2; pass += 1) {
    for (const direction of basis) {
      const along = dot(direction, left);
      for (let row = 0; row < left.length; row += 1) left[row] -= along * direction[row];
    }
  }
  return left;
}

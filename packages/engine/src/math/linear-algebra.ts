// Dense linear algebra on flat row-major matrices: products, Cholesky factors, triangular solves.
import { log } from "./exponentials.ts";

/** Σ a[i] b[i], over the length of a. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += a[i] * b[i];
  return total;
}

/** Σ |a[i] b[i]|: what rounding of the product above is in proportion to. */
export function absoluteDot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += Math.abs(a[i] * b[i]);
  return total;
}

/** Writes A·x into out. A is (rows, columns). */
export function matrixVector(a: Float64Array, rows: number, x: ArrayLike<number>, out: Float64Array): void {
  const columns = a.length / rows;
  for (let i = 0; i < rows; i += 1) {
    let total = 0;
    const row = i * columns;
    for (let j = 0; j < columns; j += 1) total += a[row + j] * x[j];
    out[i] = total;
  }
}

/** Writes Aᵀ·x into out. A is (rows, columns), x has length rows, out has length columns. */
export function matrixTransposedVector(a: Float64Array, rows: number, x: ArrayLike<number>, out: Float64Array): void {
  const columns = a.length / rows;
  out.fill(0, 0, columns);
  for (let i = 0; i < rows; i += 1) {
    const weight = x[i];
    const row = i * columns;
    for (let j = 0; j < columns; j += 1) out[j] += a[row + j] * weight;
  }
}

/** Aᵀ·diag(weights)·A, symmetric (columns, columns), for A of (rows, columns); weights default to one. */
export function crossProduct(a: Float64Array, rows: number, weights?: ArrayLike<number>): Float64Array {
  const columns = a.length / rows;
  const out = new Float64Array(columns * columns); // (columns, columns)
  for (let i = 0; i < rows; i += 1) {
    const row = i * columns;
    for (let j = 0; j < columns; j += 1) {
      const left = a[row + j] * (weights === undefined ? 1 : weights[i]);
      for (let k = 0; k <= j; k += 1) out[j * columns + k] += left * a[row + k];
    }
  }
  for (let j = 0; j < columns; j += 1) for (let k = 0; k < j; k += 1) out[k * columns + j] = out[j * columns + k];
  return out;
}

/**
 * Replaces the lower triangle of a symmetric (n, n) matrix by its Cholesky factor L, A = L·Lᵀ, and the rest by zeros. Only
 * the lower triangle is read.
 *
 * @returns false when A is not positive definite; `a` is then half overwritten
 */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 1) {
    const rowI = i * n;
    for (let j = 0; j <= i; j += 1) {
      const rowJ = j * n;
      let total = a[rowI + j];
      for (let k = 0; k < j; k += 1) total -= a[rowI + k] * a[rowJ + k];
      if (i !== j) a[rowI + j] = total / a[rowJ + j];
      else if (total > 0 && total < Number.POSITIVE_INFINITY) a[rowI + i] = Math.sqrt(total);
      else return false;
    }
    for (let j = i + 1; j < n; j += 1) a[rowI + j] = 0;
  }
  return true;
}

/** Solves L·x = b in place: `vector` holds b, then x. L is lower triangular (n, n). */
export function solveLower(lower: Float64Array, n: number, vector: Float64Array): void {
  for (let i = 0; i < n; i += 1) {
    let total = vector[i];
    const row = i * n;
    for (let k = 0; k < i; k += 1) total -= lower[row + k] * vector[k];
    vector[i] = total / lower[row + i];
  }
}

/** Solves Lᵀ·x = b in place: `vector` holds b, then x. L is lower triangular (n, n). */
export function solveLowerTransposed(lower: Float64Array, n: number, vector: Float64Array): void {
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = i * n;
    const solved = vector[i] / lower[row + i];
    vector[i] = solved;
    for (let k = 0; k < i; k += 1) vector[k] -= lower[row + k] * solved;
  }
}

/** Solves A·x = b in place, from the Cholesky factor of A. */
export function choleskySolve(lower: Float64Array, n: number, vector: Float64Array): void {
  solveLower(lower, n, vector);
  solveLowerTransposed(lower, n, vector);
}

/** A⁻¹, symmetric (n, n), from the Cholesky factor of A. */
export function choleskyInverse(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n); // (n, n)
  const column = new Float64Array(n);
  for (let j = 0; j < n; j += 1) {
    column.fill(0);
    column[j] = 1;
    choleskySolve(lower, n, column);
    for (let i = j; i < n; i += 1) {
      inverse[i * n + j] = column[i];
      inverse[j * n + i] = column[i];
    }
  }
  return inverse;
}

/** log |A| from the Cholesky factor of A. */
export function choleskyLogDeterminant(lower: Float64Array, n: number): number {
  let total = 0;
  for (let i = 0; i < n; i += 1) total += log(lower[i * n + i]);
  return 2 * total;
}

// A positive definite curvature from second derivatives, keeping as much of them as it can.
import { choleskyInPlace, dot } from "../math/linear-algebra.ts";
import { symmetricEigen } from "../math/symmetric-eigen.ts";
import { type Curvature, DenseCurvature, LowRankCurvature } from "./curvature.ts";

/** Up to here negative curvatures are turned around one by one; beyond, all are shifted. */
const eigenLimit = 60;
const leastShare = 1e-10;

/** One number per variable; those that are not positive are turned around. */
export function diagonalCurvature(minusHessian: Float64Array): Curvature {
  const largest = minusHessian.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-12);
  return new LowRankCurvature(minusHessian.map((each) => Math.max(Math.abs(each), leastShare * largest)));
}

/**
 * B = −Hessian where that is positive definite. Else the rows that hold with equality are added, τ·a·aᵀ, which changes nothing
 * along them and often suffices; else negative eigenvalues are turned around (small) or all are raised (large).
 *
 * @param minusHessian  symmetric (n, n); left as it is
 */
export function denseCurvature(minusHessian: Float64Array, n: number, heldRows: readonly Float64Array[]): Curvature {
  if (isPositive(minusHessian, n)) return new DenseCurvature(minusHessian, n);
  let largest = 1e-12;
  for (let i = 0; i < minusHessian.length; i += 1) largest = Math.max(largest, Math.abs(minusHessian[i]));
  if (heldRows.length > 0) {
    const stiff = Float64Array.from(minusHessian);
    for (const row of heldRows) {
      const weight = (10 * n * largest) / Math.max(dot(row, row), 1e-300);
      for (let i = 0; i < n; i += 1) {
        if (row[i] !== 0) for (let j = 0; j < n; j += 1) stiff[i * n + j] += weight * row[i] * row[j];
      }
    }
    if (isPositive(stiff, n)) return new DenseCurvature(stiff, n);
  }
  return n <= eigenLimit ? turned(minusHessian, n) : raised(minusHessian, n, largest);
}

function turned(matrix: Float64Array, n: number): Curvature {
  const { values, vectors } = symmetricEigen(matrix, n);
  const largest = values.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-12);
  const out = new Float64Array(n * n);
  values.forEach((value, k) => {
    const size = Math.max(Math.abs(value), 1e-8 * largest);
    for (let i = 0; i < n; i += 1) {
      const left = size * vectors[k * n + i];
      for (let j = 0; j < n; j += 1) out[i * n + j] += left * vectors[k * n + j];
    }
  });
  return new DenseCurvature(out, n);
}

function raised(matrix: Float64Array, n: number, largest: number): Curvature {
  for (let shift = 1e-6 * largest; ; shift *= 10) {
    const out = Float64Array.from(matrix);
    for (let i = 0; i < n; i += 1) out[i * n + i] += shift;
    if (shift > 1e3 * n * largest || isPositive(out, n)) return new DenseCurvature(out, n);
  }
}

/** With a margin: nearly singular is not good enough to step by. */
function isPositive(matrix: Float64Array, n: number): boolean {
  const work = Float64Array.from(matrix);
  let largest = 0;
  for (let i = 0; i < n; i += 1) largest = Math.max(largest, Math.abs(work[i * n + i]));
  for (let i = 0; i < n; i += 1) work[i * n + i] -= leastShare * largest;
  return choleskyInPlace(work, n);
}

// The inverse Hessian that L-BFGS believes in, as a diagonal and a few directions.
import { dot } from "../math/linear-algebra.ts";
import { symmetricEigen } from "../math/symmetric-eigen.ts";
import type { CurvaturePair } from "./lbfgs.ts";
import type { LowRankCovariance } from "./low-rank-covariance.ts";

/** Part of a unit vector outside the span of others below which it adds no direction. */
const smallestRemainder = 1e-8;
const smallestValue = 1e-10;

/**
 * The diagonal of the inverse Hessian after one more curvature pair (s, y): the diagonal BFGS update, whose result D keeps
 * sᵀD⁻¹s and adds what y says of each coordinate,
 *
 *   1/d⁺_i = a/(b d_i) + y_i²/b − a s_i²/(b c d_i²),    a = yᵀDy,  b = yᵀs,  c = sᵀD⁻¹s
 *
 * @see Gilbert and Lemaréchal (1989), Some numerical experiments with variable-storage quasi-Newton algorithms, §3
 */
export function updatedDiagonal(diagonal: Float64Array, { step, gradientChange }: CurvaturePair): Float64Array {
  let a = 0;
  let b = 0;
  let c = 0;
  for (let i = 0; i < diagonal.length; i += 1) {
    a += gradientChange[i] * gradientChange[i] * diagonal[i];
    b += gradientChange[i] * step[i];
    c += (step[i] * step[i]) / diagonal[i];
  }
  return diagonal.map((d, i) => {
    const change = gradientChange[i];
    const updated = 1 / (a / (b * d) + (change * change) / b - (a * step[i] * step[i]) / (b * c * d * d));
    return updated > 0 && Number.isFinite(updated) ? updated : d;
  });
}

/**
 * The inverse Hessian of −f from the diagonal D and pairs (oldest first), in compact form
 *
 *   H = D + [D Y  S] [ 0  −R⁻¹ ; −R⁻ᵀ  R⁻ᵀ (E + Yᵀ D Y) R⁻¹ ] [D Y  S]ᵀ,     R = upper(Sᵀ Y),  E = diag(Sᵀ Y)
 *
 * and its orthonormal directions on the scale of D.
 *
 * @see Byrd, Nocedal and Schnabel (1994), Representations of quasi-Newton matrices, theorem 2.2
 */
export function inverseHessian(diagonal: Float64Array, pairs: readonly CurvaturePair[]): LowRankCovariance {
  const dim = diagonal.length;
  const scale = diagonal.map(Math.sqrt);
  // On the scale of D the steps are S/√D, the gradient changes Y·√D, and D is the identity.
  const steps = pairs.map(({ step }) => step.map((value, i) => value / scale[i]));
  const changes = pairs.map(({ gradientChange }) => gradientChange.map((value, i) => value * scale[i]));
  const { basis, coefficients } = orthonormalize([...changes, ...steps]);
  const rank = basis.length;
  const middle = middleMatrix(steps, changes);
  const count = 2 * pairs.length;
  const inner = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i += 1) inner[i * rank + i] = 1;
  for (let p = 0; p < count; p += 1) {
    for (let q = 0; q < count; q += 1) {
      const weight = middle[p * count + q];
      for (let i = 0; i < rank; i += 1) {
        for (let j = 0; j < rank; j += 1) inner[i * rank + j] += weight * coefficients[p][i] * coefficients[q][j];
      }
    }
  }
  for (let i = 0; i < rank; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const symmetric = 0.5 * (inner[i * rank + j] + inner[j * rank + i]);
      inner[i * rank + j] = symmetric;
      inner[j * rank + i] = symmetric;
    }
  }
  const eigen = symmetricEigen(inner, rank);
  const vectors = new Float64Array(rank * dim);
  for (let k = 0; k < rank; k += 1) {
    for (let j = 0; j < rank; j += 1) {
      const weight = eigen.vectors[k * rank + j];
      for (let i = 0; i < dim; i += 1) vectors[k * dim + i] += weight * basis[j][i];
    }
  }
  return { variance: diagonal, vectors, values: eigen.values.map((value) => Math.max(smallestValue, value)) };
}

/** [ 0  −R⁻¹ ; −R⁻ᵀ  R⁻ᵀ (E + YᵀY) R⁻¹ ], (2m, 2m). */
function middleMatrix(steps: readonly Float64Array[], changes: readonly Float64Array[]): Float64Array {
  const m = steps.length;
  const count = 2 * m;
  const middle = new Float64Array(count * count);
  const inverse = new Float64Array(m * m); // R⁻¹, upper triangular
  for (let column = 0; column < m; column += 1) {
    for (let row = column; row >= 0; row -= 1) {
      let total = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k += 1) total -= dot(steps[row], changes[k]) * inverse[k * m + column];
      inverse[row * m + column] = total / dot(steps[row], changes[row]);
    }
  }
  const gram = new Float64Array(m * m); // E + YᵀY
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < m; j += 1) gram[i * m + j] = dot(changes[i], changes[j]);
    gram[i * m + i] += dot(steps[i], changes[i]);
  }
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < m; j += 1) {
      middle[i * count + m + j] = -inverse[i * m + j];
      middle[(m + j) * count + i] = -inverse[i * m + j];
      let total = 0;
      for (let k = 0; k <= i; k += 1) {
        for (let l = 0; l <= j; l += 1) total += inverse[k * m + i] * gram[k * m + l] * inverse[l * m + j];
      }
      middle[(m + i) * count + m + j] = total;
    }
  }
  return middle;
}

/** An orthonormal basis of the vectors' span, and the coefficients of each vector in it. */
function orthonormalize(vectors: readonly Float64Array[]): {
  basis: Float64Array[];
  coefficients: Float64Array[];
} {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const size = Math.sqrt(dot(vector, vector));
    if (!(size > 0)) continue;
    const rest = vector.map((value) => value / size);
    // Twice: once leaves rounding errors of the size of what was taken away.
    for (let pass = 0; pass < 2; pass += 1) {
      for (const other of basis) {
        const along = dot(rest, other);
        for (let i = 0; i < rest.length; i += 1) rest[i] -= along * other[i];
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length > smallestRemainder) basis.push(rest.map((value) => value / length));
  }
  return { basis, coefficients: vectors.map((vector) => Float64Array.from(basis, (other) => dot(vector, other))) };
}

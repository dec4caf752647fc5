// The geometric mean of two positive definite matrices, one of them inverted.
import { symmetricEigen } from "../math/symmetric-eigen.ts";

/**
 * The positive definite Σ with Σ·B·Σ = A: the geometric mean of A and B⁻¹,
 *
 *   Σ = B^−½ (B^½ A B^½)^½ B^−½
 *
 * @param a  symmetric positive definite (n, n); so is `b`
 * @see Bhatia (2007), Positive Definite Matrices, chapter 4
 */
export function geometricMean(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const eigen = symmetricEigen(b, n);
  const root = spectral(eigen.vectors, eigen.values.map(Math.sqrt), n);
  const inverseRoot = spectral(
    eigen.vectors,
    eigen.values.map((value) => 1 / Math.sqrt(value)),
    n,
  );
  const inner = symmetricEigen(sandwich(root, a, n), n);
  const innerRoot = spectral(
    inner.vectors,
    inner.values.map((value) => Math.sqrt(Math.max(0, value))),
    n,
  );
  return sandwich(inverseRoot, innerRoot, n);
}

/** Σ_k values_k v_k v_kᵀ for rows v_k of (n, n). */
function spectral(vectors: Float64Array, values: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k += 1) {
    for (let i = 0; i < n; i += 1) {
      const weight = values[k] * vectors[k * n + i];
      for (let j = 0; j < n; j += 1) out[i * n + j] += weight * vectors[k * n + j];
    }
  }
  return out;
}

/** S·M·S of symmetric matrices, symmetric to the last digit. */
function sandwich(s: Float64Array, m: Float64Array, n: number): Float64Array {
  const out = product(product(s, m, n), s, n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const symmetric = 0.5 * (out[i * n + j] + out[j * n + i]);
      out[i * n + j] = symmetric;
      out[j * n + i] = symmetric;
    }
  }
  return out;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < n; k += 1) {
      const weight = a[i * n + k];
      for (let j = 0; j < n; j += 1) out[i * n + j] += weight * b[k * n + j];
    }
  }
  return out;
}

// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi rotations.

/** The eigen-decomposition A = Σ_i values[i] · v_i·v_iᵀ. */
export interface SymmetricEigen {
  /** Eigenvalues, largest first. */
  readonly values: Float64Array;
  /** (eigenvector, element): row i is the unit eigenvector of values[i]. */
  readonly vectors: Float64Array;
}

const maxSweeps = 60;

/**
 * Cyclic Jacobi rotations until the off-diagonal part vanishes to rounding; small eigenvalues of a scaled matrix keep their
 * relative accuracy. For matrices of up to some hundred rows: the cost is about 10 n³.
 *
 * @param a  symmetric (n, n), row-major; left as it is
 * @throws RangeError when an element is not finite
 * @see Golub and Van Loan, Matrix Computations, §8.5
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  if (!a.every((element) => Number.isFinite(element))) {
    throw new RangeError("a matrix with an element that is not finite has no eigenvalues");
  }
  const work = Float64Array.from(a); // (n, n)
  const rows = new Float64Array(n * n); // (eigenvector, element)
  for (let i = 0; i < n; i += 1) rows[i * n + i] = 1;
  for (let sweep = 0; sweep < maxSweeps && rotateAll(work, rows, n); sweep += 1);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => work[j * n + j] - work[i * n + i]);
  const vectors = new Float64Array(n * n); // (eigenvector, element)
  order.forEach((from, to) => {
    vectors.set(rows.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (i) => work[i * n + i]), vectors };
}

/** One sweep over all pairs; whether any rotation was needed. */
function rotateAll(work: Float64Array, vectors: Float64Array, n: number): boolean {
  let rotated = false;
  for (let p = 0; p < n - 1; p += 1) {
    for (let q = p + 1; q < n; q += 1) {
      const off = work[p * n + q];
      const scale = Math.sqrt(Math.abs(work[p * n + p])) * Math.sqrt(Math.abs(work[q * n + q]));
      if (Math.abs(off) <= Number.EPSILON * 0.25 * scale || Math.abs(off) < Number.MIN_VALUE * 4) continue;
      rotated = true;
      const theta = (work[q * n + q] - work[p * n + p]) / (2 * off);
      const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const cosine = 1 / Math.sqrt(tangent * tangent + 1);
      rotate(work, vectors, n, { p, q, cosine, sine: tangent * cosine });
    }
  }
  return rotated;
}

function rotate(
  work: Float64Array,
  vectors: Float64Array,
  n: number,
  { p, q, cosine, sine }: { p: number; q: number; cosine: number; sine: number },
): void {
  for (let k = 0; k < n; k += 1) turn(work, k * n + p, k * n + q, cosine, sine);
  for (let k = 0; k < n; k += 1) turn(work, p * n + k, q * n + k, cosine, sine);
  for (let k = 0; k < n; k += 1) turn(vectors, p * n + k, q * n + k, cosine, sine);
  work[p * n + q] = 0;
  work[q * n + p] = 0;
}

function turn(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const a = values[first];
  const b = values[second];
  values[first] = cosine * a - sine * b;
  values[second] = sine * a + cosine * b;
}

// Symmetric positive definite systems whose matrix has two bands beside the diagonal.

/**
 * Solves A x = b by A = L D Lᵀ, in time proportional to the number of unknowns.
 *
 * @param diagonal  A[i][i]
 * @param first  A[i][i + 1]; the last is not read
 * @param second  A[i][i + 2]; the last two are not read
 */
export function solvePentadiagonal(
  diagonal: Float64Array,
  first: Float64Array,
  second: Float64Array,
  right: Float64Array,
): Float64Array {
  const length = diagonal.length;
  const pivots = diagonal.slice();
  const near = new Float64Array(length); // L[i + 1][i]
  const far = new Float64Array(length); // L[i + 2][i]
  const solution = right.slice();
  for (let i = 0; i < length; i += 1) {
    if (i >= 1) pivots[i] -= near[i - 1] ** 2 * pivots[i - 1];
    if (i >= 2) pivots[i] -= far[i - 2] ** 2 * pivots[i - 2];
    if (i + 1 < length) near[i] = (first[i] - (i >= 1 ? far[i - 1] * near[i - 1] * pivots[i - 1] : 0)) / pivots[i];
    if (i + 2 < length) far[i] = second[i] / pivots[i];
    if (i >= 1) solution[i] -= near[i - 1] * solution[i - 1];
    if (i >= 2) solution[i] -= far[i - 2] * solution[i - 2];
  }
  for (let i = length - 1; i >= 0; i -= 1) {
    solution[i] /= pivots[i];
    if (i + 1 < length) solution[i] -= near[i] * solution[i + 1];
    if (i + 2 < length) solution[i] -= far[i] * solution[i + 2];
  }
  return solution;
}

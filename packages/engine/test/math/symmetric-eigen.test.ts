// Eigen-decompositions of generated symmetric matrices and of some with known values.
import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigen } from "../../src/math/symmetric-eigen.ts";

const symmetric = fc.integer({ min: 1, max: 8 }).chain((n) =>
  fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n * n, maxLength: n * n }).map((flat) => {
    const matrix = Float64Array.from(flat);
    for (let i = 0; i < n; i += 1) for (let j = 0; j < i; j += 1) matrix[j * n + i] = matrix[i * n + j];
    return { n, matrix };
  }),
);

test("Σ values[i]·v_i·v_iᵀ is the matrix, the vectors are orthonormal and the values descend", () => {
  fc.assert(
    fc.property(symmetric, ({ n, matrix }) => {
      const { values, vectors } = symmetricEigen(matrix, n);
      for (let i = 0; i + 1 < n; i += 1) expect(values[i]).toBeGreaterThanOrEqual(values[i + 1]);
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          let rebuilt = 0;
          let product = 0;
          for (let k = 0; k < n; k += 1) {
            rebuilt += values[k] * vectors[k * n + i] * vectors[k * n + j];
            product += vectors[i * n + k] * vectors[j * n + k];
          }
          // some hundred rotations of numbers below 40
          expect(Math.abs(rebuilt - matrix[i * n + j])).toBeLessThan(1e-12);
          expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13);
        }
      }
    }),
  );
});

test("the second-difference matrix has eigenvalues 2 − 2 cos(kπ/(n+1))", () => {
  const n = 30;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    matrix[i * n + i] = 2;
    if (i > 0) {
      matrix[i * n + i - 1] = -1;
      matrix[(i - 1) * n + i] = -1;
    }
  }
  const kept = Float64Array.from(matrix);
  const { values } = symmetricEigen(matrix, n);
  values.forEach((value, index) => {
    expect(Math.abs(value - (2 - 2 * Math.cos(((n - index) * Math.PI) / (n + 1))))).toBeLessThan(1e-13);
  });
  expect(matrix).toEqual(kept);
});

test("tiny eigenvalues of a graded matrix keep their relative accuracy", () => {
  // diag(1, 1e-10)·[[2, 1], [1, 2]]·diag(1, 1e-10): the small eigenvalue is 1.5e-20 to first order
  const { values } = symmetricEigen(Float64Array.of(2, 1e-10, 1e-10, 2e-20), 2);
  expect(values[1] / 1.5e-20).toBeCloseTo(1, 12);
});

test("a matrix with an element that is not finite is refused", () => {
  expect(() => symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toThrow(RangeError);
});

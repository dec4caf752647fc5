// Laws of the dense linear algebra, on generated matrices.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  choleskyInPlace,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
  crossProduct,
  matrixTransposedVector,
  matrixVector,
  solveLower,
  solveLowerTransposed,
} from "../../src/math/linear-algebra.ts";

const element = fc.double({ min: -3, max: 3, noNaN: true });

/** A (rows, n) matrix and n. */
const tall = fc
  .integer({ min: 1, max: 7 })
  .chain((n) =>
    fc
      .array(element, { minLength: n * (n + 2), maxLength: n * (n + 2) })
      .map((flat) => ({ n, rows: n + 2, a: Float64Array.from(flat) })),
  );

/** AᵀA + I: positive definite, condition number at most some hundreds. */
const positiveDefinite = tall.map(({ n, rows, a }) => {
  const matrix = crossProduct(a, rows);
  for (let i = 0; i < n; i += 1) matrix[i * n + i] += 1;
  return { n, matrix };
});

const multiply = (a: Float64Array, b: Float64Array, n: number): Float64Array => {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) for (let k = 0; k < n; k += 1) out[i * n + j] += a[i * n + k] * b[k * n + j];
  return out;
};

const transpose = (a: Float64Array, n: number): Float64Array =>
  a.map((_, index) => a[(index % n) * n + Math.floor(index / n)]);

/** Rounding of sums of at most 9 products of numbers below 1000. */
const tolerance = 1e-9;
const expectClose = (found: Float64Array, wanted: ArrayLike<number>): void => {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < found.length; i += 1) expect(Math.abs(found[i] - wanted[i])).toBeLessThan(tolerance);
};

describe("products", () => {
  test("a matrix times a vector, and its transpose times a vector, match the definition", () => {
    const a = Float64Array.of(1, 2, 3, 4, 5, 6); // (2, 3)
    const out = new Float64Array(2);
    matrixVector(a, 2, [1, 10, 100], out);
    expect([...out]).toEqual([321, 654]);
    const transposed = new Float64Array(3).fill(7);
    matrixTransposedVector(a, 2, [1, 10], transposed);
    expect([...transposed]).toEqual([41, 52, 63]);
  });

  test("the weighted cross product is Σ_i w_i a_i a_iᵀ", () => {
    const a = Float64Array.of(1, 2, 3, 4); // (2, 2)
    expect([...crossProduct(a, 2)]).toEqual([10, 14, 14, 20]);
    expect([...crossProduct(a, 2, [2, 1])]).toEqual([11, 16, 16, 24]);
  });

  test("y·(A·x) equals (Aᵀ·y)·x", () => {
    fc.assert(
      fc.property(tall, ({ n, rows, a }) => {
        const x = Float64Array.from({ length: n }, (_, i) => i - 1.5);
        const y = Float64Array.from({ length: rows }, (_, i) => 1 / (i + 1));
        const ax = new Float64Array(rows);
        const ay = new Float64Array(n);
        matrixVector(a, rows, x, ax);
        matrixTransposedVector(a, rows, y, ay);
        const left = ax.reduce((sum, each, i) => sum + each * y[i], 0);
        const right = ay.reduce((sum, each, i) => sum + each * x[i], 0);
        expect(Math.abs(left - right)).toBeLessThan(tolerance);
      }),
    );
  });
});

describe("the Cholesky factor", () => {
  test("multiplies back to the matrix and is lower triangular", () => {
    fc.assert(
      fc.property(positiveDefinite, ({ n, matrix }) => {
        const lower = Float64Array.from(matrix);
        expect(choleskyInPlace(lower, n)).toBe(true);
        expectClose(multiply(lower, transpose(lower, n), n), matrix);
        for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) expect(lower[i * n + j]).toBe(0);
      }),
    );
  });

  test("solves, inverts, and gives the determinant", () => {
    fc.assert(
      fc.property(positiveDefinite, ({ n, matrix }) => {
        const lower = Float64Array.from(matrix);
        choleskyInPlace(lower, n);
        const b = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
        const solved = Float64Array.from(b);
        choleskySolve(lower, n, solved);
        const back = new Float64Array(n);
        matrixVector(matrix, n, solved, back);
        expectClose(back, b);
        const identity = multiply(matrix, choleskyInverse(lower, n), n);
        expectClose(
          identity,
          identity.map((_, index) => (index % (n + 1) === 0 ? 1 : 0)),
        );
      }),
    );
    const diagonal = Float64Array.of(4, 0, 0, 9);
    choleskyInPlace(diagonal, 2);
    expect(choleskyLogDeterminant(diagonal, 2)).toBeCloseTo(Math.log(36), 14);
  });

  test("triangular solves undo the triangular products", () => {
    const lower = Float64Array.of(2, 0, 0, 1, 3, 0, -1, 0.5, 4); // (3, 3)
    const x = [1, -2, 3];
    const product = new Float64Array(3);
    matrixVector(lower, 3, x, product);
    solveLower(lower, 3, product);
    expectClose(product, x);
    matrixTransposedVector(lower, 3, x, product);
    solveLowerTransposed(lower, 3, product);
    expectClose(product, x);
  });

  test.each([
    ["indefinite", [1, 2, 2, 1]],
    ["singular", [1, 1, 1, 1]],
    ["not a number", [Number.NaN, 0, 0, 1]],
    ["infinite", [1, 0, 0, Number.POSITIVE_INFINITY]],
  ])("is refused for a matrix that is %s", (_, matrix) => {
    expect(choleskyInPlace(Float64Array.from(matrix), 2)).toBe(false);
  });
});

// Arrow-shaped matrices: everything equals the dense matrix they stand for.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ArrowMatrix, type ArrowShape } from "../../src/math/arrow-matrix.ts";
import {
  choleskyInPlace,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
  solveLower,
  solveLowerTransposed,
} from "../../src/math/linear-algebra.ts";

const shapes = fc.record({
  groupSizes: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
  shared: fc.integer({ min: 0, max: 5 }),
});

/** A random positive definite arrow and the same matrix with its zeros; its diagonal dominates. */
function randomArrow(shape: ArrowShape, seed: number): { arrow: ArrowMatrix; dense: Float64Array } {
  const arrow = new ArrowMatrix(shape);
  const n = arrow.size;
  const dense = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const place = arrow.place(row, column);
      if (place < 0) continue;
      const value = row === column ? n + 1 : Math.sin(seed + 7 * row + 3 * column);
      arrow.values[place] = value;
      dense[row * n + column] = value;
      dense[column * n + row] = value;
    }
  }
  return { arrow, dense };
}

/** Both factors are of diagonally dominant matrices: rounding stays near n ulp. */
const digits = 11;

test("factor, solves, determinant and inverse diagonal equal the dense ones", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 1000 }), (shape, seed) => {
      const { arrow, dense } = randomArrow(shape, seed);
      const n = arrow.size;
      if (n === 0) return;
      expect(arrow.factor()).toBe(true);
      expect(choleskyInPlace(dense, n)).toBe(true);
      expect(arrow.logDeterminant()).toBeCloseTo(choleskyLogDeterminant(dense, n), digits);
      const right = Float64Array.from({ length: n }, (_, i) => Math.cos(seed + i));
      for (const [ours, theirs] of [
        [(v: Float64Array) => arrow.solve(v), (v: Float64Array) => choleskySolve(dense, n, v)],
        [(v: Float64Array) => arrow.solveLower(v), (v: Float64Array) => solveLower(dense, n, v)],
        [(v: Float64Array) => arrow.solveLowerTransposed(v), (v: Float64Array) => solveLowerTransposed(dense, n, v)],
      ] as const) {
        const a = Float64Array.from(right);
        const b = Float64Array.from(right);
        ours(a);
        theirs(b);
        a.forEach((value, i) => {
          expect(value).toBeCloseTo(b[i], digits);
        });
      }
      const diagonal = new Float64Array(n);
      arrow.inverseDiagonal(diagonal);
      const inverse = choleskyInverse(dense, n);
      diagonal.forEach((value, i) => {
        expect(value).toBeCloseTo(inverse[i * n + i], digits);
      });
    }),
  );
});

test("an indefinite block, coupling or corner is found", () => {
  const indefinite = (row: number, column: number, value: number): boolean => {
    const { arrow } = randomArrow({ groupSizes: [2, 2], shared: 2 }, 1);
    arrow.values[arrow.place(row, column)] = value;
    return !arrow.factor();
  };
  expect(indefinite(0, 0, -1)).toBe(true);
  expect(indefinite(4, 1, 100)).toBe(true);
  expect(indefinite(5, 5, -1)).toBe(true);
  expect(indefinite(5, 5, Number.NaN)).toBe(true);
});

test("entries between groups have no place", () => {
  const arrow = new ArrowMatrix({ groupSizes: [2, 1], shared: 1 });
  expect(arrow.place(2, 0)).toBe(-1);
  expect(arrow.place(3, 0)).toBeGreaterThan(0);
});

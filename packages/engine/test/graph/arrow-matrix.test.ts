// Arrow-shaped matrices: everything equals the dense matrix they stand for.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ArrowLayout, type ArrowShape } from "../../src/graph/arrow-layout.ts";
import { ArrowMatrix, arrowRoom } from "../../src/graph/arrow-matrix.ts";
import type { OpenKernels } from "../../src/kernels/kernels.ts";
import { openReferenceKernels } from "../../src/kernels/reference.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";
import {
  choleskyInPlace,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
  solveLowerTransposed,
} from "../../src/math/linear-algebra.ts";
import { sameBits } from "../support/same-bits.ts";

const shapes = fc.record({
  groupSizes: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }),
  shared: fc.integer({ min: 0, max: 14 }),
});

interface Opened {
  readonly arrow: ArrowMatrix;
  /** Vectors within reach of the matrix's kernels, of its padded size: zeros. */
  readonly vector: () => Float64Array;
}

function openArrow(shape: ArrowShape, open: OpenKernels = openReferenceKernels): Opened {
  const layout = new ArrowLayout(shape);
  const room = arrowRoom(layout);
  const kernels = open({ vectors: 4, doubles: room + 3 * layout.paddedSize });
  const arrow = new ArrowMatrix(layout, kernels.allocate(room), kernels);
  return { arrow, vector: () => kernels.allocate(layout.paddedSize) };
}

/** Fills in a positive definite matrix whose diagonal dominates. Returns it with its zeros. */
function fill({ arrow }: Opened, seed: number): Float64Array {
  const { layout } = arrow;
  const n = layout.size;
  const dense = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const place = layout.place(row, column);
      if (place < 0) continue;
      const value = row === column ? n + 1 : Math.sin(seed + 7 * row + 3 * column);
      arrow.values[place] = value;
      dense[row * n + column] = value;
      dense[column * n + row] = value;
    }
  }
  return dense;
}

/** Both factors are of diagonally dominant matrices: rounding stays near n ulp. */
const digits = 11;

test("factor, solves, determinant and inverse diagonal equal the dense ones", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 1000 }), (shape, seed) => {
      const opened = openArrow(shape);
      const { arrow, vector } = opened;
      const dense = fill(opened, seed);
      const n = arrow.layout.size;
      if (n === 0) return;
      expect(arrow.factor()).toBe(true);
      expect(choleskyInPlace(dense, n)).toBe(true);
      expect(arrow.logDeterminant()).toBeCloseTo(choleskyLogDeterminant(dense, n), digits);
      const right = Float64Array.from({ length: n }, (_, i) => Math.cos(seed + i));
      for (const [ours, theirs] of [
        [(v: Float64Array) => arrow.solve(v), (v: Float64Array) => choleskySolve(dense, n, v)],
        [(v: Float64Array) => arrow.solveLowerTransposed(v), (v: Float64Array) => solveLowerTransposed(dense, n, v)],
      ] as const) {
        const a = vector();
        a.set(right);
        const b = Float64Array.from(right);
        ours(a);
        theirs(b);
        b.forEach((value, i) => {
          expect(a[i]).toBeCloseTo(value, digits);
        });
        expect(a.subarray(n).every((value) => value === 0)).toBe(true);
      }
      const diagonal = vector();
      arrow.inverseDiagonal(diagonal);
      const inverse = choleskyInverse(dense, n);
      for (let i = 0; i < n; i += 1) expect(diagonal[i]).toBeCloseTo(inverse[i * n + i], digits);
    }),
  );
});

test("both sets of kernels give the same bits", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 1000 }), (shape, seed) => {
      const [plain, lanes] = [openReferenceKernels, openWebAssemblyKernels].map((open) => {
        const opened = openArrow(shape, open);
        fill(opened, seed);
        const { arrow, vector } = opened;
        const factored = arrow.factor();
        const [solved, drawn, diagonal] = [vector(), vector(), vector()];
        for (let i = 0; i < arrow.layout.size; i += 1) {
          solved[i] = Math.cos(seed + i);
          drawn[i] = Math.sin(seed + i);
        }
        arrow.solve(solved);
        arrow.solveLowerTransposed(drawn);
        arrow.inverseDiagonal(diagonal);
        return { factored, vectors: [arrow.values, solved, drawn, diagonal] };
      });
      expect(lanes.factored).toBe(plain.factored);
      plain.vectors.forEach((vector, index) => {
        expect(sameBits(lanes.vectors[index], vector)).toBe(true);
      });
    }),
    { numRuns: 60 },
  );
});

test("an indefinite block, coupling or corner is found", () => {
  const indefinite = (open: OpenKernels, row: number, column: number, value: number): boolean => {
    const opened = openArrow({ groupSizes: [2, 2], shared: 2 }, open);
    fill(opened, 1);
    const { arrow } = opened;
    arrow.values[arrow.layout.place(row, column)] = value;
    return !arrow.factor();
  };
  for (const open of [openReferenceKernels, openWebAssemblyKernels]) {
    expect(indefinite(open, 0, 0, -1)).toBe(true);
    expect(indefinite(open, 4, 1, 100)).toBe(true);
    expect(indefinite(open, 5, 5, -1)).toBe(true);
    expect(indefinite(open, 5, 5, Number.NaN)).toBe(true);
    expect(indefinite(open, 5, 5, Number.POSITIVE_INFINITY)).toBe(true);
    expect(indefinite(open, 5, 5, 7)).toBe(false);
  }
});

test("entries between groups have no place", () => {
  const layout = new ArrowLayout({ groupSizes: [2, 1], shared: 1 });
  expect(layout.place(2, 0)).toBe(-1);
  expect(layout.place(3, 0)).toBeGreaterThan(0);
});

// Products with sparse columns: what their zeros would give, and the same bits from both sets of kernels.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Kernels, SparseColumns } from "../../src/kernels/kernels.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";
import { sameBits } from "../support/same-bits.ts";

const rowCount = 20;
const most = 4 * rowCount;
const webAssembly = openWebAssemblyKernels({ vectors: 6, doubles: 6 * most });
const room = Array.from({ length: 6 }, () => webAssembly.allocate(most));

/** Rows without a gap, or any, each with a value. */
const column = fc
  .oneof(
    fc.subarray(Array.from({ length: rowCount }, (_, row) => row)),
    fc
      .tuple(fc.nat(rowCount - 1), fc.nat(rowCount))
      .map(([start, count]) => Array.from({ length: Math.min(count, rowCount - start) }, (_, index) => start + index)),
  )
  .map((rows) => rows.map((row) => ({ row, value: Math.sin(3 * row + rows.length) })));
const columns = fc.array(column, { minLength: 1, maxLength: 4 });

function arrays(each: readonly (readonly { row: number; value: number }[])[]) {
  let end = 0;
  const starts = [0, ...each.map(({ length }) => (end += length))];
  return { starts, rows: each.flat().map(({ row }) => row), values: each.flat().map(({ value }) => value) };
}

test("projections and subtractions equal those of the dense columns, to the last bit in both sets", () => {
  fc.assert(
    fc.property(columns, (each) => {
      const { starts, rows, values } = arrays(each);
      const vector = Array.from({ length: rowCount }, (_, t) => Math.cos(t));
      const weights = each.map((_, k) => 1 + k / 3);
      const run = (
        kernels: Kernels,
        place: (index: number, from: readonly number[]) => Float64Array,
        indices: (index: number, from: readonly number[]) => Int32Array,
      ): Float64Array[] => {
        const sparse: SparseColumns = { starts: indices(0, starts), rows: indices(1, rows), values: place(2, values) };
        const target = place(3, vector);
        const products = place(
          4,
          weights.map(() => 0),
        );
        kernels.projectOnSparse(sparse, target, products);
        kernels.subtractSparse(sparse, place(5, weights), target);
        return [products, target];
      };
      const plain = run(
        referenceKernels,
        (_, from) => Float64Array.from(from),
        (_, from) => Int32Array.from(from),
      );
      const lanes = run(
        webAssembly,
        (index, from) => {
          room[index].set(from);
          return room[index].subarray(0, from.length);
        },
        (index, from) => {
          const view = new Int32Array(room[index].buffer, room[index].byteOffset, from.length);
          view.set(from);
          return view;
        },
      );
      plain.forEach((values, index) => {
        expect(sameBits(lanes[index], values)).toBe(true);
      });
      const expected = each.map((one) => one.reduce((total, { row, value }) => total + value * vector[row], 0));
      const rest = vector.map((value, t) =>
        each.reduce(
          (left, one, k) => left - weights[k] * one.reduce((sum, { row, value: v }) => sum + (row === t ? v : 0), 0),
          value,
        ),
      );
      // Sums of at most twenty numbers of order one.
      expected.forEach((value, k) => {
        expect(plain[0][k]).toBeCloseTo(value, 12);
      });
      rest.forEach((value, t) => {
        expect(plain[1][t]).toBeCloseTo(value, 12);
      });
    }),
  );
});

// Selecting order statistics equals sorting, at the positions asked for.
import fc from "fast-check";
import { expect, test } from "vitest";
import { selectPositions } from "../../src/analysis/select.ts";

test("the wanted positions hold what sorting would put there, and nothing is lost", () => {
  const valuesArb = fc.oneof(
    fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 80 }),
    fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 80 }),
  );
  fc.assert(
    fc.property(valuesArb, fc.array(fc.nat()), (values, wanted) => {
      const positions = [...new Set(wanted.map((position) => position % values.length))].sort((a, b) => a - b);
      const selected = Float64Array.from(values);
      selectPositions(selected, positions);
      const sorted = Float64Array.from(values).sort();
      for (const position of positions) expect(selected[position] === sorted[position]).toBe(true);
      expect(selected.toSorted()).toEqual(sorted);
    }),
  );
});

test("no values and no positions are no work", () => {
  selectPositions(new Float64Array(0), []);
  const values = Float64Array.of(3, 1, 2);
  selectPositions(values, []);
  expect([...values]).toEqual([3, 1, 2]);
});

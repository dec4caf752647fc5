// Exact combinations of columns are found and written as a reader would write them.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findCombinations, formatCombination } from "../../src/data/collinear.ts";
import { scatter } from "./tables.ts";

const rows = 50;
const column = (stream: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => 100 * scatter(row, stream));

test("independent columns have none", () => {
  const columns = [1, 2, 3, 4].map((stream) => ({ name: `c${stream}`, values: column(stream) }));
  expect(findCombinations(columns)).toEqual([]);
});

test("any combination is found with its weights", () => {
  const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(
    fc.property(weight, weight, fc.double({ min: -100, max: 100, noNaN: true }), (first, second, constant) => {
      const [a, b] = [column(1), column(2)];
      const values = a.map((value, row) => first * value - second * b[row] + constant);
      const [found] = findCombinations([
        { name: "a", values: a },
        { name: "b", values: b },
        { name: "noise", values: column(9) },
        { name: "c", values },
      ]);
      expect(found.terms.map(({ name }) => name)).toEqual(["a", "b"]);
      // Two passes of orthogonalization keep ten digits on columns this far from each other.
      expect(found.terms[0].coefficient).toBeCloseTo(first, 8);
      expect(found.terms[1].coefficient).toBeCloseTo(-second, 8);
      // Constants below a millionth of the column's norm, here at most 5,000, are rounding and count as zero.
      expect(Math.abs(found.constant - constant)).toBeLessThan(5e-3);
    }),
  );
});

test("rounding to cents does not hide a proportion, noise does", () => {
  const a = Float64Array.from(column(1), (value) => Math.round(value * 1e7) / 100);
  const share = a.map((value) => Math.round(value * 25) / 100);
  const [found] = findCombinations([
    { name: "a", values: a },
    { name: "b", values: share },
  ]);
  expect(formatCombination(found)).toMatch(/^b = 0\.25 · a/);
  const noisy = share.map((value, row) => value * (1 + 1e-4 * scatter(row, 5)));
  expect(
    findCombinations([
      { name: "a", values: a },
      { name: "b", values: noisy },
    ]),
  ).toEqual([]);
});

test("constant columns are passed over", () => {
  const flat = { name: "flat", values: new Float64Array(rows).fill(0.1) };
  expect(findCombinations([flat, { name: "a", values: column(1) }, flat])).toEqual([]);
});

test("formulas drop weights of one and keep signs", () => {
  const terms = [
    { name: "a", coefficient: -1 },
    { name: "b", coefficient: 2.5 },
  ];
  expect(formatCombination({ name: "c", constant: -3, terms })).toBe("c = −a + 2.5 · b − 3");
  expect(formatCombination({ name: "c", constant: 0, terms: terms.slice(1) })).toBe("c = 2.5 · b");
});

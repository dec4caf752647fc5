import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnosable, splitChains } from "../../src/diagnostics/chains.ts";

test("a chain is cut into halves, and the middle draw of an odd number dropped", () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 11, 12, 13, 14, 15);
  const split = splitChains(values, { chains: 2, draws: 5 });
  expect(split).toEqual({ chains: 4, draws: 2, values: Float64Array.of(1, 2, 11, 12, 4, 5, 14, 15) });
});

test("splitting keeps every draw of an even number", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), (chains, half) => {
      const values = Float64Array.from({ length: chains * half * 2 }, (_, index) => index);
      const split = splitChains(values, { chains, draws: half * 2 });
      expect(split.values.toSorted()).toEqual(values);
    }),
  );
});

test("too few draws or a NaN among them cannot be diagnosed", () => {
  expect(diagnosable(new Float64Array(6), { chains: 2, draws: 3 })).toBe(false);
  expect(diagnosable(new Float64Array(0), { chains: 0, draws: 8 })).toBe(false);
  expect(diagnosable(Float64Array.of(1, 2, Number.NaN, 4), { chains: 1, draws: 4 })).toBe(false);
  expect(diagnosable(Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4), { chains: 1, draws: 4 })).toBe(true);
});

test("values that do not fill the shape are refused", () => {
  expect(() => diagnosable(new Float64Array(7), { chains: 2, draws: 4 })).toThrow(/7 values are not 2 chains of 4/);
});

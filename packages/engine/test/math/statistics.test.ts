// Sample statistics against their definitions and known answers.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  correlation,
  mean,
  median,
  quantile,
  quantileSorted,
  ranks,
  standardDeviation,
  variance,
} from "../../src/math/statistics.ts";

const element = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const several = fc.array(element, { minLength: 2, maxLength: 40 });

describe("moments", () => {
  test("match their definitions", () => {
    fc.assert(
      fc.property(several, (values) => {
        const average = values.reduce((sum, x) => sum + x, 0) / values.length;
        const squares = values.reduce((sum, x) => sum + (x - average) ** 2, 0);
        // the rounding of at most 40 values below 1000, and of their squares
        expect(Math.abs(mean(values) - average)).toBeLessThan(1e-11);
        expect(Math.abs(variance(values) - squares / (values.length - 1))).toBeLessThan(1e-8);
      }),
    );
  });

  test("a large offset does not spoil the variance", () => {
    expect(variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(30);
    expect(standardDeviation([1e9, 1e9 + 2])).toBeCloseTo(Math.SQRT2, 14);
  });

  test("of too few values are NaN", () => {
    expect(mean([])).toBeNaN();
    expect(variance([1])).toBeNaN();
  });
});

describe("quantile", () => {
  // R 4: quantile(c(10, 20, 40, 80), c(0, .1, .5, .9, 1)) and NumPy's default
  test.each([
    [0, 10],
    [0.1, 13],
    [0.5, 30],
    [0.9, 68],
    [1, 80],
  ])("of type 7 at %s is %s", (p, answer) => {
    expect(quantile([40, 10, 80, 20], p)).toBeCloseTo(answer, 12);
    expect(quantileSorted([10, 20, 40, 80], p)).toBeCloseTo(answer, 12);
  });

  test("at one half is the median", () => {
    expect(median([5, 1, 2])).toBe(2);
    expect(median([5, 1, 2, 4])).toBe(3);
  });

  test("rises with p and stays among the values", () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(several, probability, probability, (values, p, q) => {
        const low = quantile(values, Math.min(p, q));
        const high = quantile(values, Math.max(p, q));
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  test("leaves the values in their order", () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  test("of equal infinite values is that value", () => {
    expect(quantileSorted([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.75)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test("of nothing, or with a NaN, is NaN; at an impossible probability an error", () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([1, Number.NaN, 2], 0.1)).toBeNaN();
    expect(() => quantile([1], 1.5)).toThrow("probability 1.5");
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe("correlation", () => {
  test("is one for a rising line, minus one for a falling one, zero for a parabola", () => {
    const x = [-2, -1, 0, 1, 2];
    const along = (map: (value: number) => number): number => correlation(x, x.map(map));
    expect(along((v) => 3 * v + 7)).toBeCloseTo(1, 14);
    expect(along((v) => 7 - v)).toBeCloseTo(-1, 14);
    expect(along((v) => v * v)).toBeCloseTo(0, 14);
  });

  test("never leaves [−1, 1]", () => {
    fc.assert(
      fc.property(several, (values) => {
        const found = correlation(
          values,
          values.map((v, i) => v * 1e-8 + (i % 2) * 1e-12),
        );
        expect(Number.isNaN(found) || Math.abs(found) <= 1).toBe(true);
      }),
    );
  });

  test("of a constant is NaN; of different lengths an error", () => {
    expect(correlation([1, 1], [1, 2])).toBeNaN();
    expect(() => correlation([1], [1, 2])).toThrow("1 values with 2");
  });
});

describe("ranks", () => {
  test("of distinct values are their places", () => {
    expect([...ranks([30, 10, 20])]).toEqual([3, 1, 2]);
  });

  test("of equal values are averaged", () => {
    expect([...ranks([2, 1, 2, 3, 2])]).toEqual([3, 1, 3, 5, 3]);
  });

  test("count the values below and half of the other equal ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 30 }), (values) => {
        ranks(values).forEach((rank, i) => {
          const below = values.filter((value) => value < values[i]).length;
          const equal = values.filter((value) => value === values[i]).length;
          expect(rank).toBe(below + (equal + 1) / 2);
        });
      }),
    );
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { mixtureQuantity, mixtureShareAbove, quantityOf, shareAbove } from "../../src/compare/quantity.ts";

test("a mixture of one part is that part, up to how a quantile is read between draws", () => {
  const draws = [4, 1, 3, 2, 5];
  const alone = mixtureQuantity([draws], [1]);
  expect(alone.mean).toBeCloseTo(quantityOf(draws).mean, 12);
  expect(alone.q50).toBe(3);
  expect([alone.q05, alone.q95]).toEqual([1, 5]);
});

test("a mixture's mean and variance are the law of total expectation and variance", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 2, maxLength: 9 }),
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 2, maxLength: 5 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (left, right, share) => {
        const weights = [share, 1 - share];
        const moments = [left, right].map((values) => {
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
        });
        const mean = moments.reduce((sum, each, part) => sum + weights[part] * each.mean, 0);
        const variance = moments.reduce(
          (sum, each, part) => sum + weights[part] * (each.variance + (each.mean - mean) ** 2),
          0,
        );
        const mixed = mixtureQuantity([left, right], weights);
        expect(mixed.mean).toBeCloseTo(mean, 9);
        expect(mixed.sd ** 2).toBeCloseTo(variance, 8);
      },
    ),
  );
});

test("a part without weight has no say, whatever it says", () => {
  const mixed = mixtureQuantity([[1, 2, 3], [1e9]], [1, 0]);
  expect(mixed.mean).toBeCloseTo(2, 12);
  expect(mixed.q95).toBe(3);
  expect(mixtureShareAbove([[1, 2, 3], [1e9]], [1, 0], 2.5)).toBeCloseTo(1 / 3, 12);
});

test("a draw on the threshold counts half", () => {
  expect(shareAbove([0, 1, 1, 2], 1)).toBe(0.5);
});

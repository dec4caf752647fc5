import fc from "fast-check";
import { expect, test } from "vitest";
import { kendall, spearman } from "../../src/compare/rank-correlation.ts";

test("correlations are those of a known example", () => {
  // scipy.stats.spearmanr and kendalltau of the same numbers.
  expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  expect(kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 12);
});

test("an order agrees with itself, disagrees with its reverse, and says nothing of ties", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 8 }), (values) => {
      const reversed = values.map((value) => -value);
      expect(spearman(values, values)).toBeCloseTo(1, 12);
      expect(kendall(values, reversed)).toBeCloseTo(-1, 12);
      expect(spearman(values, reversed)).toBeCloseTo(-1, 12);
      expect(
        kendall(
          values,
          values.map(() => 0),
        ),
      ).toBeNull();
      expect(
        spearman(
          values,
          values.map(() => 0),
        ),
      ).toBeNull();
    }),
  );
});

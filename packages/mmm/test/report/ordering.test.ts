// Which channel's next unit is worth most.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  normalCumulative,
  orderedByMarginal,
  probabilityAbove,
  probabilityAboveLimit,
} from "../../src/report/ordering.ts";
import { evaluationArbitrary, makeEstimate } from "./make-evaluation.ts";

test("the normal distribution function is within 1.5e−4 of tabulated values", () => {
  // Abramowitz and Stegun, table 26.1.
  const table: readonly (readonly [number, number])[] = [
    [0, 0.5],
    [0.5, 0.6914624613],
    [1, 0.8413447461],
    [1.5, 0.9331927987],
    [2, 0.977249868],
    [2.5, 0.9937903347],
    [3, 0.9986501019],
    [4, 0.9999683288],
  ];
  for (const [z, probability] of table) {
    expect(Math.abs(normalCumulative(z) - probability)).toBeLessThan(1.5e-4);
    expect(Math.abs(normalCumulative(-z) - (1 - probability))).toBeLessThan(1.5e-4);
  }
});

test("being above is complementary, and certain without spread", () => {
  const [low, high] = [makeEstimate(1, 0.2), makeEstimate(1.3, 0.1)];
  expect(probabilityAbove(low, high) + probabilityAbove(high, low)).toBeCloseTo(1, 12);
  expect(probabilityAbove(makeEstimate(2, 0), makeEstimate(1, 0))).toBe(1);
  expect(probabilityAbove(makeEstimate(1, 0), makeEstimate(1, 0))).toBe(0.5);
  expect(probabilityAboveLimit(makeEstimate(2, 0), 1)).toBe(1);
  expect(probabilityAboveLimit(makeEstimate(1, 0), 1)).toBe(0.5);
  expect(probabilityAboveLimit(makeEstimate(1.2, 0.1), 1)).toBeCloseTo(0.977, 3);
});

test("channels come in falling order of the next unit's mean return, each once", () => {
  fc.assert(
    fc.property(evaluationArbitrary, (evaluation) => {
      const order = orderedByMarginal(evaluation);
      const means = order.map(({ index }) => evaluation.channels[index].marginalRoas.mean);
      expect(means).toEqual(means.toSorted((left, right) => right - left));
      expect(new Set(order.map(({ index }) => index)).size).toBe(evaluation.channels.length);
      for (const { probabilityAboveNext } of order) expect(probabilityAboveNext).toBeGreaterThanOrEqual(0.4998);
    }),
    { numRuns: 30 },
  );
});

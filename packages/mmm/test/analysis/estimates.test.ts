// Summaries of draws: known values, and laws that hold for any draws.
import fc from "fast-check";
import { expect, test } from "vitest";
import { estimate, intervalOfSorted, quantileOfSorted, seriesEstimate } from "../../src/analysis/estimates.ts";

const drawsArb = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

test("quantiles interpolate linearly between order statistics", () => {
  const sorted = [10, 20, 40, 80];
  expect(quantileOfSorted(sorted, 0)).toBe(10);
  expect(quantileOfSorted(sorted, 1)).toBe(80);
  // Position 1.5 of 0 … 3: halfway from 20 to 40.
  expect(quantileOfSorted(sorted, 0.5)).toBe(30);
  expect(quantileOfSorted([7], 0.3)).toBe(7);
});

test("the 94 % interval of 0 … 100 runs from 3 to 97", () => {
  const sorted = Array.from({ length: 101 }, (_, value) => value);
  const [low, high] = intervalOfSorted(sorted, 0.94);
  expect(low).toBeCloseTo(3, 12);
  expect(high).toBeCloseTo(97, 12);
});

test("an estimate of 0 … 100, in any order, is known by hand", () => {
  const values = Array.from({ length: 101 }, (_, value) => (37 * value) % 101);
  const summary = estimate(values);
  expect(summary.mean).toBeCloseTo(50, 12);
  expect(summary.median).toBe(50);
  // Variance of 0 … n−1 with ddof 1 is n(n+1)/12.
  expect(summary.sd).toBeCloseTo(Math.sqrt((101 * 102) / 12), 10);
  expect(summary.interval50).toEqual([25, 75]);
});

test("one draw is its own interval and has no spread", () => {
  expect(estimate([3])).toEqual({
    mean: 3,
    median: 3,
    sd: 0,
    interval50: [3, 3],
    interval80: [3, 3],
    interval94: [3, 3],
  });
});

test("intervals nest around the median", () => {
  fc.assert(
    fc.property(drawsArb, (draws) => {
      const { median, interval50, interval80, interval94 } = estimate(draws);
      const ordered = [
        interval94[0],
        interval80[0],
        interval50[0],
        median,
        interval50[1],
        interval80[1],
        interval94[1],
      ];
      // Interpolation may round by an ulp of the largest draw.
      for (let index = 1; index < ordered.length; index += 1) {
        expect(ordered[index]).toBeGreaterThanOrEqual(ordered[index - 1] - 1e-9);
      }
    }),
  );
});

test("a series estimate is the estimate of every period", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 120 }),
      fc.integer(),
      (periods, draws, seed) => {
        const series = Float64Array.from({ length: periods * draws }, (_, index) => Math.sin(seed + 7.3 * index));
        const summary = seriesEstimate(series, periods);
        for (let period = 0; period < periods; period += 1) {
          const single = estimate(Float64Array.from({ length: draws }, (_, draw) => series[draw * periods + period]));
          // The draws are added up in another order.
          expect(summary.mean[period]).toBeCloseTo(single.mean, 12);
          expect([summary.lower50[period], summary.upper50[period]]).toEqual(single.interval50);
          expect([summary.lower94[period], summary.upper94[period]]).toEqual(single.interval94);
        }
      },
    ),
  );
});

// Random response curves for property tests.
import * as fc from "fast-check";
import type { CurveRow } from "./curves.ts";

/** Shares from 0 to 1; no numbers next to nothing, which money is not. */
export const thousandths: fc.Arbitrary<number> = fc.integer({ min: 0, max: 1000 }).map((each) => each / 1000);

export const curves: fc.Arbitrary<CurveRow> = fc.oneof(
  fc
    .record({
      height: fc.double({ min: 1, max: 20, noNaN: true }),
      half: fc.double({ min: 0.05, max: 3, noNaN: true }),
      slope: fc.double({ min: 0.5, max: 6, noNaN: true }),
      upper: fc.integer({ min: 10, max: 90 }),
      lower: fc.constantFrom(0, 0, 3, 7),
    })
    .map(({ height, half, slope, upper, lower }): CurveRow => ["hill", height, half * upper, slope, lower, upper]),
  fc
    .record({
      height: fc.double({ min: 1, max: 20, noNaN: true }),
      middle: thousandths,
      steep: fc.double({ min: 2, max: 20, noNaN: true }),
      upper: fc.integer({ min: 10, max: 90 }),
    })
    .map(({ height, middle, steep, upper }): CurveRow => ["logistic", height, middle * upper, steep / upper, 0, upper]),
  fc
    .record({ height: fc.double({ min: 0.01, max: 1, noNaN: true }), upper: fc.integer({ min: 10, max: 90 }) })
    .map(({ height, upper }): CurveRow => ["linear", height, 0, 0, 0, upper]),
);

// What must hold of every diagnostic whatever the draws.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bfmi } from "../../src/diagnostics/bfmi.ts";
import { essBulk, essMean, essSd, essTail } from "../../src/diagnostics/effective-sample-size.ts";
import { equalTailedInterval, highestDensityInterval } from "../../src/diagnostics/intervals.ts";
import { mcseMean, mcseQuantile, mcseSd } from "../../src/diagnostics/mcse.ts";
import { foldAroundMedian, rankNormalize } from "../../src/diagnostics/rank-normalize.ts";
import { rhat } from "../../src/diagnostics/rhat.ts";

const shape = { chains: 3, draws: 12 };
const drawsArbitrary = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 36, maxLength: 36 })
  .map((values) => Float64Array.from(values));

/** (chain, draw) with the chains in another order. */
const rotated = (values: Float64Array): Float64Array =>
  Float64Array.of(...values.subarray(shape.draws), ...values.subarray(0, shape.draws));

describe("rank normalization", () => {
  test("sees the order of the draws only", () => {
    fc.assert(
      fc.property(drawsArbitrary, (values) => {
        const scores = rankNormalize(values);
        expect(rankNormalize(values.map((value) => Math.atan(value / 100)))).toEqual(scores);
        const order = Array.from(values.keys()).sort((left, right) => values[left] - values[right]);
        for (let index = 1; index < order.length; index += 1) {
          const [low, high] = [order[index - 1] ?? 0, order[index] ?? 0];
          if (values[low] === values[high]) expect(scores[low]).toBe(scores[high]);
          else expect(scores[low]).toBeLessThan(scores[high] ?? Number.NaN);
        }
      }),
    );
  });

  test("gives draws of minus and plus infinity the outermost scores", () => {
    const scores = rankNormalize(Float64Array.of(Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY));
    expect(scores[1]).toBe(0);
    expect(scores[0]).toBeCloseTo(-(scores[2] ?? 0), 14);
    expect(scores[0]).toBeGreaterThan(0);
  });

  test("folding measures the distance from the median", () => {
    expect(foldAroundMedian(Float64Array.of(1, 2, 6))).toEqual(Float64Array.of(1, 0, 4));
  });
});

describe("R-hat and ESS", () => {
  test("do not change when the chains change places", () => {
    fc.assert(
      fc.property(drawsArbitrary, (values) => {
        const other = rotated(values);
        for (const diagnostic of [rhat, essBulk, essTail, essMean]) {
          const [before, after] = [diagnostic(values, shape), diagnostic(other, shape)];
          if (Number.isNaN(before)) expect(after).toBeNaN();
          else expect(Math.abs(after / before - 1)).toBeLessThan(1e-9); // sums in another order
        }
      }),
    );
  });

  test("a variable of two values, alike in all chains, is judged by its location alone", () => {
    const coin = Float64Array.from({ length: 80 }, (_, index) => ((index * 7) % 11 < 5 ? -1 : 1));
    expect(rhat(coin, { chains: 4, draws: 20 })).toBeLessThan(1.1);
  });

  test("chains stuck at different values have an R-hat beyond any limit", () => {
    const stuck = Float64Array.from({ length: 40 }, (_, index) => (index < 20 ? 1 : 2));
    expect(rhat(stuck, { chains: 2, draws: 20 })).toBeGreaterThan(100);
  });

  test("one chain, three draws or a NaN give NaN; equal draws count fully and carry no error", () => {
    const few = { chains: 2, draws: 3 };
    for (const diagnostic of [rhat, essBulk, essTail, essMean, essSd, mcseMean, mcseSd]) {
      expect(diagnostic(Float64Array.of(1, 2, 3, 4, 5, 6), few)).toBeNaN();
      expect(diagnostic(Float64Array.of(1, 2, 3, Number.NaN), { chains: 1, draws: 4 })).toBeNaN();
    }
    expect(mcseQuantile(Float64Array.of(1, 2, 3, 4, 5, 6), few, 0.5)).toBeNaN();
    expect(rhat(Float64Array.of(1, 2, 3, 4), { chains: 1, draws: 4 })).toBeNaN();
    const equal = new Float64Array(36).fill(0.1); // a value whose sums round
    expect(rhat(equal, shape)).toBeNaN();
    expect(essBulk(equal, shape)).toBe(36);
    expect(essTail(equal, shape)).toBe(36);
    expect([mcseMean(equal, shape), mcseSd(equal, shape), mcseQuantile(equal, shape, 0.9)]).toEqual([0, 0, 0]);
  });

  test("even four draws of one chain have an effective size", () => {
    expect(essMean(Float64Array.of(1, 3, 2, 4), { chains: 1, draws: 4 })).toBeGreaterThan(0);
  });
});

test("E-BFMI refuses energies that do not fill the shape", () => {
  expect(() => bfmi(new Float64Array(5), { chains: 2, draws: 3 })).toThrow(/5 energies are not 2 chains of 3 draws/);
});

describe("intervals", () => {
  test("no interval with that many draws is shorter than the highest-density one", () => {
    fc.assert(
      fc.property(drawsArbitrary, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (values, probability) => {
        const { lower, upper } = highestDensityInterval(values, probability);
        const steps = Math.floor(probability * values.length);
        expect(values.filter((value) => value >= lower && value <= upper).length).toBeGreaterThan(steps);
        const sorted = values.toSorted();
        for (let start = 0; start + steps < sorted.length; start += 1) {
          expect(upper - lower).toBeLessThanOrEqual(sorted[start + steps] - sorted[start]);
        }
      }),
    );
  });

  test("there is no interval without draws or with a NaN, and none of probability 0 or 1", () => {
    const none = { lower: Number.NaN, upper: Number.NaN };
    expect(highestDensityInterval(new Float64Array(0), 0.5)).toEqual(none);
    expect(highestDensityInterval(Float64Array.of(1, Number.NaN), 0.5)).toEqual(none);
    for (const probability of [0, 1, Number.NaN]) {
      expect(() => highestDensityInterval(Float64Array.of(1, 2), probability)).toThrow(RangeError);
      expect(() => equalTailedInterval(Float64Array.of(1, 2), probability)).toThrow(RangeError);
    }
  });
});

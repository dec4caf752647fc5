// LOO, WAIC and the smoothing of importance weights where there is no reference: their laws and their limits.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitGeneralizedPareto, generalizedParetoQuantile } from "../../src/diagnostics/generalized-pareto.ts";
import { leaveOneOut, relativeEfficiency } from "../../src/diagnostics/loo.ts";
import { goodParetoK, logSumExp, smoothWeights } from "../../src/diagnostics/psis.ts";
import { widelyApplicableInformation } from "../../src/diagnostics/waic.ts";
import { drawsOf } from "./draws-of.ts";

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe("the generalized Pareto distribution", () => {
  test.each([-0.3, 0, 0.4, 0.9])("a fit to its own quantiles finds the shape %d again", (shape) => {
    const count = 4000;
    const excesses = Float64Array.from({ length: count }, (_, rank) =>
      generalizedParetoQuantile((rank + 0.5) / count, { shape, scale: 2 }),
    );
    const fit = fitGeneralizedPareto(excesses);
    // The prior moves the shape by up to 10/4010 · 0.8; the quantiles stand for an infinite sample up to 1/4000 tails.
    expect(Math.abs(fit.shape - shape)).toBeLessThan(0.01);
    expect(Math.abs(fit.scale - 2)).toBeLessThan(0.05);
  });

  test("a shape of zero is the exponential distribution, approached from both sides", () => {
    const exponential = generalizedParetoQuantile(0.8, { shape: 0, scale: 3 });
    expect(exponential).toBeCloseTo(-3 * Math.log(0.2), 12);
    for (const shape of [-1e-9, 1e-9]) {
      expect(generalizedParetoQuantile(0.8, { shape, scale: 3 })).toBeCloseTo(exponential, 7);
    }
  });

  test("cannot be fitted when a quarter of the excesses are zero", () => {
    expect(fitGeneralizedPareto(Float64Array.of(0, 0, 0, 0, 0, 1, 2, 3)).shape).toBeNaN();
  });
});

describe("smoothed weights", () => {
  const ratiosArbitrary = fc
    .array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 150 })
    .map((ratios) => Float64Array.from(ratios));

  test("sum to one and keep their order", () => {
    fc.assert(
      fc.property(ratiosArbitrary, (ratios) => {
        const { logWeights } = smoothWeights(ratios);
        expect(sum(logWeights.map(Math.exp))).toBeCloseTo(1, 10);
        const order = Array.from(ratios.keys()).sort((left, right) => ratios[left] - ratios[right]);
        for (let index = 1; index < order.length; index += 1) {
          const [low, high] = [order[index - 1] ?? 0, order[index] ?? 0];
          // Ties in the tail receive consecutive order statistics, in no particular order.
          if (ratios[low] < ratios[high]) expect(logWeights[low]).toBeLessThanOrEqual(logWeights[high] + 1e-12);
        }
      }),
    );
  });

  test("do not depend on a constant added to all ratios", () => {
    const ratios = Float64Array.from({ length: 100 }, (_, index) => Math.sin(index * index) * 3);
    const shifted = smoothWeights(ratios.map((ratio) => ratio + 1000));
    const plain = smoothWeights(ratios);
    // Adding 1000 costs three of the sixteen digits.
    expect(shifted.paretoK).toBeCloseTo(plain.paretoK, 8);
  });

  test("are equal, with no tail to fit, when all ratios are", () => {
    const { logWeights, paretoK } = smoothWeights(new Float64Array(50).fill(3));
    expect(paretoK).toBe(Number.POSITIVE_INFINITY);
    for (const weight of logWeights) expect(weight).toBeCloseTo(-Math.log(50), 12);
  });

  test("are only normalized when the tail is too degenerate to fit", () => {
    const ratios = Float64Array.from({ length: 200 }, (_, index) => (index < 160 ? 0 : index === 199 ? 1e-3 : 1e-320));
    const { logWeights } = smoothWeights(ratios);
    expect(sum(logWeights.map(Math.exp))).toBeCloseTo(1, 10);
  });

  test("no ratios, or an efficiency that is not positive, are refused", () => {
    expect(() => smoothWeights(new Float64Array(0))).toThrow(/no importance ratios/);
    expect(() => smoothWeights(Float64Array.of(1, 2), 0)).toThrow(/must be positive/);
  });

  test("a NaN ratio makes every weight NaN", () => {
    expect([...smoothWeights(Float64Array.of(0, Number.NaN, 1)).logWeights]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

test("the limit on the Pareto shape grows with the number of draws up to 0.7", () => {
  expect(goodParetoK(100)).toBe(0.5);
  expect(goodParetoK(2200)).toBeCloseTo(0.7, 2);
  expect(goodParetoK(1e6)).toBe(0.7);
});

test("the log of a sum of exponentials neither overflows nor underflows", () => {
  expect(logSumExp(Float64Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 10);
  expect(logSumExp(Float64Array.of(-1000, -1000))).toBeCloseTo(-1000 + Math.LN2, 10);
  expect(logSumExp(Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY))).toBe(Number.NEGATIVE_INFINITY);
});

describe("LOO and WAIC", () => {
  const constant = { drawCount: 100, observations: 2, values: new Float64Array(200).fill(-1.5) };

  test("agree when no observation moves the posterior: nothing is flattered", () => {
    for (const estimate of [leaveOneOut(constant), widelyApplicableInformation(constant)]) {
      expect(estimate.elpd).toBeCloseTo(-3, 10);
      expect(estimate.effectiveParameters).toBeCloseTo(0, 10);
      expect(estimate.standardError).toBeCloseTo(0, 10);
    }
  });

  test("a single draw has no spread", () => {
    const estimate = widelyApplicableInformation({ drawCount: 1, observations: 1, values: Float64Array.of(-2) });
    expect(estimate).toMatchObject({ elpd: -2, effectiveParameters: 0, unreliable: [] });
  });

  test("WAIC names the observations it cannot judge", () => {
    const values = Float64Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? -1 : Math.sin(index) * 3));
    expect(widelyApplicableInformation({ drawCount: 100, observations: 2, values }).unreliable).toEqual([1]);
  });

  test("refuse log-likelihoods that do not fill their shape", () => {
    const broken = { drawCount: 3, observations: 2, values: new Float64Array(5) };
    expect(() => leaveOneOut(broken)).toThrow(/5 log-likelihoods are not 3 draws of 2 observations/);
    expect(() => widelyApplicableInformation({ ...broken, drawCount: 0, values: new Float64Array(0) })).toThrow(
      RangeError,
    );
  });

  test("a single chain counts as independent draws", () => {
    expect(relativeEfficiency(drawsOf(Float64Array.of(1, 2, 3, 4, 5), { chains: 1, draws: 5 }))).toBe(1);
  });

  test("draws too few for an ESS count as independent, so that a run stopped early can still be judged", () => {
    const efficiency = relativeEfficiency(drawsOf(Float64Array.of(1, 2, 3, 4, 5, 6), { chains: 2, draws: 3 }));
    expect(efficiency).toBe(1);
    const values = Float64Array.from({ length: 12 }, (_, index) => -1 - 0.1 * Math.sin(index));
    const { elpd } = leaveOneOut({ drawCount: 6, observations: 2, values }, efficiency);
    expect(Number.isFinite(elpd)).toBe(true);
  });
});

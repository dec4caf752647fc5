import { openStream } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pseudoBmaWeights, stackingWeights } from "../../src/validation/stacking.ts";

function score(pointwise: readonly Float64Array[], weights: readonly number[]): number {
  return pointwise[0].reduce(
    (sum, _, each) =>
      sum +
      Math.log(weights.reduce((mixture, weight, model) => mixture + weight * Math.exp(pointwise[model][each]), 0)),
    0,
  );
}

const problems = fc
  .record({ models: fc.integer({ min: 2, max: 5 }), observations: fc.integer({ min: 1, max: 30 }) })
  .chain(({ models, observations }) =>
    fc.array(
      fc.array(fc.double({ min: -8, max: 2, noNaN: true }), { minLength: observations, maxLength: observations }),
      { minLength: models, maxLength: models },
    ),
  )
  .map((values) => values.map((each) => Float64Array.from(each)));

describe("stacking", () => {
  test("gives weights on the simplex that no others beat by more than the stated gap", () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: 0, max: 1000 }), (pointwise, seed) => {
        const { weights, gap } = stackingWeights(pointwise);
        expect(weights.every((weight) => weight >= 0)).toBe(true);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        const stream = openStream({ seed, chain: 0, purpose: "data" });
        for (let round = 0; round < 20; round += 1) {
          const others = weights.map(() => stream.exponential());
          const total = others.reduce((sum, each) => sum + each, 0);
          const rival = score(
            pointwise,
            others.map((each) => each / total),
          );
          // 1e−9 for rounding in sums of thirty logarithms.
          expect(rival).toBeLessThanOrEqual(score(pointwise, weights) + gap + 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("splits by how often each model is the better, where they are opposites", () => {
    // Σ log(w a + (1 − w) b) with a : b = 3 : 1 seven times and 1 : 3 three times has its optimum at
    // 7 · 2/(1 + 2w) = 3 · 2/(3 − 2w): w = 0.9.
    const better = Math.log(3);
    const first = Float64Array.from({ length: 10 }, (_, each) => (each < 7 ? better : 0));
    const second = Float64Array.from({ length: 10 }, (_, each) => (each < 7 ? 0 : better));
    const { weights, gap } = stackingWeights([first, second]);
    expect(weights[0]).toBeCloseTo(0.9, 4);
    expect(gap).toBeLessThan(1e-9);
  });

  test("a model that is worse everywhere has no weight, whatever the level of the densities", () => {
    const good = Float64Array.of(-1000, -1001, -999);
    const { weights } = stackingWeights([good, good.map((value) => value - 3)]);
    expect(weights[0]).toBeCloseTo(1, 6);
  });
});

describe("pseudo-BMA+", () => {
  test("equal models share, and a clear difference decides", () => {
    const values = Float64Array.from({ length: 50 }, (_, each) => Math.sin(each));
    const equal = pseudoBmaWeights([values, values], { seed: 3 });
    expect(equal[0]).toBeCloseTo(0.5, 12);
    const [clear] = pseudoBmaWeights([values, values.map((value) => value - 1)], { seed: 3 });
    expect(clear).toBeGreaterThan(0.999);
  });

  test("a difference within its own error is softened beside exp(elpd)", () => {
    // Three better by 4, two worse by 4: the sum is 4 ahead, its error about 9.
    const first = Float64Array.of(4, 4, 4, 0, 0);
    const second = Float64Array.of(0, 0, 0, 4, 4);
    const [weight] = pseudoBmaWeights([first, second], { seed: 3 });
    expect(weight).toBeGreaterThan(0.5);
    expect(weight).toBeLessThan(1 / (1 + Math.exp(-4)) - 0.1);
  });
});

// Contribution by its definition, and the laws it obeys.
import fc from "fast-check";
import { expect, test } from "vitest";
import { channelContributions, contributionByRemoval, contributionShares } from "../../src/analysis/contributions.ts";
import { observedPlan, scaleChannel } from "../../src/analysis/media-plan.ts";
import { additiveFit, days, type TestChannel } from "./additive-fit.ts";

const linear = additiveFit({
  dates: days(3),
  kpi: [10, 10, 10],
  intercept: [5, 6],
  noise: [1, 1],
  channels: [
    { name: "tv", spend: [1, 0, 2], coefficient: [2, 4] },
    { name: "search", spend: [0, 3, 0], coefficient: [1, 0.5] },
  ],
});

test("a contribution is the outcome with the channel less the outcome without it", () => {
  expect([...contributionByRemoval(linear, 0)]).toEqual([2, 0, 4, 4, 0, 8]);
  expect([...contributionByRemoval(linear, 1)]).toEqual([0, 3, 0, 0, 1.5, 0]);
});

const channelArb = (name: string, days: number, draws: number): fc.Arbitrary<TestChannel> =>
  fc
    .record({
      spend: fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: days, maxLength: days }),
      retention: fc.array(fc.double({ min: 0, max: 0.95, noNaN: true }), { minLength: draws, maxLength: draws }),
      halfSaturation: fc.array(fc.double({ min: 10, max: 1000, noNaN: true }), { minLength: draws, maxLength: draws }),
      slope: fc.array(fc.double({ min: 0.5, max: 3, noNaN: true }), { minLength: draws, maxLength: draws }),
      coefficient: fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: draws, maxLength: draws }),
      order: fc.constantFrom("adstock-first" as const, "saturation-first" as const),
    })
    .map(({ spend, coefficient, order, ...parameters }) => ({
      name,
      spend,
      coefficient,
      order,
      parameters,
      adstock: { kind: "geometric", window: null, normalize: false },
      saturation: { kind: "hill" },
    }));

test("the fast path by components equals the definition on an additive fit", () => {
  fc.assert(
    fc.property(channelArb("tv", 8, 3), channelArb("search", 8, 3), (tv, search) => {
      const fit = additiveFit({
        dates: days(8),
        kpi: new Array<number>(8).fill(1000),
        intercept: [900, 1000, 1100],
        noise: [1, 1, 1],
        channels: [tv, search],
      });
      for (const options of [{}, { maxDraws: 2 }]) {
        channelContributions(fit, fit.components(options), options).forEach((fast, channel) => {
          const slow = contributionByRemoval(fit, channel, options);
          expect(fast.length).toBe(slow.length);
          // The definition subtracts two outcomes of up to 2e4: rounding 1e-11.
          fast.forEach((value, index) => {
            expect(Math.abs(value - slow[index])).toBeLessThan(1e-9);
          });
        });
      }
    }),
    { numRuns: 50 },
  );
});

test("components of a fit sum to its outcome", () => {
  const values = linear.components().map((component) => component.values);
  const summed = values[0].map((_, index) => values.reduce((sum, part) => sum + part[index], 0));
  expect(summed).toEqual(linear.outcome(observedPlan(linear.panel)).values);
});

test("a channel without a component of its own is computed by removal", () => {
  const bare = linear.components().filter(({ name }) => name !== "search");
  expect([...channelContributions(linear, bare)[1]]).toEqual([0, 3, 0, 0, 1.5, 0]);
});

test("a channel with no spend contributes nothing", () => {
  fc.assert(
    fc.property(channelArb("tv", 6, 2), (tv) => {
      const fit = additiveFit({
        dates: days(6),
        kpi: [1, 1, 1, 1, 1, 1],
        intercept: [0, 1],
        noise: [1, 1],
        channels: [{ ...tv, spend: [0, 0, 0, 0, 0, 0] }],
      });
      expect(contributionByRemoval(fit, 0).every((value) => value === 0)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("contribution shares of a draw sum to one", () => {
  const total = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(total, total, total), { minLength: 1, maxLength: 10 }), (draws) => {
      const channels = [0, 1, 2].map((channel) => Float64Array.from(draws, (draw) => draw[channel]));
      const shares = contributionShares(channels);
      draws.forEach((draw, index) => {
        const whole = shares[0][index] + shares[1][index] + shares[2][index];
        expect(whole).toBeCloseTo(draw.every((value) => value === 0) ? 0 : 1, 9);
      });
    }),
  );
});

test("scaling a channel leaves the others and the original plan alone", () => {
  const plan = observedPlan(linear.panel);
  const scaled = scaleChannel(plan, 0, 2);
  expect([...scaled.exposure[0]]).toEqual([2, 0, 4]);
  expect(scaled.exposure[1]).toBe(plan.exposure[1]);
  expect([...plan.exposure[0]]).toEqual([1, 0, 2]);
});

// Return on spend: on the whole, at the margin, in competition.
import fc from "fast-check";
import { expect, test } from "vitest";
import { contraction } from "../../src/analysis/contraction.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { marginalRoasDraws, probabilitiesBest, roasDraws } from "../../src/analysis/roas.ts";
import { additiveFit, days } from "./additive-fit.ts";

test("ROAS times spend is the contribution, and 0 without spend", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 1, max: 1e8, noNaN: true }),
      (money, spend) => {
        roasDraws(Float64Array.from(money), spend).forEach((roas, draw) => {
          expect(Math.abs(roas * spend - money[draw])).toBeLessThanOrEqual(1e-12 * money[draw] + 1e-300);
        });
      },
    ),
  );
  expect([...roasDraws(Float64Array.of(0, 5), 0)]).toEqual([0, 0]);
});

test("without saturation the marginal ROAS is the ROAS, in money", () => {
  // 2 KPI per unit of spend and 3 money per KPI; carryover beyond the window is lost to both alike.
  const fit = additiveFit({
    dates: days(4),
    kpi: [1, 1, 1, 1],
    revenuePerKpi: 3,
    intercept: [5, 5],
    noise: [1, 1],
    channels: [
      {
        name: "tv",
        spend: [10, 0, 0, 0],
        coefficient: [2, 1],
        adstock: { kind: "geometric", window: null, normalize: false },
        parameters: { retention: [0.5, 0.5] },
      },
    ],
  });
  const expected = fit.outcome(observedPlan(fit.panel)).values;
  const [first, second] = marginalRoasDraws(fit, 0, expected, 2);
  // An impulse of 1 gives 1 + ½ + ¼ + ⅛ = 1.875 within the window.
  expect(first).toBeCloseTo(2 * 3 * 1.875, 9);
  expect(second).toBeCloseTo(1 * 3 * 1.875, 9);
});

test("marginal ROAS of a concave curve is below its ROAS, and the derivative of the curve", () => {
  const half = 50;
  const fit = additiveFit({
    dates: days(1),
    kpi: [1],
    intercept: [0],
    noise: [1],
    channels: [
      {
        name: "tv",
        spend: [100],
        coefficient: [1000],
        saturation: { kind: "michaelis-menten" },
        parameters: { halfSaturation: [half] },
      },
    ],
  });
  const expected = fit.outcome(observedPlan(fit.panel)).values;
  const [marginal] = marginalRoasDraws(fit, 0, expected, 1);
  const derivative = (1000 * half) / (half + 100) ** 2;
  // A 1 % step on a curve whose second derivative is negative: about ⅔ % below the derivative.
  expect(marginal).toBeLessThan(derivative);
  expect(marginal).toBeGreaterThan(0.99 * derivative);
  expect(marginal).toBeLessThan(expected[0] / 100);
});

test("a channel without spend has marginal ROAS 0", () => {
  const fit = additiveFit({
    dates: days(2),
    kpi: [1, 1],
    intercept: [1],
    noise: [1],
    channels: [{ name: "tv", spend: [0, 0], coefficient: [2] }],
  });
  expect([...marginalRoasDraws(fit, 0, fit.outcome(observedPlan(fit.panel)).values, 1)]).toEqual([0]);
});

test("the probability of being best is the share of draws won, a tie divided", () => {
  const roas = [Float64Array.of(3, 1, 2, 0), Float64Array.of(1, 2, 2, 0), Float64Array.of(0, 0, 0, 0)];
  expect(probabilitiesBest(roas)).toEqual([
    (1 + 0 + 1 / 2 + 1 / 3) / 4,
    (0 + 1 + 1 / 2 + 1 / 3) / 4,
    (0 + 0 + 0 + 1 / 3) / 4,
  ]);
});

test("probabilities of being best sum to one", () => {
  const draw = fc.tuple(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(fc.array(draw, { minLength: 1, maxLength: 30 }), (draws) => {
      const best = probabilitiesBest([0, 1, 2].map((channel) => Float64Array.from(draws, (each) => each[channel])));
      expect(best[0] + best[1] + best[2]).toBeCloseTo(1, 9);
    }),
  );
});

test("contraction compares the spread of log ROAS with that of its prior", () => {
  const prior = { distribution: "log-normal", mu: 0, sigma: 0.8 };
  // Logs −0.2 and 0.2: sd 0.2·√2.
  const roas = Float64Array.of(Math.exp(-0.2), Math.exp(0.2));
  // The prior's sd is read off its quantiles, right to 0.1 %.
  expect(contraction(prior, roas)).toBeCloseTo(1 - (0.2 * Math.SQRT2) / 0.8, 2);
});

test("a posterior equal to its prior has no contraction", () => {
  const prior = { distribution: "log-normal", mu: 0.3, sigma: 0.5 };
  const scores = Array.from({ length: 999 }, (_, index) => Math.sqrt(12) * ((index + 0.5) / 999 - 0.5));
  // Uniform scores with standard deviation 1: the shape does not matter, the spread does.
  const found = contraction(
    prior,
    Float64Array.from(scores, (score) => Math.exp(0.3 + 0.5 * score)),
  );
  expect(found).not.toBeNull();
  expect(Math.abs(found ?? 1)).toBeLessThan(0.002);
});

test("there is no contraction without a prior on ROI, or where no logarithm exists", () => {
  expect(contraction(undefined, Float64Array.of(1, 2))).toBeNull();
  expect(contraction({ distribution: "log-normal", mu: 0, sigma: 1 }, Float64Array.of(1, 0))).toBeNull();
  expect(contraction({ distribution: "normal", mean: 1, sd: 1 }, Float64Array.of(1, 2))).toBeNull();
});

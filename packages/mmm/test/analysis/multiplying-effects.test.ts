// Where effects multiply or vary over time: marginal returns and steady curves equal their definitions there, too.
import { describe, expect, test } from "vitest";
import { effectOf, scaledPart } from "../../src/analysis/effect-scale.ts";
import { meanOf } from "../../src/analysis/estimates.ts";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { marginalRoasDraws } from "../../src/analysis/roas.ts";
import { steadyCurves } from "../../src/analysis/steady-curve.ts";
import { multiplyingDaily, varyingDaily } from "./incrementality-fits.ts";

const sampling = { warmup: 0, seed: 1, targetAccept: 0.8 };

test.each([
  ["multiplying", multiplyingDaily()],
  ["varying over time", varyingDaily()],
] as const)("the evaluation's marginal ROAS is that of one percent more, %s", (_, fit) => {
  const expected = fit.outcome(observedPlan(fit.panel)).values;
  evaluate(fit, { sampling }).channels.forEach(({ marginalRoas }, channel) => {
    const defined = meanOf(marginalRoasDraws(fit, channel, expected, 100));
    expect(Math.abs(marginalRoas.mean / defined - 1)).toBeLessThan(1e-12);
  });
});

describe("a fit whose effects multiply", () => {
  const fit = multiplyingDaily(2);
  const { panel } = fit;
  const periods = panel.dates.length;

  /** The same spend every day, after the last of them or without: outcome of the last day, per draw. */
  const lastDay = (channel: number, before: number, last: number): Float64Array => {
    const exposure = observedPlan(panel).exposure.map((own, index) =>
      index === channel ? own.map((_value, time) => (time === periods - 1 ? last : before)) : own,
    );
    return fit.outcome({ exposure }).values.filter((_value, index) => index % periods === periods - 1);
  };

  /** Relative gain of the last day, times the mean over all days of the outcome without the channel. */
  const defined = (channel: number, before: number, last: number): number => {
    const under = lastDay(channel, before, last);
    const without = lastDay(channel, 0, 0);
    const exposure = observedPlan(panel).exposure.map((own, index) => (index === channel ? own.map(() => 0) : own));
    const { values } = fit.outcome({ exposure });
    return meanOf(
      under.map(
        (value, draw) => meanOf(values.subarray(draw * periods, (draw + 1) * periods)) * (value / without[draw] - 1),
      ),
    );
  };

  test("has steady curves relative to what there is without the channel", () => {
    steadyCurves(fit, 2, 0.9).forEach(({ points }, channel) => {
      for (const { spendPerPeriod, total, immediate, carryover } of [points[8], points[30]]) {
        expect(Math.abs(total.mean / defined(channel, spendPerPeriod, spendPerPeriod) - 1)).toBeLessThan(1e-9);
        expect(Math.abs(carryover / defined(channel, spendPerPeriod, 0) - 1)).toBeLessThan(1e-9);
        expect(immediate + carryover).toBeCloseTo(total.mean, 8);
      }
    });
  });

  test("is evaluated with the same curves", () => {
    const { channels } = evaluate(fit, { sampling });
    channels.forEach(({ responseCurve }, channel) => {
      const { spendPerPeriod, mean } = responseCurve[12];
      expect(Math.abs(mean / defined(channel, spendPerPeriod, spendPerPeriod) - 1)).toBeLessThan(1e-9);
    });
  });
});

test("a part that takes away half of the KPI is a factor of two", () => {
  const { part, without } = scaledPart(Float64Array.of(50, 0), Float64Array.of(100, 80));
  expect(part[0]).toBeCloseTo(Math.LN2, 15);
  expect(part[1]).toBe(0);
  expect(without).toEqual(Float64Array.of(50, 80));
  expect(effectOf(Math.LN2, 50)).toBeCloseTo(50, 12);
  const added = Float64Array.of(3);
  expect(scaledPart(added, null)).toEqual({ part: added, without: null });
  expect(effectOf(3, null)).toBe(3);
});

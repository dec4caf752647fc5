// The response curve against outcome(plan), its definition.
import fc from "fast-check";
import { expect, test } from "vitest";
import { channelResponse } from "../../src/analysis/channel-response.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { marginalRoasOfResponse, observedResponse } from "../../src/analysis/observed-response.ts";
import { coefficients, curveGrid, responseCurve, spendRange } from "../../src/analysis/response-curve.ts";
import { marginalRoasDraws } from "../../src/analysis/roas.ts";
import { totals } from "../../src/analysis/totals.ts";
import type { Fit } from "../../src/fit.ts";
import { thinnedDraws } from "../../src/fit.ts";
import type { AdstockSpec } from "../../src/media/adstock.ts";
import type { SaturationSpec } from "../../src/media/saturation.ts";
import { additiveFit, days, type TestChannel } from "./additive-fit.ts";

const periods = 200;
const flighted = Array.from({ length: periods }, (_, day) => (day % 7 < 5 ? 100 + 40 * Math.sin(day) : 0));

function fitOf(channel: Partial<TestChannel>, kind: "adelon" | "default" = "default"): Fit {
  return additiveFit({
    kind,
    dates: days(periods),
    kpi: new Array<number>(periods).fill(1000),
    intercept: [500, 600, 700],
    noise: [1, 1, 1],
    channels: [{ name: "tv", spend: flighted, coefficient: [900, 1000, 1100], ...channel }],
  });
}

function curveOf(fit: Fit, range = spendRange(fit.panel.media[0].spend)) {
  const draws = thinnedDraws(fit.draws.chains * fit.draws.draws);
  const media = fit.panel.media[0];
  const response = channelResponse(fit, 0, draws);
  const observed = observedResponse({
    response,
    exposure: media.exposure,
    revenuePerKpi: fit.panel.kpi.revenuePerKpi,
    draws: draws.length,
  });
  const contribution = fit.components()[1].values;
  const coefficient = coefficients(totals(contribution, fit.panel.dates.length), observed.total);
  return {
    coefficient,
    observed,
    curve: responseCurve({ media, range, response, coefficient }),
  };
}

const variants: readonly [string, AdstockSpec, SaturationSpec, TestChannel["order"], "adelon" | "default"][] = [
  [
    "the seed's transforms",
    { kind: "geometric", window: null, normalize: false },
    { kind: "hill" },
    undefined,
    "adelon",
  ],
  ["a normalized window", { kind: "geometric", window: 20, normalize: true }, { kind: "hill" }, undefined, "default"],
  [
    "a window not normalized",
    { kind: "geometric", window: 5, normalize: false },
    { kind: "hill" },
    undefined,
    "default",
  ],
  [
    "saturation first",
    { kind: "geometric", window: null, normalize: false },
    { kind: "hill" },
    "saturation-first",
    "default",
  ],
];

test.each(variants)(
  "with %s the curve is the last period's gain from spending the same every day",
  (_, adstock, saturation, order, kind) => {
    const fit = fitOf(
      {
        adstock,
        saturation,
        ...(order === undefined ? {} : { order }),
        divisor: kind === "adelon" ? 1 : 80,
        parameters: {
          retention: [0.6, 0.7, 0.8],
          halfSaturation: kind === "adelon" ? [200, 300, 400] : [1, 2, 3],
          slope: [0.8, 1.5, 2.5],
        },
      },
      kind,
    );
    const { curve, coefficient } = curveOf(fit);
    [900, 1000, 1100].forEach((truth, draw) => {
      expect(coefficient[draw]).toBeCloseTo(truth, 8);
    });
    for (const { spendPerPeriod, mean } of [curve[0], curve[7], curve.at(-1)!]) {
      const steady = fit.outcome({ exposure: [new Float64Array(periods).fill(spendPerPeriod)] }).values;
      const gains = [500, 600, 700].map((intercept, draw) => steady[(draw + 1) * periods - 1] - intercept);
      // What 200 days at retention 0.8 leave out is 0.8^200 ≈ 4e-20.
      expect(mean).toBeCloseTo((gains[0] + gains[1] + gains[2]) / 3, 8);
    }
  },
);

test.each(variants)(
  "with %s the fast marginal ROAS is that of the definition",
  (_, adstock, saturation, order, kind) => {
    const fit = fitOf(
      {
        adstock,
        saturation,
        ...(order === undefined ? {} : { order }),
        divisor: kind === "adelon" ? 1 : 80,
        parameters: {
          retention: [0.6, 0.7, 0.8],
          halfSaturation: kind === "adelon" ? [200, 300, 400] : [1, 2, 3],
          slope: [0.8, 1.5, 2.5],
        },
      },
      kind,
    );
    const { observed, coefficient } = curveOf(fit);
    const spend = flighted.reduce((sum, value) => sum + value, 0);
    const slow = marginalRoasDraws(fit, 0, fit.outcome(observedPlan(fit.panel)).values, 3);
    marginalRoasOfResponse(observed, coefficient, spend, 1).forEach((fast, draw) => {
      // Both divide a difference of sums near 1e5 by 1e2: rounding 1e-11 of them, 1e-8 of the quotient.
      expect(Math.abs(fast / slow[draw] - 1)).toBeLessThan(1e-7);
    });
  },
);

test("current and largest observed spend lie on the curve, which runs to 1.5 times the largest", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }), (spend) => {
      const range = spendRange(Float64Array.from(spend));
      const grid = curveGrid(range);
      expect(grid).toContain(range.current);
      expect(grid).toContain(range.observedMaximum);
      expect(grid[0]).toBe(0);
      expect(grid.at(-1)).toBeCloseTo(1.5 * range.observedMaximum, 6);
      expect(grid.toSorted((left, right) => left - right)).toEqual(grid);
    }),
  );
});

test("the curve starts at nothing, rises, and its bands hold its mean", () => {
  const { curve } = curveOf(
    fitOf({
      saturation: { kind: "hill" },
      parameters: { halfSaturation: [50, 100, 150], slope: [1, 1.5, 2] },
    }),
  );
  expect(curve[0]).toEqual({ spendPerPeriod: 0, mean: 0, lower: 0, upper: 0 });
  curve.forEach(({ mean, lower, upper }, index) => {
    expect(lower <= mean && mean <= upper).toBe(true);
    if (index > 0) expect(mean).toBeGreaterThan(curve[index - 1].mean);
  });
});

test("exposure is bought at the window's mean price and divided among geos as it was", () => {
  // Two geos: the first buys 2 exposures per unit of money, the second 1; spend 3 : 1.
  const fit = additiveFit({
    dates: days(2),
    geos: ["north", "south"],
    kpi: [1, 1, 1, 1],
    intercept: [0],
    noise: [1],
    channels: [{ name: "tv", spend: [3, 3, 1, 1], exposure: [6, 6, 1, 1], coefficient: [10] }],
  });
  const { curve } = curveOf(fit, { current: 4, observedMaximum: 4 });
  const point = curve.find(({ spendPerPeriod }) => spendPerPeriod === 4);
  // Linear response: 10 · (6 + 1) per period.
  expect(point?.mean).toBeCloseTo(70, 9);
});

test("a channel without spend has a curve at zero", () => {
  const fit = fitOf({ spend: new Array<number>(periods).fill(0), coefficient: [1, 2, 3] });
  const { curve, coefficient, observed } = curveOf(fit);
  expect([...marginalRoasOfResponse(observed, coefficient, 0, 1)]).toEqual([0, 0, 0]);
  expect([...coefficient]).toEqual([0, 0, 0]);
  expect(curve).toEqual([{ spendPerPeriod: 0, mean: 0, lower: 0, upper: 0 }]);
});

test("a posterior without a parameter of the transforms is an error that names it", () => {
  const fit = fitOf({ saturation: { kind: "hill" }, parameters: { halfSaturation: [1, 1, 1], slope: [1, 1, 1] } });
  const lacking: Fit = {
    ...fit,
    draws: { ...fit.draws, variables: fit.draws.variables.filter(({ name }) => name !== "slope") },
  };
  expect(() => channelResponse(lacking, 0, thinnedDraws(3))).toThrow("the posterior has no slope[tv]");
  const unknown: Fit = { ...fit, panel: { ...fit.panel, media: [] } };
  expect(() => channelResponse(unknown, 0, thinnedDraws(3))).toThrow('the panel has no media "tv"');
});

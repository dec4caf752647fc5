// What an open outcome answers equals its definition by brute force, for every model: its worths, parts and gradients.
import { openStream } from "@carryover/engine";
import { beforeAll, describe, expect, test } from "vitest";
import { dateRange } from "../../../src/calendar/dates.ts";
import { continuePanel } from "../../../src/data/continue-panel.ts";
import type { Panel } from "../../../src/data/panel.ts";
import type { Fit, MediaPlan, OutcomeFunction } from "../../../src/fit.ts";
import { adstock } from "../../../src/media/adstock.ts";
import { hill } from "../../../src/media/curves.ts";
import { resolveSpec } from "../../../src/model/resolve-spec.ts";
import { geoWorld } from "../../support/geo-panel.ts";
import { type SmallWorld, smallWorld } from "../../support/small-panel.ts";
import { priorDraws, statedFit } from "../../support/stated-fit.ts";

const periods = 42;
const draws = 3;
const varying = { time_varying: { intercept: { functions: 4 }, media: { functions: 5 } } };

/** By title: a small panel with its configuration. */
const worlds = {
  "the seed's": () => smallWorld({ kind: "adelon" }, periods),
  "the default": () => smallWorld({}, periods),
  "the default, all of it": () => smallWorld({ ...varying, changepoints: 2, likelihood: "student-t" }, periods),
  "the default, log-normal": () => smallWorld({ likelihood: "log-normal" }, periods),
  "the default over geos": () => geoWorld({ geos: 3, periods }),
  "PyMC-Marketing's": () => smallWorld({ kind: "pymc-marketing" }, periods),
  "PyMC-Marketing's, varying": () => smallWorld({ kind: "pymc-marketing", ...varying }, periods),
  "PyMC-Marketing's, log-normal": () =>
    smallWorld({ kind: "pymc-marketing", likelihood: "log-normal", ...varying }, periods),
  "the default, reach and frequency": () => withFrequency(smallWorld({}, periods)),
  "PyMC-Marketing's, reach and frequency": () => withFrequency(smallWorld({ kind: "pymc-marketing" }, periods)),
  "PyMC-Marketing's, negative binomial": () =>
    smallWorld({ kind: "pymc-marketing", likelihood: "negative-binomial" }, periods),
};

/** The first channel's exposure is reach, seen once to four times. */
function withFrequency({ panel, config }: SmallWorld): SmallWorld {
  const stream = openStream({ seed: 6, chain: 0, purpose: "data" });
  const media = panel.media.map((series, channel) =>
    channel === 0 ? { ...series, frequency: series.exposure.map(() => 1 + 3 * stream.uniform()) } : series,
  );
  return { panel: { ...panel, media }, config };
}

function fitOf(world: keyof typeof worlds): Fit {
  const { panel, config } = worlds[world]();
  const values = world.endsWith("binomial") ? panel.kpi.values.map(Math.round) : panel.kpi.values;
  // Money per unit of KPI that differs by cell, so that nothing can confuse the two.
  const revenuePerKpi = panel.kpi.revenuePerKpi.map((_, cell) => 0.5 + 0.1 * (cell % 7));
  const priced = { ...panel, kpi: { ...panel.kpi, values, revenuePerKpi } };
  const spec = resolveSpec(priced, config);
  return statedFit(priced, spec, priorDraws(priced, spec, draws, 4));
}

/** Every cell of every channel, and of its frequency, scaled by a number of its own in (0.5, 1.5). */
function scattered({ media }: Panel, seed: number): MediaPlan {
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  const changed = (values: Float64Array): Float64Array => values.map((value) => value * (0.5 + stream.uniform()));
  return {
    exposure: media.map(({ exposure }) => changed(exposure)),
    frequency: media.map(({ frequency }) => frequency && changed(frequency)),
  };
}

function dot(values: Float64Array, weights: Float64Array, draw: number): number {
  return weights.reduce((sum, weight, cell) => sum + weight * values[draw * weights.length + cell], 0);
}

/** |a − b| against the larger of them and of `size`, below which differences are rounding. */
function expectClose(actual: number, expected: number, tolerance: number, size = 0): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), size));
}

describe.each(Object.keys(worlds) as (keyof typeof worlds)[])("model: %s", (world) => {
  let fit: Fit;
  let open: OutcomeFunction;
  let plans: readonly MediaPlan[];
  /** Money in the second half of the window, none before it. */
  let weights: Float64Array;
  let isMultiplicative: boolean;

  beforeAll(() => {
    fit = fitOf(world);
    open = fit.open();
    plans = [
      { exposure: fit.panel.media.map(({ exposure }) => exposure) },
      ...[1, 2].map((k) => scattered(fit.panel, k)),
    ];
    weights = fit.panel.kpi.revenuePerKpi.map((money, cell) => (cell % periods >= periods / 2 ? money : 0));
    isMultiplicative = /log-normal|binomial/.test(world);
  });

  test("the outcome is that of the model built for the plan", () => {
    expect(open.draws).toBe(draws);
    for (const plan of plans) {
      const built = fit.outcome(plan).values;
      open.outcome(plan).forEach((value, index) => {
        expectClose(value, built[index], 1e-12);
      });
    }
  });

  test("a worth is the weighted sum of the outcome, whatever was asked before", () => {
    const together = open.worths(plans, weights);
    plans.forEach((plan, index) => {
      const { values } = fit.outcome(plan);
      const [alone] = open.worths([plan], weights);
      for (let draw = 0; draw < draws; draw += 1) {
        const size = dot(values.map(Math.abs), weights, draw);
        expectClose(together[index][draw], dot(values, weights, draw), 1e-9, size);
        expect(alone[draw]).toBe(together[index][draw]);
      }
    });
  });

  test("a part is the outcome less the outcome without the channel, where effects add up", () => {
    expect(open.separable).toBe(!isMultiplicative);
    if (isMultiplicative) {
      expect(() => open.parts(plans, weights)).toThrow(RangeError);
      return;
    }
    const parts = open.parts(plans, weights);
    plans.forEach((plan, index) => {
      const whole = fit.outcome(plan).values;
      fit.panel.media.forEach((_, channel) => {
        const without = plan.exposure.map((each, m) => (m === channel ? new Float64Array(each.length) : each));
        const rest = fit.outcome({ ...plan, exposure: without }).values;
        const removed = whole.map((value, cell) => value - rest[cell]);
        for (let draw = 0; draw < draws; draw += 1) {
          // Differences of whole outcomes carry the rounding of those.
          const size = dot(whole.map(Math.abs), weights, draw);
          expectClose(parts[index][channel][draw], dot(removed, weights, draw), 1e-9, size);
        }
      });
    });
  });

  test("the gradient is that of central differences, each draw by its weight", () => {
    const [, plan] = plans;
    const drawWeights = Float64Array.of(0.7, 0, -0.4);
    const { worth, exposure } = open.gradient(plan, weights, drawWeights);
    const [asked] = open.worths([plan], weights);
    expect(worth).toEqual(asked);
    const total = (changed: MediaPlan): number =>
      open.worths([changed], weights)[0].reduce((sum, value, draw) => sum + drawWeights[draw] * value, 0);
    plan.exposure.forEach((series, channel) => {
      const largest = exposure[channel].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest).toBeGreaterThan(0);
      const shown = [...series.keys()].filter((cell) => series[cell] > 0);
      for (const cell of [shown[0], shown[Math.floor(shown.length / 2)], shown[shown.length - 1]]) {
        const step = 1e-4 * series[cell];
        const moved = (by: number): MediaPlan => ({
          ...plan,
          exposure: plan.exposure.map((each, m) => (m === channel ? each.with(cell, each[cell] + by) : each)),
        });
        const slope = (total(moved(step)) - total(moved(-step))) / (2 * step);
        // Rounding of the worths over the step, and the third derivative times its square.
        const rounding = (1e-13 * total(plan)) / step;
        expect(Math.abs(exposure[channel][cell] - slope)).toBeLessThan(1e-6 * largest + Math.abs(rounding));
      }
    });
  });

  test("a panel that goes on leaves what came before as it was", () => {
    const { panel } = fit;
    const more = 5;
    const cells = panel.geos.length * more;
    const longer = continuePanel(panel, {
      dates: dateRange(panel.dates[periods - 1], more + 1, panel.frequency).slice(1),
      media: panel.media.map(({ frequency }) => ({
        exposure: new Float64Array(cells).fill(50),
        spend: new Float64Array(cells).fill(50),
        ...(frequency === undefined ? {} : { frequency: new Float64Array(cells).fill(2) }),
      })),
      controls: panel.controls.map(({ values }) => new Float64Array(cells).fill(values[0])),
      revenuePerKpi: new Float64Array(cells).fill(1),
    });
    const before = fit.outcome(plans[0]).values;
    const after = fit
      .over(longer)
      .open()
      .outcome({ exposure: longer.media.map(({ exposure }) => exposure) });
    const perRow = periods + more;
    before.forEach((value, index) => {
      const [row, period] = [Math.floor(index / periods), index % periods];
      expectClose(after[row * perRow + period], value, 1e-10);
    });
    expect(after.every(Number.isFinite)).toBe(true);
  });
});

describe("parts equal the formulas of the documentation", () => {
  const observed = (panel: Panel): MediaPlan => ({ exposure: panel.media.map(({ exposure }) => exposure) });
  const valuesOf = (fit: Fit, name: string): Float64Array => {
    const variable = fit.draws.variables.find((each) => each.name === name);
    if (variable === undefined) throw new Error(`no variable ${name}`);
    return variable.values;
  };

  test("the seed's model: intercept · beta · hill(adstock), weighted", () => {
    const fit = fitOf("the seed's");
    const plan = scattered(fit.panel, 9);
    const money = fit.panel.kpi.revenuePerKpi;
    const [parts] = fit.open().parts([plan], money);
    const at = (name: string, draw: number, channel: number): number => valuesOf(fit, name)[2 * draw + channel];
    for (let draw = 0; draw < draws; draw += 1) {
      plan.exposure.forEach((series, channel) => {
        let stock = 0;
        let worth = 0;
        series.forEach((exposure, t) => {
          stock = exposure + at("adstock_alpha", draw, channel) * stock;
          worth += money[t] * hill(stock, at("saturation_K", draw, channel), at("saturation_S", draw, channel));
        });
        const level = valuesOf(fit, "intercept")[draw] * at("beta_media", draw, channel);
        expectClose(parts[channel][draw], level * worth, 1e-9);
      });
    }
  });

  test("the default model: roi · spend of the training times the response relative to that of the training", () => {
    const fit = fitOf("the default");
    const { panel, spec } = fit;
    const money = panel.kpi.revenuePerKpi;
    const [trained, planned] = [observed(panel), scattered(panel, 9)];
    const [ofTrained, ofPlanned] = fit.open().parts([trained, planned], money);
    const at = (name: string, draw: number, channel: number): number => valuesOf(fit, name)[2 * draw + channel];
    for (let draw = 0; draw < draws; draw += 1) {
      panel.media.forEach(({ spend }, channel) => {
        const response = (plan: MediaPlan): number => {
          const scaled = plan.exposure[channel].map((value) => value / spec.scales.media[channel]);
          const kind = { kind: "geometric", window: 42, normalize: true } as const;
          return adstock(kind, scaled, [at("retention", draw, channel)]).reduce(
            (sum, stock, t) =>
              sum + money[t] * hill(stock, at("half_saturation", draw, channel), at("slope", draw, channel)),
            0,
          );
        };
        const worth = at("roi", draw, channel) * spend.reduce((sum, value) => sum + value, 0);
        expectClose(ofTrained[channel][draw], worth, 1e-9);
        expectClose(ofPlanned[channel][draw], (worth * response(planned)) / response(trained), 1e-9);
      });
    }
  });
});

test("draws are thinned as every answer thins them, and weights of another length are refused", () => {
  const fit = fitOf("the default");
  const plan = scattered(fit.panel, 3);
  const open = fit.open({ maxDraws: 2 });
  expect(open.draws).toBe(2);
  expect(open.outcome(plan)).toEqual(fit.outcome(plan, { maxDraws: 2 }).values);
  expect(() => open.worths([plan], new Float64Array(3))).toThrow(RangeError);
  expect(() => open.gradient(plan, fit.panel.kpi.revenuePerKpi, new Float64Array(1))).toThrow(RangeError);
});

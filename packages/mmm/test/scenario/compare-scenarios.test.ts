// A comparison equals its definitions: outcomes of plans made by hand, asked one by one of the same draws.
import { beforeAll, describe, expect, test } from "vitest";
import { intervalOfSorted } from "../../src/analysis/estimates.ts";
import { scaleChannel } from "../../src/analysis/media-plan.ts";
import { sum } from "../../src/analysis/totals.ts";
import { dateRange } from "../../src/calendar/dates.ts";
import { continuePanel } from "../../src/data/continue-panel.ts";
import type { Panel } from "../../src/data/panel.ts";
import type { Fit, MediaPlan } from "../../src/fit.ts";
import { adstock } from "../../src/media/adstock.ts";
import { hill } from "../../src/media/curves.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { compareScenarios } from "../../src/scenario/compare-scenarios.ts";
import type { ScenarioComparison } from "../../src/scenario/comparison.ts";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";
import { carryoverPeriods, planHorizon } from "../../src/scenario/plan-horizon.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { scenarioTable } from "../../src/scenario/scenario-table.ts";
import { vocabularyOf } from "../../src/scenario/vocabulary.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { refusals } from "./vocabulary.ts";

const periods = 80;
const draws = 4;
const tail = 41;

const worlds = {
  "the default": () => smallWorld({}, periods),
  "the default, log-normal": () => smallWorld({ likelihood: "log-normal" }, periods),
  "the default over geos": () => geoWorld({ geos: 3, periods }),
  "PyMC-Marketing's": () => smallWorld({ kind: "pymc-marketing" }, periods),
};

/** Money per unit of KPI that differs by cell, so that nothing can confuse the two. */
function fitOf(world: keyof typeof worlds): Fit {
  const { panel, config } = worlds[world]();
  const revenuePerKpi = panel.kpi.revenuePerKpi.map((_, cell) => 0.5 + 0.1 * (cell % 7));
  const priced = { ...panel, kpi: { ...panel.kpi, revenuePerKpi } };
  const spec = resolveSpec(priced, config);
  return statedFit(priced, spec, priorDraws(priced, spec, draws, 4));
}

const scenariosOf = ({ panel }: Fit, ...texts: string[]): Scenario[] =>
  parseScenarios(texts.map(splitScenario), vocabularyOf(panel));

/** Σ over the cells of periods from `first` to `last`, for each draw. */
function totals(fit: Fit, plan: MediaPlan, [first, last]: readonly [number, number], weights?: Float64Array): number[] {
  const { dates, geos } = fit.panel;
  const cells = dates.length * geos.length;
  const { values } = fit.outcome(plan);
  return Array.from({ length: draws }, (_, draw) => {
    let total = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      const period = cell % dates.length;
      if (period >= first && period <= last) total += values[draw * cells + cell] * (weights?.[cell] ?? 1);
    }
    return total;
  });
}

const mean = (values: readonly number[]): number => sum(values) / values.length;
const less = (left: readonly number[], right: readonly number[]): number[] =>
  left.map((value, at) => value - right[at]);
const interval = (values: readonly number[], level: number): [number, number] =>
  intervalOfSorted(Float64Array.from(values).sort(), level);

/** To 1e-9 of the larger of the number and of `size`, below which differences are rounding. */
function expectClose(actual: number | readonly number[], expected: number | readonly number[], size: number): void {
  const [left, right] = [[actual].flat(), [expected].flat()];
  expect(left).toHaveLength(right.length);
  left.forEach((value, at) => {
    expect(Math.abs(value - right[at])).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(right[at]), size));
  });
}

describe.each(Object.keys(worlds) as (keyof typeof worlds)[])("model: %s", (world) => {
  const [first, last] = [50, 69];
  const level = 0.8;
  let fit: Fit;
  let comparison: ScenarioComparison;
  /** With the periods after the data in which carry-out is counted. */
  let longer: Panel;
  let base: MediaPlan;
  let plan: MediaPlan;

  beforeAll(async () => {
    fit = fitOf(world);
    const { panel } = fit;
    const [giver, taker] = panel.media.map(({ name }) => name);
    const texts = [
      `moved: shift 25% of ${giver} to ${taker} in first 10 periods; ${taker} x1.5 in last 5 periods`,
      `priced: price${world.includes("geos") ? "_index" : ""} +10%; unit value x2 in last 5 periods`,
      "same: budget x1",
    ];
    const carried = carryoverPeriods(fit.spec);
    const request = { scenarios: scenariosOf(fit, ...texts), horizon: { first, last }, level };
    comparison = await compareScenarios(fit, request);

    const added = Math.max(0, last + 1 + carried - panel.dates.length);
    const cells = panel.geos.length * added;
    const lastOf = (values: Float64Array): Float64Array =>
      Float64Array.from(
        { length: cells },
        (_, cell) => values[(Math.floor(cell / added) + 1) * panel.dates.length - 1],
      );
    longer =
      added === 0
        ? panel
        : continuePanel(panel, {
            dates: dateRange(panel.dates[0], panel.dates.length + added, panel.frequency).slice(panel.dates.length),
            media: panel.media.map(() => ({ exposure: new Float64Array(cells), spend: new Float64Array(cells) })),
            controls: panel.controls.map(({ values }) => lastOf(values)),
            revenuePerKpi: lastOf(panel.kpi.revenuePerKpi),
          });
    base = { exposure: longer.media.map(({ exposure }) => exposure) };
    const length = longer.dates.length;
    plan = {
      exposure: base.exposure.map((series, channel) =>
        series.map((value, cell) => {
          const period = cell % length;
          const isEarly = period >= first && period < first + 10;
          if (channel === 0) return isEarly ? 0.75 * value : value;
          if (channel > 1) return value;
          if (isEarly) return value + 0.25 * base.exposure[0][cell];
          return period > last - 5 && period <= last ? 1.5 * value : value;
        }),
      ),
    };
  });

  test("outcome, difference, interval and probability are those of the fit's own outcomes", () => {
    const over = fit.over(longer);
    const [now, then] = [base, plan].map((each) => totals(over, each, [first, last]));
    const difference = less(then, now);
    const [scenario] = comparison.scenarios;
    expectClose(comparison.base.expected, mean(now), 1);
    expectClose(comparison.base.interval, interval(now, level), 1);
    expectClose(scenario.expected, mean(then), 1);
    expectClose(scenario.delta, mean(difference), mean(now));
    expectClose(scenario.deltaInterval, interval(difference, level), mean(now));
    expect(scenario.probabilityBetter).toBe(difference.filter((value) => value > 0).length / draws);
    const money = [base, plan].map((each) => totals(over, each, [first, last], longer.kpi.revenuePerKpi));
    expectClose(scenario.moneyDifference.delta, mean(less(money[1], money[0])), mean(money[0]));
  });

  test("what comes after the horizon is counted apart, and both in net", () => {
    const over = fit.over(longer);
    const after: [number, number] = [last + 1, longer.dates.length - 1];
    const [now, then] = [base, plan].map((each) => totals(over, each, after));
    const [scenario] = comparison.scenarios;
    expectClose(scenario.carryOut.delta, mean(less(then, now)), comparison.base.expected);
    const all: [number, number] = [first, longer.dates.length - 1];
    const money = [base, plan].map((each) => totals(over, each, all, longer.kpi.revenuePerKpi));
    const net = less(money[1], money[0]).map((value) => value - scenario.spendChange);
    expectClose(scenario.net?.expected ?? Number.NaN, mean(net), mean(money[0]));
    expect(scenario.net?.probabilityPositive).toBe(net.filter((value) => value > 0).length / draws);
    expect(comparison.carryOutPeriods).toBe(longer.dates.length - last - 1);
  });

  test("a channel's contribution is the outcome less the outcome without it", () => {
    const over = fit.over(longer);
    const of = (each: MediaPlan, channel: number): number[] =>
      less(totals(over, each, [first, last]), totals(over, scaleChannel(each, channel, 0), [first, last]));
    const [scenario] = comparison.scenarios;
    for (const channel of [0, 1]) {
      const [now, then] = [of(base, channel), of(plan, channel)];
      expectClose(comparison.base.channels[channel].contribution.expected, mean(now), comparison.base.expected);
      expectClose(scenario.channels[channel].contribution.expected, mean(then), comparison.base.expected);
      const change = scenario.channels[channel].contributionChange;
      expectClose(change.delta, mean(less(then, now)), comparison.base.expected);
      expectClose(change.deltaInterval, interval(less(then, now), level), comparison.base.expected);
    }
  });

  test("a control's plan is the outcome of a panel with that control, and the KPI's worth is money alone", () => {
    const at = longer.controls.findIndex(({ name }) => name.startsWith("price"));
    const controls = longer.controls.map((control, index) =>
      index !== at
        ? control
        : {
            ...control,
            values: control.values.map((value, cell) => {
              const period = cell % longer.dates.length;
              return period >= first && period <= last ? value * 1.1 : value;
            }),
          },
    );
    const then = totals(fit.over({ ...longer, controls }), base, [first, last]);
    const now = totals(fit.over(longer), base, [first, last]);
    const [, scenario] = comparison.scenarios;
    expectClose(scenario.delta, mean(less(then, now)), mean(now));
    const doubled = longer.kpi.revenuePerKpi.map((value, cell) =>
      cell % longer.dates.length > last - 5 ? 2 * value : value,
    );
    const money = totals(fit.over({ ...longer, controls }), base, [first, last], doubled);
    expectClose(scenario.money.expected, mean(money), 1);
  });

  test("what changes nothing differs by nothing", () => {
    const [, , same] = comparison.scenarios;
    expect(same.delta).toBe(0);
    expect(same.deltaInterval).toEqual([0, 0]);
    expect(same.probabilityBetter).toBe(0.5);
    expect(same.observableInterval).toEqual(comparison.base.observableInterval);
    expect(same.net?.expected).toBe(0);
  });

  test("periods sum to the horizon, and spends to what is said of them", () => {
    const { base: now, scenarios } = comparison;
    expectClose(sum(now.overTime.expected), now.expected, 1);
    for (const scenario of scenarios) {
      expectClose(sum(scenario.deltaOverTime.expected), scenario.delta, now.expected);
      expectClose(sum(scenario.channels.map(({ spend }) => spend)), scenario.spend, 1);
      expectClose(scenario.spend - now.spend, scenario.spendChange, now.spend);
    }
    expect(comparison.dates).toEqual(longer.dates.slice(first, last + 1));
  });
});

describe("a forecast", () => {
  const model = { yearly_order: 0, day_of_week: false, trend: "none" };
  const { panel, config } = smallWorld(model, periods);
  const spec = resolveSpec(panel, config);
  const stated = [
    {
      intercept: [0.7],
      control: [-0.2, 0.05],
      retention: [0.5, 0.2],
      half_saturation: [1.2, 0.8],
      slope: [1, 1.5],
      roi: [1.5, 3],
      sigma: [0.02],
    },
    {
      intercept: [0.6],
      control: [-0.1, 0.1],
      retention: [0.9, 0.4],
      half_saturation: [0.7, 2],
      slope: [2, 1.1],
      roi: [2.5, 1],
      sigma: [0.03],
    },
  ];
  const fit = statedFit(panel, spec, stated);
  const ahead = 10;

  /** The model's formula over history and plan, written out: outcome of each future period. */
  function byHand(draw: (typeof stated)[number], plan: readonly number[][], controls: readonly number[][]): number[] {
    const { scales } = spec;
    const kind = { kind: "geometric", window: 42, normalize: true } as const;
    const response = (channel: number, series: readonly number[]): number[] => {
      const scaled = Float64Array.from(series, (value) => value / scales.media[channel]);
      const stock = adstock(kind, scaled, [draw.retention[channel]]);
      return Array.from(stock, (value) => hill(value, draw.half_saturation[channel], draw.slope[channel]));
    };
    const media = panel.media.map(({ exposure, spend }, channel) => {
      const trained = sum(response(channel, Array.from(exposure)));
      const worth = (draw.roi[channel] * sum(spend)) / trained;
      return response(channel, [...exposure, ...plan[channel]]).map((value) => worth * value);
    });
    return Array.from({ length: ahead }, (_, time) => {
      const effects = controls.map(
        (values, index) =>
          draw.control[index] * ((values[time] - scales.controls[index].center) / scales.controls[index].scale),
      );
      const base = scales.kpi * (draw.intercept[0] + sum(effects));
      return base + sum(media.map((series) => series[periods + time]));
    });
  }

  test("is the model's own formula, with what media before it left behind", async () => {
    expect(spec.channels.every(({ adstock: each }) => each.kind === "geometric" && each.window === tail + 1)).toBe(
      true,
    );
    const comparison = await compareScenarios(fit, {
      scenarios: scenariosOf(fit, "off: tv off", "first days: search x2 in first 3 days; promotion on"),
      horizon: planHorizon(panel, { periods: ahead }),
      rules: { media: "recent", controls: "hold", control: { promotion: 0 } },
    });
    const recent = panel.media.map(({ spend }) => mean(Array.from(spend.subarray(periods - 28))));
    const price = Array(ahead).fill(panel.controls[0].values[periods - 1]) as number[];
    const plan = recent.map((value) => Array(ahead).fill(value) as number[]);
    const none = Array(ahead).fill(0) as number[];
    const more = plan[1].map((value, time) => (time < 3 ? 2 * value : value));
    const expected = (media: number[][], promotion: number): number[] => {
      const each = stated.map((draw) => byHand(draw, media, [price, Array(ahead).fill(promotion) as number[]]));
      return each[0].map((value, time) => mean([value, each[1][time]]));
    };
    expectClose(comparison.base.overTime.expected, expected(plan, 0), 1);
    expectClose(comparison.scenarios[0].overTime.expected, expected([none, plan[1]], 0), 1);
    expectClose(comparison.scenarios[1].overTime.expected, expected([plan[0], more], 1), 1);
    expect(comparison.futurePeriods).toBe(ahead);
    expect(comparison.dates).toEqual(dateRange("2024-03-21", ahead));
    expect(comparison.lastObserved).toBe("2024-03-20");
    // Switched off, tv still works on the first day: history is carried in.
    const left = comparison.scenarios[0].channels[0].contribution.expected;
    expect(left).toBeGreaterThan(0);
    expect(comparison.scenarios[0].carryOut.delta).toBeLessThan(0);
    expect(comparison.carryOutPeriods).toBe(tail);
  });

  test("across the data's end is part history, part forecast", async () => {
    const comparison = await compareScenarios(fit, {
      scenarios: scenariosOf(fit, "more: +10% tv"),
      horizon: planHorizon(panel, { from: "2024-03-15", to: "2024-03-24" }),
      rules: { media: "recent", controls: "hold" },
    });
    expect(comparison.futurePeriods).toBe(4);
    expect(comparison.dates).toHaveLength(10);
  });

  test("tells the expected outcome from what may be observed, which scatters by the noise of every period", async () => {
    const sure = statedFit(panel, spec, Array<(typeof stated)[number]>(600).fill(stated[0]));
    const { base, scenarios } = await compareScenarios(sure, {
      scenarios: [],
      horizon: planHorizon(panel, { periods: ahead }),
      rules: { media: "recent", controls: "hold" },
      seed: 5,
    });
    expect(base.interval).toEqual([base.expected, base.expected].map((value) => expect.closeTo(value, 6)));
    const [from, to] = base.observableInterval;
    // Half of a 90 % interval is 1.645 standard deviations; of 600 draws it is known to about 4 %.
    const sd = (to - from) / 2 / 1.645;
    const noise = Math.sqrt(ahead) * stated[0].sigma[0] * spec.scales.kpi;
    expect(sd / noise).toBeGreaterThan(0.85);
    expect(sd / noise).toBeLessThan(1.15);
    expect(base.observableOverTime.upper).toHaveLength(ahead);
    expect(scenarios).toEqual([]);
  });

  test("warns of what was never seen", async () => {
    const { scenarios, base } = await compareScenarios(fit, {
      scenarios: scenariosOf(fit, "flood: tv x4; control price = 3 in first 2 days"),
      horizon: planHorizon(panel, { periods: ahead }),
      rules: { media: "recent", controls: "hold" },
    });
    expect(base.beyondData).toEqual([]);
    const [tv, price] = scenarios[0].beyondData;
    expect(tv).toMatchObject({ kind: "channel", name: "tv", periods: ahead });
    expect(tv.planned).toBeCloseTo(4 * mean(Array.from(panel.media[0].spend.subarray(periods - 28))), 8);
    expect(tv.seen).toBe(Math.max(...panel.media[0].spend));
    expect(price).toMatchObject({ kind: "control", name: "price", periods: 2, planned: 3 });
    expect(price.sentence).toContain("price goes beyond the data in 2 days: to 3, where");
  });

  test("is refused with what every scenario cannot do", async () => {
    const request = {
      scenarios: scenariosOf(fit, "a: tv off in July", "b: -100000 tv"),
      horizon: planHorizon(panel, { periods: ahead }),
      rules: { media: "recent" as const, controls: "hold" as const },
    };
    const failed = await compareScenarios(fit, request).catch((error: unknown) => error);
    const message = refusals(() => {
      throw failed;
    });
    expect(message).toContain('scenario "a"');
    expect(message).toContain('scenario "b"');
  });

  test("reports progress to the end and thins its draws", async () => {
    const shares: number[] = [];
    const { draws: used } = await compareScenarios(fit, {
      scenarios: scenariosOf(fit, "more: +10% tv"),
      horizon: { first: 0, last: 9 },
      maxDraws: 1,
      onProgress: (share) => void shares.push(share),
    });
    expect(used).toBe(1);
    expect(shares.at(-1)).toBe(1);
  });

  test("as a table has a row for every plan and channel", async () => {
    const comparison = await compareScenarios(fit, {
      scenarios: scenariosOf(fit, "more: +10% tv"),
      horizon: { first: 0, last: 9 },
    });
    const { columns, rows } = scenarioTable(comparison);
    expect(rows).toBe(6);
    const cells = Object.fromEntries(columns.map(({ name, cells: own }) => [name, own]));
    expect(cells.plan).toEqual(["current plan", "current plan", "current plan", "more", "more", "more"]);
    expect(cells.channel).toEqual([null, "tv", "search", null, "tv", "search"]);
    expect(cells.delta[3]).toBe(comparison.scenarios[0].delta);
    expect(cells.delta[4]).toBe(comparison.scenarios[0].channels[0].contributionChange.delta);
    expect(cells.probability_better[0]).toBe(null);
  });
});

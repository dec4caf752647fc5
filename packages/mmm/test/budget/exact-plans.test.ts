// Plans by the model itself: weeks, geos, effects that multiply, and windows in past and future.
import { describe, expect, test } from "vitest";
import { allocationTable } from "../../src/budget/allocation-table.ts";
import { carryOutPeriods } from "../../src/budget/carry-out-periods.ts";
import { openHorizon } from "../../src/budget/horizon.ts";
import { exactWorth } from "../../src/budget/plan-worth.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import type { Decision, SpendBound } from "../../src/budget/problem.ts";
import type { SearchProgress } from "../../src/budget/solve-smooth.ts";
import { planVariables } from "../../src/budget/variables.ts";
import { dateRange } from "../../src/calendar/dates.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { SpecError } from "../../src/errors.ts";
import { defaultGeoWorldOptions, generateGeoWorld } from "../../src/generate/generate-geo-world.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { meanOf, statedWorld, sumOf } from "./stated-world.ts";

const bounds: SpendBound[] = [{ unit: "relative", lower: 0.5, upper: 1.5 }];

describe("by weeks", () => {
  const { panel, fit } = statedWorld({}, 6, 49);
  const planner = openPlanner(fit, { searchDraws: 3 });
  const whole = planner.optimize({ bounds });
  const heard: SearchProgress[] = [];
  const onIteration = (progress: SearchProgress): void => void heard.push(progress);
  const weekly = planner.optimize({ bounds, decide: "weekly" }, { maxIterations: 120, onIteration });

  test("a plan is not worse than the best at the flighting as it is, at the same budget", () => {
    expect(weekly.objective.plan).toBeGreaterThanOrEqual(whole.objective.plan * (1 - 1e-9));
    expect(Math.abs(weekly.budget - whole.budget)).toBeLessThanOrEqual(1e-9 * whole.budget);
    expect(weekly.rows).toHaveLength(2 * 7);
    expect(weekly.dualityGap).toBeNull();
    expect(weekly.kktResidual).toBeLessThan(1e-4);
    for (const { plan } of weekly.rows) expect(plan).toBeGreaterThanOrEqual(0);
    for (const { plan, current } of weekly.channels) {
      expect(plan / current).toBeGreaterThanOrEqual(0.5 - 1e-9);
      expect(plan / current).toBeLessThanOrEqual(1.5 + 1e-9);
    }
  });

  test("it tells of every iteration: over some draws first, then over all", () => {
    expect([...new Set(heard.map(({ draws }) => draws))]).toEqual([3, 6]);
    expect(heard[0].iteration).toBe(1);
    expect(heard.every(({ kktResidual }) => kktResidual >= 0)).toBe(true);
  });

  test("its table has every week, which sum to the budget", () => {
    const table = allocationTable(weekly);
    const cells = (name: string) => table.columns.find((column) => column.name === name)?.cells ?? [];
    expect(sumOf(cells("plan").map(Number))).toBeCloseTo(weekly.budget, 6);
    expect(cells("from").slice(0, 2)).toEqual([panel.dates[0], panel.dates[7]]);
    expect(cells("to").slice(0, 2)).toEqual([panel.dates[6], panel.dates[13]]);
    expect(cells("geo")[0]).toBeNull();
  });

  test("every week stays within its own bounds where they are given", () => {
    const weekBounds = { lower: 0.8, upper: 1.3 };
    const kept = planner.optimize({ bounds, weekBounds, decide: "weekly" }, { maxIterations: 60 });
    for (const { plan, current } of kept.rows) {
      expect(plan).toBeGreaterThanOrEqual(0.8 * current - 1e-6);
      expect(plan).toBeLessThanOrEqual(1.3 * current + 1e-6);
    }
    expect(kept.objective.plan).toBeGreaterThanOrEqual(kept.objective.current);
    expect(kept.objective.plan).toBeLessThanOrEqual(weekly.objective.plan * (1 + 1e-9));
  });

  test("risk, a target return and an outcome to reach are searched as well", () => {
    const options = { maxIterations: 40 };
    const safe = planner.optimize(
      { bounds, decide: "weekly", objective: { kind: "cvar", probability: 0.34 } },
      options,
    );
    expect(safe.objective.plan).toBeGreaterThan(safe.objective.current);
    const roi = (0.97 * weekly.objective.plan) / weekly.budget;
    const target = planner.optimize({ bounds, decide: "weekly", budget: { kind: "target-roi", roi } }, options);
    expect(target.objective.plan / target.budget).toBeGreaterThanOrEqual(roi * (1 - 1e-6));
    const outcome = meanOf(fit.outcome({ exposure: panel.media.map(({ exposure }) => exposure) }).values) * 49;
    const reached = planner.optimize({ bounds, decide: "weekly", budget: { kind: "reach", outcome } }, options);
    expect(reached.budget).toBeLessThan(weekly.budget);
  });
});

describe.each<[string, Record<string, unknown>, Decision]>([
  ["of whole channels", {}, "channels"],
  ["of weeks", {}, "weekly"],
  ["under a log link", { likelihood: "log-normal" }, "channels"],
])("gradients %s", (_, model, decide) => {
  const { fit } = statedWorld(model, 4, 35);
  const horizon = openHorizon(fit);
  const variables = planVariables(horizon, decide, [0, 1], [1, 1.2]);
  const worth = exactWorth({ outcome: horizon.fit.open(), variables, weights: horizon.weights });

  test("are those of the worth's differences", () => {
    const drawWeights = Float64Array.of(0.4, 0.1, 0.3, 0.2);
    const at = variables.current.map((value, index) => value * (1 + 0.1 * (index % 3)));
    const { gradient, worth: values } = worth.gradient(at, drawWeights);
    const total = (amounts: Float64Array): number =>
      worth.worth(amounts).reduce((sum, value, draw) => sum + drawWeights[draw] * value, 0);
    expect(values.every((value, draw) => value === worth.worth(at)[draw])).toBe(true);
    const scale = Math.max(...gradient.map(Math.abs));
    for (let index = 0; index < at.length; index += 1) {
      const step = 1e-4 * Math.max(1, at[index]);
      const [less, more] = [at.slice(), at.slice()];
      less[index] -= step;
      more[index] += step;
      expect(Math.abs(gradient[index] - (total(more) - total(less)) / (2 * step))).toBeLessThan(1e-5 * scale);
    }
  });

  test("the current amounts give the current plan back where exposure costs what it did", () => {
    const [first] = variables.plan(variables.current).exposure;
    const observed = horizon.fit.panel.media[0].exposure;
    first.forEach((value, cell) => {
      expect(value).toBeCloseTo(observed[cell], 9);
    });
  });
});

test("effects that multiply are planned without a table", () => {
  const { fit } = statedWorld({ likelihood: "log-normal" }, 5, 35);
  const planner = openPlanner(fit, { searchDraws: 2 });
  expect(planner.isTabulated({})).toBe(false);
  const plan = planner.optimize({ bounds }, { maxIterations: 60 });
  expect(plan.objective.plan).toBeGreaterThanOrEqual(plan.objective.current);
  expect([plan.dualityGap, plan.verification]).toEqual([null, null]);
  expect([plan.draws, plan.searchDraws]).toEqual([5, 2]);
});

test("geos get budgets of their own, and are not worse for it", () => {
  const channels = defaultGeoWorldOptions.channels.slice(0, 2);
  const { table } = generateGeoWorld({ geos: 3, periods: 40, channels });
  const config = parseConfig({
    data: { path: "g.csv", date: "date", geo: "geo", population: "population", kpi: { column: "revenue" } },
    channels: channels.map(({ name }) => ({ name, spend: `${name}_spend` })),
  });
  const { panel } = buildPanel(table, config);
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 4));
  const planner = openPlanner(fit);
  const whole = planner.optimize({ bounds });
  const byGeo = planner.optimize({ bounds, decide: "geos" }, { maxIterations: 80 });
  expect(byGeo.objective.plan).toBeGreaterThanOrEqual(whole.objective.plan * (1 - 1e-9));
  expect(byGeo.rows.map(({ geo }) => geo)).toEqual([...panel.geos, ...panel.geos]);
  const [first] = panel.geos;
  const name = channels[0].name;
  const kept = planner.optimize(
    { bounds: [...bounds, { channels: [name], geo: first, unit: "money", lower: 0, upper: 5 }], decide: "geos" },
    { maxIterations: 80 },
  );
  expect(kept.rows[0].plan).toBeLessThanOrEqual(5 + 1e-6);
});

describe("horizons", () => {
  const { panel, fit } = statedWorld({}, 4, 70);

  test("carry-out is followed until a thousandth is left, and counted where the data end", () => {
    const reach = carryOutPeriods(fit);
    expect(reach).toBeGreaterThan(0);
    const horizon = openHorizon(fit, { from: panel.dates[60] });
    expect([horizon.start, horizon.end, horizon.counted]).toEqual([60, 70, 70 + reach]);
    const media = horizon.fit.panel.media[0].exposure;
    expect(media.subarray(70).every((value) => value === 0)).toBe(true);
    expect(horizon.weights.map((weight) => Math.sign(weight)).reduce((sum, each) => sum + each, 0)).toBe(10 + reach);
    expect(openHorizon(fit, { carryOut: false }).fit).toBe(fit);
  });

  test("a future window repeats the season before, or the last periods where there is none", () => {
    const horizon = openHorizon(fit, { future: 14 });
    const { dates, media } = horizon.fit.panel;
    expect([horizon.start, horizon.end, horizon.isFuture]).toEqual([70, 84, true]);
    expect(dates.slice(70)).toEqual(dateRange(panel.dates[69], dates.length - 69).slice(1));
    expect(Array.from(media[0].exposure.subarray(70, 84))).toEqual(Array.from(panel.media[0].exposure.subarray(0, 14)));
    const plan = openPlanner(fit, { window: { future: 14 } }).optimize({ bounds });
    expect(plan.window).toMatchObject({ from: dates[70], to: dates[83], periods: 14, isFuture: true });
    expect(plan.currentBudget).toBeCloseTo(
      sumOf(panel.media.flatMap(({ spend }) => Array.from(spend.subarray(0, 14)))),
      6,
    );
  });

  test.each([
    [{ from: "2023-01-01" }, "lies outside the data"],
    [{ from: "2024-02-01", to: "2024-01-05" }, "before it begins"],
    [{ to: "yesterday" }, "is not a date"],
    [{ to: "2024-02-30" }, "is not a date"],
    [{ future: 0 }, "a horizon of 0"],
    [{ future: 5000 }, "a whole number of periods from 1 to 728"],
    [{ future: 5, to: "2024-01-05" }, "both a horizon"],
  ])("%j is refused", (window, found) => {
    expect(() => openHorizon(fit, window)).toThrow(SpecError);
    expect(() => openHorizon(fit, window)).toThrow(found);
  });
});

test("money in a week in which a channel was silent buys exposure at the channel's ratio over the panel, evenly", () => {
  const { panel, fit } = statedWorld({}, 3, 28);
  const spend = panel.media[0].spend.map((value, day) => (day >= 7 && day < 14 ? 0 : value));
  const exposure = spend.map((value) => 3 * value);
  const silent = { ...panel, media: [{ ...panel.media[0], spend, exposure }, panel.media[1]] };
  const horizon = { ...openHorizon(fit, { carryOut: false }), fit: { ...fit, panel: silent } };
  const { variables, current, plan } = planVariables(horizon, "weekly", [0, 1], [1.5, 1]);
  expect([variables[1].name, current[1]]).toEqual([`${panel.media[0].name} from ${panel.dates[7]}`, 0]);
  const amounts = current.map((money, index) => (index === 1 ? 70 : money));
  const planned = plan(amounts).exposure[0].subarray(7, 14);
  // 3 units of exposure for a unit of money, a third less at a price of 1.5, over seven days.
  for (const value of planned) expect(value).toBeCloseTo((70 * 3) / 1.5 / 7, 9);
});

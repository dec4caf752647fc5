// Horizons: windows by the rule of every other verb, and beyond the data with the frequency of a channel whose exposure is reach.
import { expect, test } from "vitest";
import { openHorizon } from "../../src/budget/horizon.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import { planVariables } from "../../src/budget/variables.ts";
import { addDays } from "../../src/calendar/dates.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { config, frequency, panel } from "../scenario/reach-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const spec = resolveSpec(panel, config);
const fit = statedFit(panel, spec, priorDraws(panel, spec, 3, 2));

test("a future window repeats the frequency of a year before", () => {
  const { media } = openHorizon(fit, { future: 4 }).fit.panel;
  expect(Array.from(media[0].frequency!.subarray(60, 64))).toEqual(Array.from(frequency.subarray(8, 12)));
  expect(media[1].frequency).toBeUndefined();
});

test("carry-out after the data is counted, and the budget is spent", () => {
  const plan = openPlanner(fit).optimize({ bounds: [{ unit: "relative", lower: 0.5, upper: 1.5 }] });
  expect(plan.window.carryOutPeriods).toBeGreaterThan(0);
  expect(Math.abs(plan.budget - plan.currentBudget)).toBeLessThanOrEqual(1e-9 * plan.currentBudget);
});

test("money in a week that reached nobody reaches people as often as elsewhere", () => {
  const dark = (values: Float64Array): Float64Array =>
    values.map((value, time) => (time >= 50 && time < 54 ? 0 : value));
  const [video, search] = panel.media;
  const paused = {
    ...panel,
    media: [{ ...video, spend: dark(video.spend), exposure: dark(video.exposure), frequency: dark(frequency) }, search],
  };
  const pausedFit = statedFit(paused, resolveSpec(paused, config), priorDraws(paused, spec, 3, 2));
  const { variables, plan } = planVariables(
    openHorizon(pausedFit, { from: panel.dates[50], carryOut: false }),
    "weekly",
    [0, 1],
    [1, 1],
  );
  const amounts = Float64Array.from(variables, ({ current }) => current);
  const silent = variables.findIndex(({ channel, period }) => channel === 0 && period === 51);
  const { values: before } = pausedFit.outcome(plan(amounts));
  amounts[silent] = 100;
  const { values: after } = pausedFit.outcome(plan(amounts));
  for (const draw of [0, 1, 2]) expect(after[draw * 60 + 51]).toBeGreaterThan(before[draw * 60 + 51]);
});

test("a week belongs to the window its first day lies in, and the last day of the data may be named", () => {
  const monday = panel.dates[50];
  const tuesday = addDays(monday, 1);
  const lastDay = addDays(panel.dates[59], 6);
  const span = (from: string, to: string): [number, number] => {
    const { start, end } = openHorizon(fit, { from, to, carryOut: false });
    return [start, end];
  };
  expect(span(monday, lastDay)).toEqual([50, 60]);
  expect(span(tuesday, lastDay)).toEqual([51, 60]);
});

test("a least spend of a channel that did not run in the window is refused: there is no flighting to multiply", () => {
  const [video, search] = panel.media;
  const spend = search.spend.map((value, time) => (time < 50 ? value : 0));
  const paused = { ...panel, media: [video, { ...search, spend, exposure: spend }] };
  const pausedFit = statedFit(paused, resolveSpec(paused, config), priorDraws(paused, spec, 3, 2));
  const planner = openPlanner(pausedFit, { window: { from: panel.dates[50], carryOut: false } });
  expect(() => planner.optimize({ bounds: [{ channels: ["search"], unit: "money", lower: 10 }] })).toThrow(
    "search must spend at least 10",
  );
  expect(planner.optimize({}).allocation.search).toBe(0);
});

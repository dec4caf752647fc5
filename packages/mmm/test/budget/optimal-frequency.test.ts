// Choosing the frequency before the money is divided, asked of the model by brute force.
import { expect, test } from "vitest";
import { openPlanner } from "../../src/budget/planner.ts";
import { SpecError } from "../../src/errors.ts";
import type { MediaPlan } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { config, frequency, panel } from "../scenario/reach-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { sumOf } from "./stated-world.ts";

const spec = resolveSpec(panel, config);
const draws = 8;
const fit = statedFit(panel, spec, priorDraws(panel, spec, draws));
const [video, search] = panel.media;
const contacts = video.exposure.map((people, cell) => people * frequency[cell]);

function meanWorth(plan: MediaPlan, first = 0): number {
  const { values } = fit.outcome(plan);
  return sumOf(values.filter((_, cell) => cell % 60 >= first)) / draws;
}

/** Video's contacts at one frequency, times a multiplier, from a period on. */
function videoAt(often: number, multiplier: number, first = 0): MediaPlan {
  return {
    exposure: [
      video.exposure.map((people, cell) => (cell >= first ? (multiplier * contacts[cell]) / often : people)),
      search.exposure,
    ],
    frequency: [frequency.map((value, cell) => (cell >= first ? often : value)), undefined],
  };
}

const grid = Array.from({ length: 30 }, (_, step) => Number((1 + 0.1 * step).toFixed(6)));

test("the frequency is the one of the grid that brings most for the same contacts", () => {
  const plan = openPlanner(fit, { window: { carryOut: false }, frequency: "optimal" }).optimize({});
  const [choice] = plan.frequencies!;
  const worths = grid.map((often) => meanWorth(videoAt(often, 1)));
  const best = worths.indexOf(Math.max(...worths));
  expect(choice.channel).toBe("video");
  expect(choice.optimum).toBe(grid[best]);
  expect(choice.current).toBeCloseTo(sumOf(contacts) / sumOf(video.exposure), 10);
  expect(choice.observedMaximum).toBe(4);
  const without = meanWorth(videoAt(1, 0));
  const own = meanWorth({ exposure: panel.media.map(({ exposure }) => exposure) });
  expect(choice.worthOptimum).toBeCloseTo(worths[best] - without, 6);
  expect(choice.worthCurrent).toBeCloseTo(own - without, 6);
  expect(choice.worthOptimum).toBeGreaterThanOrEqual(choice.worthCurrent - 1e-9);
});

test("lift is against the current money at the chosen frequency", () => {
  const plan = openPlanner(fit, { window: { carryOut: false }, frequency: "optimal" }).optimize({});
  const [{ optimum }] = plan.frequencies!;
  const money = [plan.allocation.video, plan.allocation.search];
  const spent = [sumOf(video.spend), sumOf(search.spend)];
  const planned = videoAt(optimum, money[0] / spent[0]);
  const full = {
    ...planned,
    exposure: [planned.exposure[0], search.exposure.map((value) => (value * money[1]) / spent[1])],
  };
  const lift = meanWorth(full) - meanWorth(videoAt(optimum, 1));
  expect(Math.abs(plan.expectedLift - lift)).toBeLessThanOrEqual(1e-6 * meanWorth(full));
  expect(plan.sentences[1]).toContain("People are reached at the frequency that returns most (video");
  expect(plan.verification!.largestDifference).toBeLessThan(1e-6);
});

test("only the window's contacts are bought otherwise", () => {
  const window = { from: panel.dates[40], carryOut: false };
  const plan = openPlanner(fit, { window, frequency: "optimal" }).optimize({});
  const [choice] = plan.frequencies!;
  const worths = grid.map((often) => meanWorth(videoAt(often, 1, 40), 40));
  expect(choice.optimum).toBe(grid[worths.indexOf(Math.max(...worths))]);
});

test("weeks are decided at the chosen frequency too", () => {
  const planner = openPlanner(fit, { window: { carryOut: false }, frequency: "optimal", draws: 4 });
  const plan = planner.optimize({ decide: "weekly" }, { maxIterations: 4 });
  expect(plan.frequencies).toHaveLength(1);
  expect(plan.expectedLift).toBeGreaterThanOrEqual(-1e-9);
});

test("the grid of Meridian is climbed at it, and its plan brings no more than ours", () => {
  const planner = openPlanner(fit, { window: { carryOut: false }, frequency: "optimal" });
  const climbed = planner.optimize({ method: "meridian-grid" });
  expect(climbed.frequencies![0].optimum).toBe(planner.optimize({}).frequencies![0].optimum);
  const { outcomeBefore, channels } = climbed.grid!;
  const [{ optimum }] = climbed.frequencies!;
  const planned = videoAt(optimum, channels[0].before / sumOf(video.spend));
  const scaled = search.exposure.map((value) => (value * channels[1].before) / sumOf(search.spend));
  const without = meanWorth({ ...videoAt(optimum, 0), exposure: [new Float64Array(60), new Float64Array(60)] });
  const own = meanWorth({ ...planned, exposure: [planned.exposure[0], scaled] });
  expect(outcomeBefore / (own - without)).toBeCloseTo(1, 6);
  expect(climbed.dualityGap).toBeGreaterThanOrEqual(0);
});

test("methods whose curves know no frequency refuse", () => {
  const planner = openPlanner(fit, { frequency: "optimal" });
  expect(() => planner.optimize({ method: "greedy" })).toThrow(SpecError);
  expect(() => planner.optimize({ method: "greedy" })).toThrow(/knows no frequency/);
});

// Budgets that are sought, not given: targets hold in the mean, stated limits hold, and the current plan is what it was.
import { expect, test } from "vitest";
import { openPlanner, type PlannerOptions } from "../../src/budget/planner.ts";
import type { BudgetProblem, SpendBound } from "../../src/budget/problem.ts";
import { SpecError } from "../../src/errors.ts";
import { statedWorld, sumOf } from "./stated-world.ts";

const { panel, fit } = statedWorld();
const options: PlannerOptions = { window: { carryOut: false } };
const planner = openPlanner(fit, options);
const bounds = (lower: number, upper: number): SpendBound[] => [{ unit: "relative", lower, upper }];
const now = planner.optimize({ bounds: bounds(0, 2) }, { verify: false });

test.each([0.1, 0.5, 0.9])("a target return is one of the mean, also where the %d quantile is best", (probability) => {
  const roi = (0.9 * now.objective.plan) / now.budget;
  const problem: BudgetProblem = { bounds: bounds(0.05, 3), budget: { kind: "target-roi", roi } };
  const plan = planner.optimize({ ...problem, objective: { kind: "quantile", probability } }, { verify: false });
  const worth = plan.channels.reduce((total, { worthPlan }) => total + worthPlan, 0);
  expect(worth / plan.budget).toBeGreaterThanOrEqual(roi * (1 - 1e-6));
  expect(plan.budget).toBeGreaterThan(0);
});

test("spending nothing does not meet a target return", () => {
  const ask = (): unknown => planner.optimize({ bounds: bounds(0, 2), budget: { kind: "target-roi", roi: 1e6 } });
  expect(ask).toThrow(SpecError);
  expect(ask).toThrow(/the best returns/);
  const byWeek: BudgetProblem = { decide: "weekly", bounds: bounds(0, 2), budget: { kind: "target-roi", roi: 1e6 } };
  expect(() => planner.optimize(byWeek, { maxIterations: 20 })).toThrow(/no plan was found that spends/);
});

test("a stated limit holds beyond twice the whole current budget", () => {
  const budget = { kind: "target-marginal-roi", roi: 1e-6 } as const;
  const plan = planner.optimize({ bounds: bounds(0, 20), budget }, { verify: false });
  for (const channel of plan.channels) expect(channel.bounds).toEqual([0, 20 * channel.current]);
  expect(plan.budget).toBeGreaterThan(15 * plan.currentBudget);
});

test("the current plan is better than itself with probability one half, asked of the model too", () => {
  const locked = panel.media.map(({ name }) => name);
  const plan = planner.optimize({ locked, objective: { kind: "probability" } });
  expect(plan.objective).toMatchObject({ current: 0.5 });
  expect(plan.probabilityBetter).toBeCloseTo(plan.objective.plan, 12);
});

test.each(["channels", "geos"] as const)(
  "a target marginal return inside all bounds has no residual, by %s",
  (decide) => {
    const plan = planner.optimize(
      { bounds: bounds(0, 20), decide, budget: { kind: "target-marginal-roi", roi: 0.7 * now.price } },
      { verify: false },
    );
    for (const { plan: money, bounds: limits } of plan.channels) expect(money).toBeLessThan(limits?.[1] ?? 0);
    expect(plan.kktResidual).toBeLessThan(1e-6);
  },
);

test("what was shown unpaid stays in every plan", () => {
  const media = panel.media.map((series, channel) =>
    channel === 0
      ? { ...series, exposure: series.exposure.slice(), spend: new Float64Array(series.spend.length) }
      : series,
  );
  const unpaid = openPlanner(fit.over({ ...panel, media }), options);
  const cells = panel.kpi.values.length;
  const { values, draws } = fit.outcome({
    exposure: panel.media.map(({ exposure }, channel) => (channel === 0 ? exposure : exposure.map(() => 0))),
  });
  const base = sumOf(values) / draws;
  expect(values.length).toBe(draws * cells);
  const least = unpaid.optimize(
    { bounds: bounds(0.2, 2), budget: { kind: "reach", outcome: base } },
    { verify: false },
  );
  expect(least.budget).toBeCloseTo(0.2 * sumOf(panel.media[1].spend), 6);
});

test("only bounds that cost something are said to hold a plan back", () => {
  const [tv] = panel.media;
  const plan = planner.optimize({ bounds: bounds(0, 5), minimums: { [tv.name]: 1e12 } }, { verify: false });
  expect(plan.allocation[tv.name]).toBe(0);
  expect(plan.binding.filter(({ kind, price }) => kind === "bound" && price === 0)).toEqual([]);
});

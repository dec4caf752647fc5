// Plans against brute force: what is reported is what the model says, and nothing on a grid is better.
import { describe, expect, test } from "vitest";
import type { Optimization } from "../../src/budget/optimization.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import type { BudgetProblem, Objective, SpendBound } from "../../src/budget/problem.ts";
import { SpecError } from "../../src/errors.ts";
import { meanOf, statedWorld, sumOf } from "./stated-world.ts";

const { panel, fit } = statedWorld();
const planner = openPlanner(fit, { window: { carryOut: false } });
const bounds = (lower: number, upper: number): SpendBound[] => [{ unit: "relative", lower, upper }];
const spends = panel.media.map(({ spend }) => sumOf(spend));
const budget = sumOf(spends);

/** Worth of every draw by the model itself, with each channel's media multiplied: above none at all. */
function worthOf(multipliers: readonly number[]): Float64Array {
  const at = (factors: readonly number[]): Float64Array => {
    const exposure = panel.media.map((media, channel) => media.exposure.map((value) => factors[channel] * value));
    const { values, draws } = fit.outcome({ exposure });
    const cells = values.length / draws;
    return Float64Array.from({ length: draws }, (_, draw) => sumOf(values.subarray(draw * cells, (draw + 1) * cells)));
  };
  const none = at([0, 0]);
  return at(multipliers).map((value, draw) => value - none[draw]);
}

const allocated = ({ allocation }: Optimization): number[] => panel.media.map(({ name }) => allocation[name]);
const multipliersOf = (plan: Optimization): number[] => allocated(plan).map((money, index) => money / spends[index]);
const refusal = (problem: BudgetProblem): string => {
  try {
    planner.optimize(problem);
    return "";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message;
  }
};

describe("at a fixed budget", () => {
  const plan = planner.optimize({ bounds: bounds(0.4, 1.6) }, { regretDraws: 4 });

  test("the budget is spent exactly", () => {
    expect(Math.abs(sumOf(allocated(plan)) - budget)).toBeLessThanOrEqual(1e-9 * budget);
    expect(Math.abs(plan.budget - budget)).toBeLessThanOrEqual(1e-9 * budget);
  });

  test("the lift is outcome(plan) less outcome(current), draw by draw", () => {
    const [planned, current] = [worthOf(multipliersOf(plan)), worthOf([1, 1])];
    const lift = planned.map((value, draw) => value - current[draw]);
    const scale = meanOf(planned);
    expect(Math.abs(plan.expectedLift - meanOf(lift))).toBeLessThanOrEqual(1e-9 * scale);
    expect(Math.abs(plan.objective.plan - scale)).toBeLessThanOrEqual(1e-9 * scale);
    const better = lift.filter((value) => value > 0).length / lift.length;
    expect(plan.probabilityBetter).toBeCloseTo(better, 12);
    const losses = Array.from(lift, (value) => Math.max(0, -value));
    expect(plan.costOfBeingWrong.expectedLoss).toBeCloseTo(meanOf(losses), 6);
    expect(plan.costOfBeingWrong.lossWhenWorse * plan.costOfBeingWrong.probabilityWorse).toBeCloseTo(meanOf(losses), 6);
    expect(plan.costOfBeingWrong.expectedRegret).toBeGreaterThan(0);
    expect(plan.verification?.largestDifference).toBeLessThan(1e-6);
  });

  test("no plan on a grid is better", () => {
    for (let step = 0; step <= 60; step += 1) {
      const first = 0.4 + (1.2 * step) / 60;
      const second = (budget - first * spends[0]) / spends[1];
      if (second < 0.4 || second > 1.6) continue;
      expect(meanOf(worthOf([first, second]))).toBeLessThanOrEqual(plan.objective.plan * (1 + 1e-9));
    }
    expect(plan.dualityGap).toBeLessThanOrEqual(1e-6 * plan.objective.plan);
    expect(plan.kktResidual).toBeLessThan(1e-6);
  });

  test("what a channel returns is its own part over its money", () => {
    for (const [index, channel] of plan.channels.entries()) {
      const alone = multipliersOf(plan).map((value, other) => (other === index ? value : 0));
      expect(channel.roiPlan).toBeCloseTo(meanOf(worthOf(alone)) / channel.plan, 6);
      const raised = multipliersOf(plan);
      const step = 1e-5;
      raised[index] += step;
      const [more, here] = [meanOf(worthOf(raised)), meanOf(worthOf(multipliersOf(plan)))];
      // One-sided differences of 1e-5 of a channel are good to about that share.
      expect(Math.abs(channel.marginalRoiPlan / ((more - here) / (step * spends[index])) - 1)).toBeLessThan(1e-3);
    }
  });

  test("more money never hurts, and another limit never helps", () => {
    const value = (problem: BudgetProblem): number => planner.optimize(problem, { verify: false }).objective.plan;
    const values = [0.7, 0.85, 1, 1.15, 1.3].map((factor) =>
      value({ bounds: bounds(0.4, 1.6), budget: { kind: "relative", factor } }),
    );
    for (let index = 1; index < values.length; index += 1)
      expect(values[index]).toBeGreaterThanOrEqual(values[index - 1]);
    const free = value({ bounds: bounds(0.4, 1.6) });
    const rule = { name: "tv<=4500", coefficients: { tv: 1 }, relation: "<=" as const, amount: 4500 };
    for (const more of [{ rules: [rule] }, { locked: ["tv"] }, { lots: { tv: 500 } }, { minimums: { search: 3000 } }]) {
      expect(value({ bounds: bounds(0.4, 1.6), ...more })).toBeLessThanOrEqual(free * (1 + 1e-9));
    }
  });
});

test("a table made bit by bit is the table made at once", () => {
  const other = openPlanner(fit, { window: { carryOut: false } });
  const shares = [...other.prepare({ bounds: bounds(0.3, 1.7) })];
  expect(shares.at(-1)).toBe(1);
  expect(shares.length).toBeGreaterThan(1);
  const plan = other.optimize({ bounds: bounds(0.3, 1.7) }, { verify: false });
  expect(allocated(plan)).toEqual(allocated(planner.optimize({ bounds: bounds(0.3, 1.7) }, { verify: false })));
});

test("locked channels stay, lots are whole, least buys are all or nothing, rules hold", () => {
  const locked = planner.optimize({ locked: ["tv"], bounds: bounds(0, 2) }, { verify: false });
  expect(locked.allocation.tv).toBeCloseTo(spends[0], 6);
  const lumpy = planner.optimize(
    { bounds: bounds(0, 2), lots: { search: 250 }, minimums: { search: 400 } },
    { verify: false },
  );
  expect(Math.abs(lumpy.allocation.search / 250 - Math.round(lumpy.allocation.search / 250))).toBeLessThan(1e-9);
  expect(lumpy.allocation.search === 0 || lumpy.allocation.search >= 400).toBe(true);
  const rules = [{ name: "tv>=3*search", coefficients: { tv: 1, search: -3 }, relation: ">=" as const, amount: 0 }];
  const ruled = planner.optimize({ bounds: bounds(0.1, 2), rules }, { verify: false });
  expect(ruled.allocation.tv).toBeGreaterThanOrEqual(3 * ruled.allocation.search - 1e-6);
  for (const plan of [locked, lumpy, ruled]) expect(Math.min(...allocated(plan))).toBeGreaterThanOrEqual(0);
});

test("dearer exposure and cheaper KPI are what is asked of the model", () => {
  const plan = planner.optimize({ bounds: bounds(0.5, 1.5), costs: { tv: 1.25 }, value: 0.8 });
  const [tv, search] = multipliersOf(plan);
  const exact = 0.8 * meanOf(worthOf([tv / 1.25, search]));
  expect(Math.abs(plan.objective.plan - exact)).toBeLessThanOrEqual(1e-9 * exact);
  const now = 0.8 * meanOf(worthOf([1 / 1.25, 1]));
  expect(Math.abs(plan.objective.current - now)).toBeLessThanOrEqual(1e-9 * now);
});

describe("a flexible budget", () => {
  const wide = bounds(0.1, 2);

  test("to a target return spends as much as keeps it", () => {
    const whole = planner.optimize({ bounds: wide, budget: { kind: "relative", factor: 2 } }, { verify: false });
    const roi = (whole.objective.plan / whole.budget) * 1.02;
    const plan = planner.optimize({ bounds: wide, budget: { kind: "target-roi", roi } });
    expect(plan.objective.plan / plan.budget).toBeGreaterThanOrEqual(roi * (1 - 1e-7));
    const more = planner.optimize(
      { bounds: wide, budget: { kind: "amount", amount: 1.01 * plan.budget } },
      { verify: false },
    );
    expect(more.objective.plan / more.budget).toBeLessThan(roi);
  });

  test("to a target marginal return stops where the next money brings no more", () => {
    const now = planner.optimize({ bounds: wide }, { verify: false });
    const roi = now.price * 0.98;
    const plan = planner.optimize({ bounds: wide, budget: { kind: "target-marginal-roi", roi } }, { verify: false });
    const net = plan.objective.plan - roi * plan.budget;
    for (const factor of [0.8, 0.95, 1, 1.05, 1.3]) {
      const other = planner.optimize({ bounds: wide, budget: { kind: "relative", factor } }, { verify: false });
      expect(other.objective.plan - roi * other.budget).toBeLessThanOrEqual(net + 1e-7 * plan.objective.plan);
    }
  });

  test("to reach an outcome is as small as it can be", () => {
    const none = fit.outcome({ exposure: panel.media.map(({ exposure }) => exposure.map(() => 0)) });
    const base = sumOf(none.values) / none.draws;
    const outcome = base + 0.9 * planner.optimize({ bounds: wide }, { verify: false }).objective.plan;
    const plan = planner.optimize({ bounds: wide, budget: { kind: "reach", outcome } });
    expect(Math.abs(base + plan.objective.plan - outcome)).toBeLessThan(1e-6 * outcome);
    expect(plan.budget).toBeLessThan(budget);
    const less = planner.optimize(
      { bounds: wide, budget: { kind: "amount", amount: 0.99 * plan.budget } },
      { verify: false },
    );
    expect(base + less.objective.plan).toBeLessThan(outcome);
  });

  test("that no plan can meet is refused with the best there is", () => {
    expect(refusal({ bounds: wide, budget: { kind: "target-roi", roi: 1e6 } })).toMatch(/the best returns/);
    expect(refusal({ bounds: wide, budget: { kind: "reach", outcome: 1e12 } })).toMatch(/the most it can expect/);
  });
});

describe.each<Objective>([
  { kind: "quantile", probability: 0.25 },
  { kind: "cvar", probability: 0.25 },
  { kind: "mean-sd", weight: 0.5 },
  { kind: "mean-variance", weight: 1e-5 },
  { kind: "probability" },
])("for the best $kind", (objective) => {
  const plan = planner.optimize({ bounds: bounds(0.4, 1.6), objective });

  test("no plan on a grid is better by much more than the gap", () => {
    const current = worthOf([1, 1]);
    const measured = (worth: Float64Array): number => exactly(objective, worth, current);
    expect(plan.objective.plan).toBeCloseTo(measured(worthOf(multipliersOf(plan))), 6);
    const scale = objective.kind === "probability" ? 1 : meanOf(current);
    // Rounded kinks move the plan a little: by no more than a hundredth of the worth, or two draws of 24.
    const slack = objective.kind === "probability" ? 2 / 24 : 0.01 * scale;
    for (let step = 0; step <= 40; step += 1) {
      const first = 0.4 + (1.2 * step) / 40;
      const second = (budget - first * spends[0]) / spends[1];
      if (second < 0.4 || second > 1.6) continue;
      const value = measured(worthOf([first, second]));
      expect(value).toBeLessThanOrEqual(plan.objective.plan + slack);
      if (plan.dualityGap !== null)
        expect(value).toBeLessThanOrEqual(plan.objective.plan + plan.dualityGap + 1e-7 * scale);
    }
    expect(Math.abs(plan.budget - budget)).toBeLessThanOrEqual(1e-9 * budget);
  });
});

/** Written out a second time, from the definitions. */
function exactly(objective: Objective, worth: Float64Array, current: Float64Array): number {
  const sorted = Array.from(worth).sort((a, b) => a - b);
  const mean = meanOf(worth);
  const variance = meanOf(Array.from(worth, (value) => (value - mean) ** 2));
  switch (objective.kind) {
    case "mean":
      return mean;
    case "quantile": {
      const place = objective.probability * (sorted.length - 1);
      const below = Math.floor(place);
      return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
    case "cvar":
      return meanOf(sorted.slice(0, Math.round(objective.probability * sorted.length)));
    case "mean-sd":
      return mean - objective.weight * Math.sqrt(variance);
    case "mean-variance":
      return mean - objective.weight * variance;
    case "probability":
      return worth.filter((value, draw) => value > current[draw]).length / worth.length;
  }
}

test("limits that cannot hold together are named", () => {
  const message = refusal({ bounds: bounds(0.7, 1.3), budget: { kind: "relative", factor: 2 } });
  expect(message).toMatch(/cannot hold together: the budget of/);
  expect(message).toContain("tv's bound (at most");
  expect(message).toContain("within their bounds");
  const rules = [{ name: "tv+search<=10", coefficients: { tv: 1, search: 1 }, relation: "<=" as const, amount: 10 }];
  expect(refusal({ rules })).toContain("tv+search<=10");
  expect(refusal({ method: "greedy", bounds: bounds(0.7, 0.8) })).toContain("the budget of");
});

test("the whole returns what it must, or no plan is given", () => {
  const free = planner.optimize({ bounds: bounds(0.4, 1.6) }, { verify: false });
  const best = free.objective.plan / free.budget;
  expect(refusal({ bounds: bounds(0.4, 1.6), minimumRoi: 1.01 * best })).toContain("the best plan returns");
  const objective = { kind: "cvar", probability: 0.25 } as const;
  const safe = planner.optimize({ bounds: bounds(0.4, 1.6), objective, minimumRoi: 0.999 * best });
  const worth = safe.channels.reduce((sum, { worthPlan }) => sum + worthPlan, 0);
  expect(worth / safe.budget).toBeGreaterThanOrEqual(0.999 * best * (1 - 1e-6));
});

test("the seed's methods stay, inside the bounds, and their gap says what they leave", () => {
  const best = planner.optimize({ bounds: bounds(0.4, 1.6) }, { verify: false });
  for (const method of ["greedy", "slsqp"] as const) {
    const plan = planner.optimize({ method, bounds: bounds(0.4, 1.6) });
    expect(Math.abs(plan.budget - budget)).toBeLessThanOrEqual(1e-9 * budget);
    for (const each of multipliersOf(plan)) {
      expect(each).toBeGreaterThanOrEqual(0.4 - 1e-9);
      expect(each).toBeLessThanOrEqual(1.6 + 1e-9);
    }
    expect(plan.objective.plan).toBeLessThanOrEqual(best.objective.plan * (1 + 1e-9));
    const left = best.objective.plan - plan.objective.plan;
    expect(Math.abs((plan.dualityGap ?? Number.NaN) - left)).toBeLessThan(1e-6 * best.objective.plan);
  }
});

// Meridian's optimizer on our posterior: its grid of mean outcomes, climbed; judged by the objective with carryover.
import { sum } from "../analysis/totals.ts";
import { SpecError } from "../errors.ts";
import { judgedPlan } from "./judged-plan.ts";
import { climbGrid, type GridColumn, type GridStop, gridRange, gridSpends, roundFactor } from "./meridian-grid.ts";
import type { MeridianGrid } from "./optimization.ts";
import type { PlanWorth } from "./plan-worth.ts";
import type { Planning } from "./planning.ts";
import type { SettledBudget, SettledProblem } from "./settled-problem.ts";
import type { SolvedPlan } from "./solved.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";

/** Share of the budget that rounding may move: Meridian's `gtol`. */
const tolerance = 1e-4;
/** What a factor of the current plan is told apart by: 12 digits, so that .7 times a spend is .7 of it and not a bit less. */
const factorDigits = 12;

/**
 * Bounds are rounded to the grid; each channel's column holds what it is expected to bring inside the window at every step
 * between them, all of its media multiplied, those before the window too. Of a channel with reach and frequency, whose outcome
 * is linear in reach, the column is made exactly straight, so that its steps are taken one by one.
 *
 * @throws SpecError where the fit's channels do not add up
 */
export function solveMeridianGrid(
  planning: Planning,
  settled: SettledProblem,
  worth: PlanWorth | TabulatedWorth,
): SolvedPlan {
  const { horizon, outcome } = planning;
  const { panel } = horizon.fit;
  if (!outcome.separable) {
    const found = "method meridian-grid adds up channels one by one, and under this model they multiply each other";
    throw new SpecError([{ code: "plan-method", severity: "error", found, remedy: "Use the method carryover" }]);
  }
  const { variables, budget, costs } = settled;
  const spent = sum(variables.current);
  const scale = budget.kind === "fixed" ? budget.amount / spent : 1;
  const digits = roundFactor(spent * scale, tolerance);
  const step = 10 ** -digits;
  const table = planning.everywhere();
  const ranges = variables.variables.map(({ current }, index) => {
    const center = current * scale;
    const factor = (limit: number): number => (center === 0 ? 0 : Number((limit / center).toPrecision(factorDigits)));
    return gridRange(center, [factor(settled.lower[index]), factor(settled.upper[index])], step);
  });
  const multipliers = ranges.flatMap(({ before, lower, upper }, index) => {
    const { current, channel } = variables.variables[index];
    return current > 0 ? [lower, upper, before].map((money) => money / (current * costs[channel])) : [];
  });
  const ends = [Math.min(1, ...multipliers), Math.max(1, ...multipliers)] as const;
  table.extend(...ends);
  // Rounding may lead a little beyond the bounds that the planner's own table reaches to.
  planning.tableOf(horizon.weights).extend(...ends);
  const curves = table.weighted(new Float64Array(table.draws).fill(1 / table.draws));
  const outcomeAt = (index: number, money: number): number => {
    const { channel, current } = variables.variables[index];
    if (current === 0 || money === 0) return 0;
    const point = { value: 0, slope: 0, curvature: 0 };
    curves.evaluate(channel, money / (current * costs[channel]), point);
    return settled.value * point.value;
  };
  const columns = variables.variables.map(({ channel }, index): GridColumn => {
    const spends = gridSpends(ranges[index], step);
    const most = ranges[index].upper;
    const isLinear = panel.media[channel].frequency !== undefined && isStraight(index, most, outcomeAt);
    const ratio = isLinear && most > 0 ? outcomeAt(index, most) / most : 0;
    return { spends, outcomes: spends.map((money) => (isLinear ? ratio * money : outcomeAt(index, money))) };
  });
  const stop = gridStop(
    budget,
    ranges.reduce((total, { before }) => total + before, 0),
  );
  const climb = climbGrid(columns, stop);
  const amounts = Float64Array.from(columns, ({ spends }, index) => spends[climb.rows[index]]);
  const channels = variables.variables.map(({ channel }, index) => ({
    name: panel.media[channel].name,
    ...ranges[index],
    after: amounts[index],
    outcomeBefore: outcomeAt(index, ranges[index].before),
    outcomeAfter: outcomeAt(index, amounts[index]),
  }));
  const rows = columns.reduce((total, { spends }) => total + spends.length, 0);
  const grid: MeridianGrid = {
    roundFactor: digits,
    step,
    rows,
    jumps: climb.steps,
    budget: stop.kind === "fixed" ? stop.amount : null,
    outcomeBefore: channels.reduce((total, each) => total + each.outcomeBefore, 0),
    outcomeAfter: channels.reduce((total, each) => total + each.outcomeAfter, 0),
    channels,
  };
  const search = `Meridian's climb, ${climb.steps} jumps on a grid of ${rows} spends, ${step} of money apart`;
  return { ...judgedPlan(amounts, search, settled, worth), grid };
}

function gridStop(budget: SettledBudget, rounded: number): GridStop {
  switch (budget.kind) {
    case "fixed":
      return { kind: "fixed", amount: rounded };
    case "reach":
      throw new RangeError("Meridian's grid has no outcome to reach");
    default:
      return { kind: budget.kind, roi: budget.roi };
  }
}

/** Whether half the money brings half as much, to six digits: else the channel saturates in reach. */
function isStraight(index: number, most: number, outcomeAt: (index: number, money: number) => number): boolean {
  const whole = outcomeAt(index, most);
  return Math.abs(2 * outcomeAt(index, most / 2) - whole) <= 1e-6 * Math.abs(whole);
}

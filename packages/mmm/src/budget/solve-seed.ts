// The seed's methods on its own curves, and how far their plans are from what our table says is best.
import { meanOf } from "../analysis/estimates.ts";
import { sum } from "../analysis/totals.ts";
import type { Horizon } from "./horizon.ts";
import type { EvaluatedPlan } from "./plan-evaluation.ts";
import type { PlanWorth } from "./plan-worth.ts";
import type { BudgetMethod } from "./problem.ts";
import { seedCurve } from "./seed-curve.ts";
import { greedySwaps, localProgram, type SeedRequest } from "./seed-methods.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveSeparable } from "./solve-separable.ts";
import { budgetName, refuse, type SolvedPlan } from "./solved.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";

export interface SeedInput {
  readonly method: BudgetMethod;
  /** With `terms` where there is a table. */
  readonly worth: PlanWorth | TabulatedWorth;
  readonly current: EvaluatedPlan;
}

/** Residual and gap are those of the objective with carryover: what the seed's curve overlooks shows in them. */
export function solveSeed(
  horizon: Horizon,
  settled: SettledProblem,
  { method, worth, current }: SeedInput,
): SolvedPlan {
  const { variables, lower, upper, budget, minimumRoi } = settled;
  if (budget.kind !== "fixed") throw new RangeError("the seed's methods have a fixed budget");
  const least = sum(lower);
  const most = sum(upper);
  if (budget.amount < least || budget.amount > most) {
    const side = budget.amount < least ? "upper" : "lower";
    const shortfall = Math.max(least - budget.amount, budget.amount - most);
    const members = [{ kind: "constraint", name: budgetName, index: 0, side, limit: budget.amount } as const];
    const bounds = variables.variables.map(
      ({ name }, index) =>
        ({
          kind: "bound",
          name,
          index,
          side: side === "upper" ? "lower" : "upper",
          limit: (side === "upper" ? lower : upper)[index],
        }) as const,
    );
    refuse({ members: [...members, ...bounds], shortfall }, settled);
  }
  const request: SeedRequest = {
    curves: variables.channels.map((channel, place) => seedCurve(horizon, channel, current.byChannel[place])),
    current: variables.current,
    lower,
    upper,
    budget: budget.amount,
    minimumRoi,
  };
  const { amounts, search } = method === "greedy" ? greedySwaps(request) : localProgram(request);
  const drawWeights = new Float64Array(worth.draws).fill(1 / worth.draws);
  const here = worth.gradient(amounts, drawWeights);
  const { price, residual } = stationarity(amounts, here.gradient, lower, upper);
  const best = "terms" in worth ? solveSeparable({ settled, worth, drawWeights }) : undefined;
  const gap =
    best === undefined ? null : meanOf(worth.worth(best.amounts)) + (best.dualityGap ?? 0) - meanOf(here.worth);
  return {
    amounts,
    drawWeights,
    kktResidual: residual,
    dualityGap: gap === null ? null : Math.max(0, gap),
    active: [],
    price,
    search,
  };
}

/** The price of money that balances a gradient best within bounds, and the largest slope that is left, of the largest slope. */
function stationarity(
  amounts: Float64Array,
  gradient: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): { price: number; residual: number } {
  const tolerance = 1e-9;
  const size = gradient.reduce((most, each) => Math.max(most, Math.abs(each)), Number.MIN_VALUE);
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  gradient.forEach((slope, index) => {
    const scale = tolerance * Math.max(1, Math.abs(amounts[index]));
    const isLeast = amounts[index] - lower[index] <= scale;
    const isMost = upper[index] - amounts[index] <= scale;
    // At its most a slope may lie above the price, at its least below it.
    if (!isMost) low = Math.max(low, slope);
    if (!isLeast) high = Math.min(high, slope);
  });
  const price = low === Number.NEGATIVE_INFINITY ? high : high === Number.POSITIVE_INFINITY ? low : 0.5 * (low + high);
  const left = low > high ? 0.5 * (low - high) : 0;
  return { price: Number.isFinite(price) ? price : 0, residual: left / size };
}

// What the objective with carryover says of a plan that another method found: how far from stationary, and from the best.
import { meanOf } from "../analysis/estimates.ts";
import type { PlanWorth } from "./plan-worth.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveSeparable } from "./solve-separable.ts";
import type { SolvedPlan } from "./solved.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";

/** @param worth  with `terms` where there is a table; a gap is known only then, and only at a fixed budget */
export function judgedPlan(
  amounts: Float64Array,
  search: string,
  settled: SettledProblem,
  worth: PlanWorth | TabulatedWorth,
): SolvedPlan {
  const drawWeights = new Float64Array(worth.draws).fill(1 / worth.draws);
  const here = worth.gradient(amounts, drawWeights);
  const { price, residual } = stationarity(amounts, here.gradient, settled.lower, settled.upper);
  const isComparable = "terms" in worth && settled.budget.kind === "fixed";
  // Methods of originals round: the best plan is that of the money which this one spends.
  const spent = amounts.reduce((sum, each) => sum + each, 0);
  const comparable: SettledProblem = { ...settled, budget: { kind: "fixed", amount: spent } };
  const best = isComparable ? solveSeparable({ settled: comparable, worth, drawWeights }) : undefined;
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

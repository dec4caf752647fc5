// Robyn's allocator on the fit's selected models: mean spend of a period, mean carryover, no timing; and judged by our objective.
import type { CurvePoint } from "@carryover/engine";
import { sum } from "../analysis/totals.ts";
import { SpecError } from "../errors.ts";
import type { Horizon } from "./horizon.ts";
import { judgedPlan } from "./judged-plan.ts";
import type { RobynAllocation } from "./optimization.ts";
import type { PlanWorth } from "./plan-worth.ts";
import { type RobynCurve, robynCurve } from "./robyn-curve.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveSeparable } from "./solve-separable.ts";
import type { SolvedPlan } from "./solved.ts";
import type { TabulatedWorth, WeightedTerm } from "./tabulated-worth.ts";

/** The second solution's bounds lie so many times as far from the current spend. */
const widening = 3;

/**
 * max_response: the budget divided so that Σ response is largest. target_efficiency, a target return: as much as keeps
 * Σ response · worth / Σ spend at the target or above, which is the original's equation with the gradient it should have had. The
 * curves add up and each has one variable, so that the solution is the global one, S-shapes included; the original climbs from
 * the lower bounds.
 *
 * @throws SpecError for a fit that is none of Robyn's, and limits that cannot hold together
 */
export function solveRobyn(horizon: Horizon, settled: SettledProblem, worth: PlanWorth | TabulatedWorth): SolvedPlan {
  const { fit, start, end } = horizon;
  if (fit.framework !== "robyn") {
    const found = `method robyn-allocator knows the curves of model robyn, and this run is of model ${fit.spec.kind}`;
    throw new SpecError([{ code: "plan-method", severity: "error", found, remedy: "Use the method carryover" }]);
  }
  const periods = end - start;
  const { variables, costs } = settled;
  const curves = variables.variables.map(({ channel }) => robynCurve(horizon, channel));
  const money = worthOfKpi(horizon) * settled.value;
  const term: WeightedTerm = (index, amount, out) => {
    const perSpend = periods * costs[variables.variables[index].channel];
    curves[index].evaluate(amount / perSpend, out);
    out.value *= periods * money;
    out.slope *= (periods * money) / perSpend;
    out.curvature *= (periods * money) / perSpend ** 2;
  };
  const solve = (within: SettledProblem): Float64Array =>
    solveSeparable({ settled: within, worth: { terms: () => term }, drawWeights: Float64Array.of(1) }).amounts;
  const amounts = solve(settled);
  const wide = widened(settled);
  const wider = solve(wide);
  const search = `Robyn's allocator on the mean spend of ${periods} periods, solved globally; within bounds ${widening} times as wide the response is ${(responseOf(term, wider) / responseOf(term, amounts)).toFixed(2)} times as large`;
  const allocation = allocationOf({ settled, wide, curves, periods, amounts, wider });
  return { ...judgedPlan(amounts, search, settled, worth), robyn: allocation };
}

/** Money of a unit of KPI, in the mean over the window. */
function worthOfKpi({ fit: { panel }, start, end }: Horizon): number {
  return sum(panel.kpi.revenuePerKpi.subarray(start, end)) / (end - start);
}

/** Bounds farther from what is spent now, not below nothing. */
function widened(settled: SettledProblem): SettledProblem {
  const { current } = settled.variables;
  const farther = (bound: number, index: number): number => current[index] + widening * (bound - current[index]);
  return {
    ...settled,
    lower: settled.lower.map((bound, index) => Math.max(0, farther(bound, index))),
    upper: settled.upper.map((bound, index) => Math.max(0, farther(bound, index))),
  };
}

function responseOf(term: WeightedTerm, amounts: Float64Array): number {
  const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
  return amounts.reduce((total, amount, index) => {
    term(index, amount, point);
    return total + point.value;
  }, 0);
}

interface Solutions {
  readonly settled: SettledProblem;
  readonly wide: SettledProblem;
  readonly curves: readonly RobynCurve[];
  readonly periods: number;
  readonly amounts: Float64Array;
  readonly wider: Float64Array;
}

/** What the original's table tells, per period. */
function allocationOf({ settled, wide, curves, periods, amounts, wider }: Solutions): RobynAllocation {
  const { variables } = settled.variables;
  const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
  const channels = variables.map(({ name, channel, current }, index) => {
    const at = (amount: number): { spend: number; response: number; marginal: number } => {
      const spend = amount / periods;
      curves[index].evaluate(spend / settled.costs[channel], point);
      return { spend, response: point.value, marginal: point.slope / settled.costs[channel] };
    };
    return {
      name,
      meanCarryover: curves[index].meanCarryover,
      bounds: [settled.lower[index] / periods, settled.upper[index] / periods] as const,
      wideBounds: [wide.lower[index] / periods, wide.upper[index] / periods] as const,
      initial: at(current),
      plan: at(amounts[index]),
      widened: at(wider[index]),
    };
  });
  const total = (which: "initial" | "plan" | "widened"): number =>
    channels.reduce((sumOf, each) => sumOf + each[which].response, 0);
  return {
    periods,
    widening,
    response: { initial: total("initial"), plan: total("plan"), widened: total("widened") },
    channels,
  };
}

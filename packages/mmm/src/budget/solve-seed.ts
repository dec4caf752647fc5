// The seed's methods on its own curves, and how far their plans are from what our table says is best.
import { sum } from "../analysis/totals.ts";
import type { Horizon } from "./horizon.ts";
import { judgedPlan } from "./judged-plan.ts";
import type { EvaluatedPlan } from "./plan-evaluation.ts";
import type { PlanWorth } from "./plan-worth.ts";
import type { BudgetMethod } from "./problem.ts";
import { seedCurve } from "./seed-curve.ts";
import { greedySwaps, localProgram, type SeedRequest } from "./seed-methods.ts";
import type { SettledProblem } from "./settled-problem.ts";
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
  return judgedPlan(amounts, search, settled, worth);
}

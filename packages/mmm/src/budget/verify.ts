// The plan that was found on the table, asked of the model itself.
import { resolution } from "./channel-table.ts";
import { describe } from "./describe.ts";
import { expectedRegret } from "./expected-regret.ts";
import type { Optimization } from "./optimization.ts";
import { exactWorth } from "./plan-worth.ts";
import type { FoundPlan, Planning } from "./planning.ts";
import type { BudgetMethod } from "./problem.ts";
import { riskMeasure } from "./risk.ts";
import type { SettledProblem } from "./settled-problem.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";

export interface VerifyInput {
  readonly planning: Planning;
  readonly settled: SettledProblem;
  readonly method: BudgetMethod;
  readonly worth: TabulatedWorth;
  readonly found: FoundPlan;
  readonly milliseconds: number;
  /** Draws whose own best plans are sought for the expected regret; 0 for none. */
  readonly regretDraws: number;
}

/**
 * Worth and gradient by the model's graph take the place of the table's; the residual grows by as much as the two gradients
 * differ, relative to the largest slope.
 */
export function verified(input: VerifyInput): Optimization {
  const { planning, settled, method, worth, found, milliseconds, regretDraws } = input;
  const startedMs = performance.now();
  const { horizon, outcome } = planning;
  const { variables } = settled;
  const { solved, plan, current } = found;
  const weights = horizon.weights.map((weight) => weight * settled.value);
  const model = exactWorth({ outcome, variables, weights });
  const exact = model.gradient(plan.amounts, solved.drawWeights);
  const exactCurrent = model.worth(variables.current);
  const scale = exact.worth.reduce((sum, each) => sum + Math.abs(each), 0) / exact.worth.length;
  const apart = (left: Float64Array, right: Float64Array): number =>
    left.reduce((most, each, index) => Math.max(most, Math.abs(each - right[index])), 0);
  // Where next to nothing is spent a slope is the table's straight line, for the model's own may be infinite.
  const isSpent = (_: number, index: number): boolean =>
    plan.amounts[index] > resolution * variables.current[index] * settled.costs[variables.variables[index].channel];
  const largest = Math.max(apart(exact.worth, plan.worth), apart(exactCurrent, current.worth));
  const slopes = worth.gradient(plan.amounts, solved.drawWeights).gradient.filter(isSpent);
  const exactSlopes = exact.gradient.filter(isSpent);
  const steepest = exactSlopes.reduce((most, each) => Math.max(most, Math.abs(each)), Number.MIN_VALUE);
  const described = describe({
    method,
    horizon,
    settled,
    ...found,
    // A probability is about the current plan as the model tells it: the table's own is off by rounding in every draw.
    measure: riskMeasure(settled.objective, exactCurrent),
    solved: { ...solved, kktResidual: solved.kktResidual + apart(exactSlopes, slopes) / steepest },
    plan: { ...plan, worth: exact.worth },
    current: { ...current, worth: exactCurrent },
    expectedRegret: regretDraws > 0 ? expectedRegret({ settled, worth, plan: plan.worth, draws: regretDraws }) : null,
  });
  return {
    ...described,
    milliseconds,
    verification: {
      milliseconds: performance.now() - startedMs,
      largestDifference: scale === 0 ? 0 : largest / scale,
    },
  };
}

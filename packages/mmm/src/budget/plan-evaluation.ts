// What a plan and the current one bring, draw by draw and channel by channel: from the table, or from the model.
import type { OutcomeFunction } from "../fit.ts";
import type { PlanWorth } from "./plan-worth.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";
import type { PlanVariables } from "./variables.ts";

/** Of one plan. */
export interface EvaluatedPlan {
  readonly amounts: Float64Array;
  /** Money above none at all, (draw). */
  readonly worth: Float64Array;
  /** The same of each channel, (channel)(draw): its own part, or what would be missing without it. */
  readonly byChannel: readonly Float64Array[];
  /** Mean over draws of the derivative in each variable's money. */
  readonly slopes: Float64Array;
}

export function evaluateOnTable(
  worth: TabulatedWorth,
  { variables, channels }: PlanVariables,
  amounts: Float64Array,
): EvaluatedPlan {
  const equal = new Float64Array(worth.draws).fill(1 / worth.draws);
  const alone = new Float64Array(amounts.length);
  return {
    amounts,
    worth: worth.worth(amounts),
    byChannel: channels.map((channel) => {
      alone.fill(0);
      variables.forEach((variable, index) => {
        if (variable.channel === channel) alone[index] = amounts[index];
      });
      return worth.worth(alone);
    }),
    slopes: worth.gradient(amounts, equal).gradient,
  };
}

export interface ExactInput {
  readonly outcome: OutcomeFunction;
  readonly worth: PlanWorth;
  readonly variables: PlanVariables;
  /** Money of a unit of KPI in every cell that counts; (geo, time). */
  readonly weights: Float64Array;
}

export function evaluateExactly(
  { outcome, worth, variables, weights }: ExactInput,
  amounts: Float64Array,
): EvaluatedPlan {
  const equal = new Float64Array(outcome.draws).fill(1 / outcome.draws);
  const { worth: whole, gradient } = worth.gradient(amounts, equal);
  const without = variables.channels.map((channel) =>
    variables.plan(amounts.map((value, index) => (variables.variables[index].channel === channel ? 0 : value))),
  );
  const [full, ...rest] = outcome.worths([variables.plan(amounts), ...without], weights);
  return {
    amounts,
    worth: whole,
    byChannel: rest.map((values) => values.map((value, draw) => full[draw] - value)),
    slopes: gradient,
  };
}

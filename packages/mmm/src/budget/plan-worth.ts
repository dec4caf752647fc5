// What a plan's media are worth, draw by draw: money brought above what there would be without any of the planned media.
import type { OutcomeFunction } from "../fit.ts";
import type { PlanVariables } from "./variables.ts";

export interface PlanWorth {
  readonly draws: number;
  readonly dimension: number;
  /** Of each draw, money. */
  worth(amounts: Float64Array): Float64Array;
  /**
   * The same, and the derivatives of Σ over draws of drawWeights · worth by variable.
   */
  gradient(amounts: Float64Array, drawWeights: Float64Array): { worth: Float64Array; gradient: Float64Array };
}

export interface PlanWorthInput {
  readonly outcome: OutcomeFunction;
  readonly variables: PlanVariables;
  /** Money of a unit of KPI in every cell that counts; (geo, time). */
  readonly weights: Float64Array;
}

/** By the model's own graph, without any shortcut. */
export function exactWorth({ outcome, variables, weights }: PlanWorthInput): PlanWorth {
  const dimension = variables.variables.length;
  const [nothing] = outcome.worths([variables.plan(new Float64Array(dimension))], weights);
  const above = (worth: Float64Array): Float64Array => worth.map((value, draw) => value - nothing[draw]);
  return {
    draws: outcome.draws,
    dimension,
    worth: (amounts) => above(outcome.worths([variables.plan(amounts)], weights)[0]),
    gradient: (amounts, drawWeights) => {
      const { worth, exposure } = outcome.gradient(variables.plan(amounts), weights, drawWeights);
      return { worth: above(worth), gradient: variables.pullback(exposure) };
    },
  };
}

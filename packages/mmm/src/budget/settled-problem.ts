// A budget problem worked out on a horizon: variables, limits and constraints in money, nothing left to guess.
import type { LinearConstraint } from "@carryover/engine";
import type { Objective } from "./problem.ts";
import type { PlanVariables } from "./variables.ts";

/** How much is spent, in money. */
export type SettledBudget =
  | { readonly kind: "fixed"; readonly amount: number }
  | { readonly kind: "target-roi"; readonly roi: number; readonly atMost: number }
  | { readonly kind: "target-marginal-roi"; readonly roi: number; readonly atMost: number }
  | { readonly kind: "reach"; readonly outcome: number };

export interface SettledProblem {
  readonly variables: PlanVariables;
  readonly objective: Objective;
  readonly budget: SettledBudget;
  /** Money, by variable. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Without the budget; in money. */
  readonly constraints: readonly LinearConstraint[];
  /** By variable; undefined where there is none. */
  readonly minimums: readonly (number | undefined)[];
  readonly lots: readonly (number | undefined)[];
  /** Price of exposure as a multiple of what it was, by media. */
  readonly costs: readonly number[];
  readonly value: number;
  readonly minimumRoi: number | undefined;
  /** What the current plan spends. */
  readonly currentBudget: number;
}

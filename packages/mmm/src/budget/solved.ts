// A solved plan before anything is said about it, and the refusal when there is none.
import type { ActiveConstraint, Conflict, ConstraintSide } from "@carryover/engine";
import { sum } from "../analysis/totals.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { MeridianGrid, RobynAllocation } from "./optimization.ts";
import type { SettledProblem } from "./settled-problem.ts";

export interface SolvedPlan {
  /** Money, by variable. */
  readonly amounts: Float64Array;
  /** Derivative of the (smoothed) objective in every draw's worth, at the plan. */
  readonly drawWeights: Float64Array;
  readonly kktResidual: number;
  /** What a better plan could at most add to the objective; null where nothing bounds it. */
  readonly dualityGap: number | null;
  readonly active: readonly ActiveConstraint[];
  /** What the objective would gain from one more unit of money; 0 where the budget does not bind. */
  readonly price: number;
  /** What was done, for the reader who asks. */
  readonly search: string;
  readonly grid?: MeridianGrid;
  readonly robyn?: RobynAllocation;
}

/** The names under which budget and targets stand among the constraints; the first is the engine's. */
export const budgetName = "budget";
export const roiName = "the target ROI";

/** @throws SpecError naming the limits that cannot hold together, and what to change */
export function refuse(conflict: Conflict | undefined, settled: SettledProblem): never {
  throw new SpecError([conflictProblem(conflict, settled)]);
}

function conflictProblem(conflict: Conflict | undefined, { variables, budget, lower, upper }: SettledProblem): Problem {
  if (conflict === undefined) {
    return {
      code: "plan-infeasible",
      severity: "error",
      found: "the search found no plan that keeps all bounds, constraints and targets",
      remedy: "Loosen one of them",
    };
  }
  const members = conflict.members.map((side) => sideText(side));
  const total = (values: Float64Array): string => amountText(sum(values));
  const ofBudget = conflict.members.find(({ name, kind }) => kind === "constraint" && name === budgetName);
  const room =
    ofBudget !== undefined && budget.kind === "fixed"
      ? `; within their bounds the ${variables.variables.length} amounts sum to between ${total(lower)} and ${total(upper)}`
      : "";
  return {
    code: "plan-infeasible",
    severity: "error",
    found: `these cannot hold together: ${listed(members)} (they miss each other by ${amountText(conflict.shortfall)}${room})`,
    remedy: "Loosen or leave out any one of them",
  };
}

/** At most so many limits are written out. */
const shownMembers = 8;

function listed(members: readonly string[]): string {
  if (members.length <= shownMembers) return members.join("; ");
  return `${members.slice(0, shownMembers).join("; ")}; and ${members.length - shownMembers} more`;
}

function sideText({ kind, name, side, limit }: ConstraintSide): string {
  const amount = amountText(limit);
  if (kind === "constraint" && name === budgetName) return `the budget of ${amount}`;
  const what = kind === "bound" ? `${name}'s bound` : name;
  return `${what} (${side === "lower" ? "at least" : "at most"} ${amount})`;
}

/** Money without decimals, thousands apart, as far as it is not tiny. */
export function amountText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const digits = Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
  return digits.replace("-", "−").replace(/\B(?=(\d{3})+(?!\d))/g, Math.abs(value) >= 1000 ? "\u202f" : "");
}

/** The steepest slope less the price, over the steepest: where all money brings just its price nothing else is left to compare with. */
export function leftOfSteepest(slopes: Float64Array, price: number): number {
  let [left, steepest] = [0, price];
  for (const slope of slopes) {
    left = Math.max(left, Math.abs(slope - price));
    steepest = Math.max(steepest, Math.abs(slope));
  }
  return left / steepest;
}

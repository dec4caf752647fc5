// Plans of any kind by a constrained smooth program: several weeks, several geos, effects that multiply, measures of risk.
import {
  type Conflict,
  type LinearConstraint,
  maximizeProgram,
  type ProgramSolution,
  type SmoothConstraint,
} from "@carryover/engine";
import { meanOf } from "../analysis/estimates.ts";
import { sum } from "../analysis/totals.ts";
import { SpecError } from "../errors.ts";
import type { PlanWorth } from "./plan-worth.ts";
import { type RiskMeasure, smoothingWidth } from "./risk.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { budgetName, leftOfSteepest, refuse, roiName, type SolvedPlan } from "./solved.ts";

export interface SmoothRequest {
  readonly settled: SettledProblem;
  readonly worth: PlanWorth;
  readonly measure: RiskMeasure;
  /** Where to begin; the best of several is kept. */
  readonly starts: readonly Float64Array[];
  /** For `reach`: what the mean worth must be at least. */
  readonly target?: number;
  readonly maxIterations: number;
  readonly onIteration?: OnSearchIteration | undefined;
}

/** How far a search by the model itself is. */
export interface SearchProgress {
  /** Draws it goes over: some at first, all in the end. */
  readonly draws: number;
  readonly iteration: number;
  readonly kktResidual: number;
}

export type OnSearchIteration = (progress: SearchProgress) => void;

/** Shares of the worth's standard deviation over which kinks are rounded, one search after the other. */
const widths = [0.3, 0.1, 0.03] as const;
const tolerance = 1e-7;

/** @throws SpecError when no start leads to a plan that keeps the limits */
export function solveSmooth(request: SmoothRequest): SolvedPlan {
  let conflict: Conflict | undefined;
  let best: { value: number; plan: SolvedPlan } | undefined;
  for (const start of request.starts) {
    const found = fromStart(request, start);
    if ("refused" in found) conflict ??= found.refused;
    else if (best === undefined || found.value > best.value) best = found;
  }
  if (best === undefined) return refuse(conflict, request.settled);
  const { budget, currentBudget } = request.settled;
  // To spend nothing is no return; where risk is shunned it may yet be best.
  if (budget.kind === "target-roi" && request.measure.isLinear && sum(best.plan.amounts) <= 1e-9 * currentBudget) {
    const found = `no plan was found that spends and returns ${budget.roi} per unit of money`;
    const remedy = "Lower the target, or let channels spend less";
    throw new SpecError([{ code: "plan-target", severity: "error", found, remedy }]);
  }
  return best.plan;
}

function fromStart(
  request: SmoothRequest,
  start: Float64Array,
): { value: number; plan: SolvedPlan } | { refused: Conflict | undefined } {
  const { worth, measure } = request;
  const shares = measure.isSmoothed ? widths : widths.slice(-1);
  let amounts = start;
  let result: { value: number; plan: SolvedPlan } | undefined;
  for (const share of shares) {
    const width = smoothingWidth(worth.worth(amounts), share);
    const { solution, drawWeights, unit } = search(request, amounts, width);
    if (solution.status === "infeasible" || solution.status === "unusable") return { refused: solution.conflict };
    amounts = solution.x.map((value) => value * unit);
    result = { value: solution.value, plan: planOf(solution, amounts, drawWeights, unit) };
  }
  return result ?? { refused: undefined };
}

/** In units of the mean amount, so that variables are about 1. */
function search(
  { settled, worth, measure, maxIterations, target, onIteration }: SmoothRequest,
  start: Float64Array,
  width: number,
): { solution: ProgramSolution; drawWeights: Float64Array; unit: number } {
  const { lower, upper, budget, constraints, currentBudget } = settled;
  const dimension = lower.length;
  const unit = currentBudget / dimension;
  const money = new Float64Array(dimension);
  const drawWeights = new Float64Array(worth.draws);
  const equal = new Float64Array(worth.draws).fill(1 / worth.draws);
  const price = budget.kind === "target-marginal-roi" ? budget.roi : 0;
  const isReach = budget.kind === "reach";
  const spent = (): number => sum(money);
  const set = (x: Float64Array): void => {
    for (let index = 0; index < dimension; index += 1) money[index] = x[index] * unit;
  };
  const evaluate = (x: Float64Array, gradient: Float64Array): number => {
    set(x);
    if (isReach) {
      gradient.fill(-unit);
      return -spent();
    }
    measure.smooth(measure.isLinear ? equal : worth.worth(money), width, drawWeights);
    const answer = worth.gradient(money, drawWeights);
    const value = measure.smooth(answer.worth, width, drawWeights);
    for (let index = 0; index < dimension; index += 1) gradient[index] = unit * (answer.gradient[index] - price);
    return value - price * spent();
  };
  const mean = (name: string, least: number, perMoney: number): SmoothConstraint => ({
    name,
    value(x, gradient) {
      set(x);
      const answer = worth.gradient(money, equal);
      for (let index = 0; index < dimension; index += 1) gradient[index] = unit * (answer.gradient[index] - perMoney);
      return meanOf(answer.worth) - perMoney * spent() - least;
    },
  });
  const solution = maximizeProgram(
    {
      dimension,
      lower: lower.map((value) => value / unit),
      upper: upper.map((value) => value / unit),
      names: settled.variables.variables.map(({ name }) => name),
      constraints: [budgetConstraint(settled, unit), ...constraints.map((each) => scaled(each, unit))].filter(
        (each) => each !== undefined,
      ),
      evaluate,
      nonlinear: [
        ...(budget.kind === "target-roi" ? [mean(roiName, 0, budget.roi)] : []),
        ...(settled.minimumRoi === undefined ? [] : [mean("the minimum ROI", 0, settled.minimumRoi)]),
        ...(isReach ? [mean("the outcome to reach", target ?? 0, 0)] : []),
      ],
    },
    {
      start: start.map((value) => value / unit),
      maxIterations,
      tolerance,
      onIteration: (iteration, _value, kktResidual) => onIteration?.({ draws: worth.draws, iteration, kktResidual }),
    },
  );
  set(solution.x);
  measure.smooth(worth.worth(money), width, drawWeights);
  if (price === 0) return { solution, drawWeights, unit };
  const kktResidual = solution.kktResidual * leftOfSteepest(worth.gradient(money, drawWeights).gradient, price);
  return { solution: { ...solution, kktResidual }, drawWeights, unit };
}

/** Σ of all amounts, in units; undefined where it has no limit. */
function budgetConstraint({ budget, lower }: SettledProblem, unit: number): LinearConstraint | undefined {
  if (budget.kind === "reach") return undefined;
  const coefficients = new Float64Array(lower.length).fill(1);
  return budget.kind === "fixed"
    ? { name: budgetName, coefficients, lower: budget.amount / unit, upper: budget.amount / unit }
    : { name: budgetName, coefficients, lower: Number.NEGATIVE_INFINITY, upper: budget.atMost / unit };
}

function scaled(constraint: LinearConstraint, unit: number): LinearConstraint {
  return { ...constraint, lower: constraint.lower / unit, upper: constraint.upper / unit };
}

function planOf(solution: ProgramSolution, amounts: Float64Array, drawWeights: Float64Array, unit: number): SolvedPlan {
  const money = solution.active.find(({ name }) => name === budgetName);
  return {
    amounts,
    drawWeights,
    kktResidual: solution.kktResidual,
    dualityGap: null,
    active: solution.active.map((each) => ({ ...each, multiplier: each.multiplier / unit })),
    price: (money?.multiplier ?? 0) / unit,
    search: `constrained program, ${solution.iterations} iterations (${solution.status})`,
  };
}

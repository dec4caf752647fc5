// Plans of channel multipliers, globally: the mean over draws is a sum of curves, each channel's money its own variable.

import { allocateSeparable, type CurvePoint, type SeparableProblem, type SeparableSolution } from "@carryover/engine";
import { sum } from "../analysis/totals.ts";
import { SpecError } from "../errors.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { amountText, leftOfSteepest, refuse, type SolvedPlan } from "./solved.ts";
import type { TabulatedWorth, WeightedTerm } from "./tabulated-worth.ts";

/** Budgets at which a target is first looked for, evenly between the least and the most. */
const scanned = 32;
const bisections = 60;

export interface SeparableRequest {
  readonly settled: SettledProblem;
  readonly worth: Pick<TabulatedWorth, "terms">;
  /** Weighting of the draws that is maximized: equal for the mean. */
  readonly drawWeights: Float64Array;
  /** For `reach`: what the weighted worth must be at least. */
  readonly target?: number;
}

/** @throws SpecError when nothing keeps the limits, or no budget meets the target */
export function solveSeparable(request: SeparableRequest): SolvedPlan {
  const { settled, worth, drawWeights, target = 0 } = request;
  const { budget, lower, upper } = settled;
  const term = worth.terms(drawWeights);
  const least = sum(lower);
  const most = sum(upper);
  const at = (amount: number, kind: "equal" | "at-most", price = 0): SeparableSolution =>
    allocateSeparable(separableProblem(settled, term, { amount, kind }, price));
  switch (budget.kind) {
    case "fixed":
      return planOf(needed(at(budget.amount, exactly(settled)), settled), request);
    case "target-marginal-roi": {
      const plan = planOf(needed(at(budget.atMost, "at-most", budget.roi), settled), request);
      return { ...plan, kktResidual: plan.kktResidual * leftOfSteepest(slopesOf(term, plan.amounts), budget.roi) };
    }
    case "target-roi": {
      const spare = ({ status, value, x }: SeparableSolution): number =>
        status === "infeasible" ? Number.NEGATIVE_INFINITY : value - budget.roi * sum(x);
      // What brings nothing more is not spent, though the return on the whole would allow it.
      const solve = (amount: number): SeparableSolution => at(amount, "at-most");
      const found = largestBudget(solve, spare, least, Math.min(most, budget.atMost));
      if (found === undefined || sum(found.x) === 0) {
        const best = bestReturn(solve, least, Math.min(most, budget.atMost));
        if (best === undefined) return refuse(solve(budget.atMost).conflict, settled);
        throw missed(
          `no plan within the bounds returns ${budget.roi} per unit of money; the best returns ${best.roi.toPrecision(4)}, spending ${amountText(best.spend)}`,
          "Lower the target, or let channels spend less",
        );
      }
      return planOf(found, request);
    }
    case "reach": {
      const solve = (amount: number): SeparableSolution => at(amount, "at-most");
      const richest = needed(solve(most), settled);
      if (richest.value < target) {
        throw missed(
          `no plan within the bounds reaches ${amountText(budget.outcome)}; the most it can expect is ${amountText(budget.outcome - target + richest.value)}, spending ${amountText(sum(richest.x))}`,
          "Lower the outcome, or let channels spend more",
        );
      }
      return planOf(smallestBudget(solve, target, least, most, richest), request);
    }
  }
}

function slopesOf(term: WeightedTerm, amounts: Float64Array): Float64Array {
  const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
  return amounts.map((amount, index) => {
    term(index, amount, point);
    return point.slope;
  });
}

function missed(found: string, remedy: string): SpecError {
  return new SpecError([{ code: "plan-target", severity: "error", found, remedy }]);
}

function needed(solution: SeparableSolution, settled: SettledProblem): SeparableSolution {
  return solution.status === "infeasible" ? refuse(solution.conflict, settled) : solution;
}

/** Where every channel is bought in lots, a budget is not exceeded rather than met. */
function exactly({ lots }: SettledProblem): "equal" | "at-most" {
  return lots.every((lot) => lot !== undefined) ? "at-most" : "equal";
}

function separableProblem(
  { variables, lower, upper, minimums, lots, constraints }: SettledProblem,
  term: WeightedTerm,
  budget: { readonly amount: number; readonly kind: "equal" | "at-most" },
  price: number,
): SeparableProblem {
  return {
    terms: variables.variables.map(({ name }, index) => {
      const [minimumIfUsed, lot] = [minimums[index], lots[index]];
      return {
        name,
        lower: lower[index],
        upper: upper[index],
        evaluate: (amount: number, out: CurvePoint) => {
          term(index, amount, out);
          out.value -= price * amount;
          out.slope -= price;
        },
        ...(minimumIfUsed === undefined ? {} : { minimumIfUsed }),
        ...(lot === undefined ? {} : { lot }),
      };
    }),
    budget,
    constraints,
  };
}

function planOf(solution: SeparableSolution, { drawWeights }: SeparableRequest): SolvedPlan {
  const { x, kktResidual, dualityGap, active, price, nodes } = solution;
  return {
    amounts: x,
    drawWeights,
    kktResidual,
    dualityGap,
    active,
    price,
    search: `global search over separable curves, ${nodes} ${nodes === 1 ? "part" : "parts"} bounded (${solution.status})`,
  };
}

/** The solution at the largest budget with something to spare. */
function largestBudget(
  solve: (amount: number) => SeparableSolution,
  spare: (solution: SeparableSolution) => number,
  least: number,
  most: number,
): SeparableSolution | undefined {
  let high = most;
  for (let step = scanned; step >= 0; step -= 1) {
    let low = least + ((most - least) * step) / scanned;
    let best = solve(low);
    if (best.status === "infeasible" || spare(best) < 0) {
      high = low;
      continue;
    }
    for (let turn = 0; turn < bisections && high - low > 1e-12 * most; turn += 1) {
      const middle = 0.5 * (low + high);
      const solution = solve(middle);
      if (solution.status !== "infeasible" && spare(solution) >= 0) [low, best] = [middle, solution];
      else high = middle;
    }
    return best;
  }
  return undefined;
}

function smallestBudget(
  solve: (amount: number) => SeparableSolution,
  target: number,
  least: number,
  most: number,
  richest: SeparableSolution,
): SeparableSolution {
  let [low, high, best] = [least, most, richest];
  const poorest = solve(least);
  if (poorest.status !== "infeasible" && poorest.value >= target) return poorest;
  for (let turn = 0; turn < bisections && high - low > 1e-12 * most; turn += 1) {
    const middle = 0.5 * (low + high);
    const solution = solve(middle);
    if (solution.status !== "infeasible" && solution.value >= target) [high, best] = [middle, solution];
    else low = middle;
  }
  return best;
}

function bestReturn(
  solve: (amount: number) => SeparableSolution,
  least: number,
  most: number,
): { roi: number; spend: number } | undefined {
  let best: { roi: number; spend: number } | undefined;
  for (let step = 1; step <= scanned; step += 1) {
    const solution = solve(least + ((most - least) * step) / scanned);
    const spend = sum(solution.x);
    if (solution.status === "infeasible" || spend <= 0) continue;
    const roi = solution.value / spend;
    if (best === undefined || roi > best.roi) best = { roi, spend };
  }
  return best;
}

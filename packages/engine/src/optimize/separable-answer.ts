// What is told about the best split found: value, bound, gap, prices and what is active.
import { activeAt, kktResidual } from "./kkt-residual.ts";
import type { Conflict, LinearConstraint } from "./linear-constraints.ts";
import type { SeparableOptions, SeparableProblem, SeparableSolution, SeparableStatus } from "./separable-problem.ts";
import { budgetRanges, separableProgram, wholeRanges } from "./separable-program.ts";
import type { SearchResult } from "./separable-search.ts";
import type { ActiveConstraint } from "./smooth-program.ts";
import type { PricedTerm } from "./term-maximum.ts";

/** What the budget is called among constraints and conflicts. */
export const budgetName = "budget";

export function separableAnswer(
  problem: SeparableProblem,
  terms: readonly PricedTerm[],
  constraints: readonly LinearConstraint[],
  found: SearchResult,
  { relativeGap: asked }: SeparableOptions,
): SeparableSolution {
  const facts = { nodes: found.nodes, evaluations: terms.reduce((sum, { evaluations }) => sum + evaluations, 0) };
  if (found.best === undefined) {
    return { ...nothing(problem), ...facts, status: found.stopped ? "stopped" : "gap", upperBound: found.upperBound };
  }
  const { x } = found.best;
  const ranges = problem.budget === undefined ? wholeRanges(terms, x) : budgetRanges(terms, x, problem.budget.amount);
  const program = separableProgram(terms, constraints, ranges);
  const gradient = new Float64Array(x.length);
  const value = program.evaluate(x, gradient);
  const point = { x, gradient, nonlinear: new Float64Array(0), nonlinearGradients: [] };
  const prices = found.prices.length === constraints.length ? found.prices : new Float64Array(constraints.length);
  const given = {
    bounds: new Float64Array(0),
    constraints: prices.map((price) => -price),
    nonlinear: new Float64Array(0),
  };
  const judged = kktResidual(program, point, given);
  const upperBound = Math.max(found.upperBound, value);
  const dualityGap = upperBound - value;
  const relativeGap = dualityGap === 0 ? 0 : dualityGap / Math.max(Math.abs(value), Math.abs(upperBound));
  const offset = problem.budget === undefined ? 0 : 1;
  const status: SeparableStatus = found.stopped ? "stopped" : relativeGap <= asked ? "optimal" : "gap";
  return {
    ...facts,
    status,
    x,
    value,
    upperBound,
    dualityGap,
    relativeGap,
    kktResidual: judged.kktResidual,
    price: offset === 1 ? 0 - judged.multipliers.constraints[0] : 0,
    multipliers: { bounds: judged.multipliers.bounds, constraints: judged.multipliers.constraints.slice(offset) },
    active: [...activeAt(program, point, judged.multipliers), ...fixedAtEnds(terms, x, ranges.low, ranges.high)],
  };
}

/** Terms that their lots or least buys hold still, at an end of what is allowed. */
function fixedAtEnds(
  terms: readonly PricedTerm[],
  x: Float64Array,
  low: Float64Array,
  high: Float64Array,
): ActiveConstraint[] {
  return terms.flatMap(({ term, shape }, index): ActiveConstraint[] => {
    if (low[index] !== high[index] || term.lower === term.upper) return [];
    const bound = { kind: "bound", name: term.name, index, multiplier: 0 } as const;
    if (x[index] === (shape.mayBeUnused ? 0 : shape.lower)) return [{ ...bound, side: "lower" }];
    return x[index] === shape.upper ? [{ ...bound, side: "upper" }] : [];
  });
}

export function infeasibleAnswer(problem: SeparableProblem, conflict: Conflict): SeparableSolution {
  return { ...nothing(problem), status: "infeasible", conflict };
}

function nothing({ terms, constraints = [] }: SeparableProblem): SeparableSolution {
  const nan = Number.NaN;
  return {
    status: "infeasible",
    x: new Float64Array(terms.length).fill(nan),
    value: nan,
    upperBound: nan,
    dualityGap: nan,
    relativeGap: nan,
    kktResidual: nan,
    price: nan,
    multipliers: { bounds: new Float64Array(terms.length), constraints: new Float64Array(constraints.length) },
    active: [],
    nodes: 0,
    evaluations: 0,
  };
}

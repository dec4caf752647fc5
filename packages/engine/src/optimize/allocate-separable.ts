// Shares a budget among terms of any shape, globally: prices, local ascent, and branch and bound over what is left.
import { ConstrainedRelaxation } from "./constrained-relaxation.ts";
import { equalTerms } from "./equal-terms.ts";
import { findFeasible } from "./feasibility.ts";
import {
  type Conflict,
  type LinearConstraint,
  type LinearRegion,
  relativeInfeasibility,
} from "./linear-constraints.ts";
import { tryLotTable } from "./lot-table.ts";
import { maximizeProgram } from "./maximize-program.ts";
import { budgetName, infeasibleAnswer, separableAnswer } from "./separable-answer.ts";
import { BudgetAscent } from "./separable-ascent.ts";
import type { SeparableOptions, SeparableProblem, SeparableSolution } from "./separable-problem.ts";
import { budgetRanges, separableProgram, wholeRanges } from "./separable-program.ts";
import { BudgetRelaxation } from "./separable-relaxation.ts";
import { type SearchedProblem, type SearchResult, searchSeparable } from "./separable-search.ts";
import { leastViolation } from "./simplex.ts";
import { PricedTerm } from "./term-maximum.ts";
import { domainOf } from "./term-shape.ts";

/** With further constraints the gap asked for is 1e-6 and 200 parts are bounded at most, where nothing else is said. */
export const defaultSeparableOptions: SeparableOptions = {
  relativeGap: 1e-9,
  maxNodes: 2000,
  maxMilliseconds: Number.POSITIVE_INFINITY,
};

/** What replaces them where there are further constraints: bounds are dearer, and their prices found less exactly. */
const constrainedOptions: Partial<SeparableOptions> = { relativeGap: 1e-6, maxNodes: 200 };

/**
 * Maximizes Σ f_i(x_i) globally over bounds, an exact or largest budget, further linear constraints, lots and least buys.
 *
 * 1. The shape of every term: where it is concave and where convex (`shapeOf`), so that max f(x) − price·x is found whatever the price.
 * 2. Prices on budget and constraints that give the lowest Lagrangian bound; its best choices are shared out and climbed from to a
 *    local maximum (projected Newton for a budget alone, `maximizeProgram` with further constraints).
 * 3. Where value and bound differ, terms jump between two choices: branch and bound over their ranges, the highest bound first, until
 *    the gap is closed or `maxNodes` parts were bounded. With one lot for all terms and no further constraints: dynamic programming.
 *
 * Choices among equal terms are made in order, so that ties do not multiply the work.
 *
 * @throws RangeError when a bound, budget or coefficient is not a number, an upper bound is infinite, or a value is not finite
 * @see Falk and Soland (1969), An algorithm for separable nonconvex programming problems
 */
export function allocateSeparable(
  problem: SeparableProblem,
  options: Partial<SeparableOptions> = {},
): SeparableSolution {
  checkProblem(problem);
  const constraints = allConstraints(problem);
  const conflict = conflictOf(problem, constraints);
  if (conflict !== undefined) return infeasibleAnswer(problem, conflict);
  const terms = problem.terms.map((term) => new PricedTerm(term));
  const constrained = (problem.constraints ?? []).length > 0;
  const settings = { ...defaultSeparableOptions, ...(constrained ? constrainedOptions : {}), ...options };
  const found = search(problem, terms, constraints, settings);
  if (found.best === undefined) {
    if (found.stopped || found.upperBound > Number.NEGATIVE_INFINITY)
      return separableAnswer(problem, terms, constraints, found, settings);
    return infeasibleAnswer(problem, discreteConflict(problem));
  }
  return separableAnswer(problem, terms, constraints, found, settings);
}

function checkProblem({ terms, budget, constraints = [] }: SeparableProblem): void {
  for (const { name, lower, upper, lot, minimumIfUsed } of terms) {
    if (!Number.isFinite(lower) || !Number.isFinite(upper))
      throw new RangeError(`${name}: bounds must be finite numbers`);
    if (lot !== undefined && !(lot > 0)) throw new RangeError(`${name}: a lot must be more than 0`);
    if (minimumIfUsed !== undefined && !(minimumIfUsed >= 0))
      throw new RangeError(`${name}: a least buy must not be negative`);
    if ((minimumIfUsed ?? 0) > 0 && lower < 0)
      throw new RangeError(`${name}: a least buy needs a lower bound of 0 or more`);
  }
  if (budget !== undefined && !Number.isFinite(budget.amount))
    throw new RangeError("the budget must be a finite number");
  for (const { name, coefficients } of constraints) {
    if (coefficients.length !== terms.length) {
      throw new RangeError(`${name}: ${coefficients.length} coefficients for ${terms.length} terms`);
    }
  }
}

/** The budget first, where there is one. */
function allConstraints({ terms, budget, constraints = [] }: SeparableProblem): LinearConstraint[] {
  if (budget === undefined) return [...constraints];
  const { amount, kind } = budget;
  const coefficients = new Float64Array(terms.length).fill(1);
  const lower = kind === "equal" ? amount : Number.NEGATIVE_INFINITY;
  return [{ name: budgetName, coefficients, lower, upper: amount }, ...constraints];
}

/** Bounds are those of the points that lots and least buys leave. */
function conflictOf({ terms }: SeparableProblem, constraints: readonly LinearConstraint[]): Conflict | undefined {
  const domains = terms.map(domainOf);
  const region: LinearRegion = {
    lower: Float64Array.from(domains, ({ lower, mayBeUnused }) => (mayBeUnused ? 0 : lower)),
    upper: Float64Array.from(domains, ({ upper }) => upper),
    constraints,
    names: terms.map(({ name }) => name),
  };
  const tight =
    relativeInfeasibility(region, region.upper) <= 1e-12 || relativeInfeasibility(region, region.lower) <= 1e-12;
  if (tight && region.lower.every((lower, i) => lower <= region.upper[i])) return undefined;
  const found = findFeasible(region);
  return found.feasible ? undefined : found.conflict;
}

/** Budgets that no combination of lots and least buys adds up to: the budget and the terms that stand in its way. */
function discreteConflict({ terms, budget, constraints = [] }: SeparableProblem): Conflict {
  const members: Conflict["members"][number][] = [];
  const sides = (kind: "constraint", name: string, index: number, lower: number, upper: number): void => {
    if (Number.isFinite(lower)) members.push({ kind, name, index, side: "lower", limit: lower });
    if (Number.isFinite(upper)) members.push({ kind, name, index, side: "upper", limit: upper });
  };
  allConstraints({ terms, constraints, ...(budget === undefined ? {} : { budget }) }).forEach(
    ({ name, lower, upper }, index) => {
      sides("constraint", name, index, lower, upper);
    },
  );
  terms.forEach(({ name, lot, minimumIfUsed }, index) => {
    if (lot !== undefined) members.push({ kind: "lot", name, index, side: "lower", limit: lot });
    if ((minimumIfUsed ?? 0) > 0)
      members.push({ kind: "least-buy", name, index, side: "lower", limit: minimumIfUsed ?? 0 });
  });
  return { members, shortfall: Number.NaN };
}

function search(
  problem: SeparableProblem,
  terms: readonly PricedTerm[],
  constraints: readonly LinearConstraint[],
  settings: SeparableOptions,
): SearchResult {
  const alone = (problem.constraints ?? []).length === 0;
  if (!alone) return searchSeparable(constrainedSearch(terms, constraints), settings);
  const most = terms.reduce((sum, { shape }) => sum + Math.max(0, shape.upper), 0);
  const { amount, kind } = problem.budget ?? { amount: most, kind: "at-most" };
  const atMost = kind === "at-most";
  const table = tryLotTable(terms, amount, atMost);
  if (table !== undefined) {
    const upperBound = table.best?.value ?? Number.NEGATIVE_INFINITY;
    return { best: table.best, upperBound, prices: Float64Array.of(0), nodes: 1, stopped: false };
  }
  const relaxation = new BudgetRelaxation(terms, amount, atMost);
  const ascent = new BudgetAscent(terms, amount, atMost);
  return searchSeparable(
    {
      terms,
      equal: equalTerms(terms),
      relax: (part, prices) => relaxation.solve(part, prices?.[0] ?? firstPrice(terms)),
      improve: (start) => ascent.climb(start, budgetRanges(terms, start, amount)),
    },
    settings,
  );
}

function constrainedSearch(terms: readonly PricedTerm[], constraints: readonly LinearConstraint[]): SearchedProblem {
  const relaxation = new ConstrainedRelaxation(terms, constraints);
  return {
    terms,
    // Constraints tell terms apart that are otherwise equal.
    equal: [],
    relax: (part, prices) => {
      const region = { lower: part.low, upper: part.high, constraints };
      if (leastViolation(region).violation > 0) return undefined;
      return relaxation.solve(part, prices ?? new Float64Array(constraints.length));
    },
    improve: (start) => {
      const program = separableProgram(terms, constraints, wholeRanges(terms, start));
      const found = maximizeProgram(program, { start, tolerance: 1e-10, maxIterations: 100 });
      return Number.isFinite(found.value) && found.feasibility < 1e-9 ? found : undefined;
    },
  };
}

/** The steepest of the terms' average slopes. */
function firstPrice(terms: readonly PricedTerm[]): number {
  let price = 0;
  for (const { shape } of terms) {
    const width = shape.upper - shape.lower;
    const rise = shape.nodes[shape.nodes.length - 1].value - shape.nodes[0].value;
    if (width > 0) price = Math.max(price, rise / width);
  }
  return price;
}

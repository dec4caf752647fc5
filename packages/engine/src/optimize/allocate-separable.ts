// Shares a budget among terms of any shape, globally: prices, local ascent, and branch and bound over what is left.
import { equalTerms } from "./equal-terms.ts";
import { BudgetAscent, type Ranges } from "./separable-ascent.ts";
import type { SeparableOptions, SeparableProblem, SeparableSolution } from "./separable-problem.ts";
import { BudgetRelaxation } from "./separable-relaxation.ts";
import { searchSeparable } from "./separable-search.ts";
import { PricedTerm } from "./term-maximum.ts";

export const defaultSeparableOptions: SeparableOptions = {
  relativeGap: 1e-9,
  maxNodes: 2000,
  maxMilliseconds: Number.POSITIVE_INFINITY,
};

export function allocateSeparable(
  problem: SeparableProblem,
  options: Partial<SeparableOptions> = {},
): SeparableSolution {
  const settings = { ...defaultSeparableOptions, ...options };
  const terms = problem.terms.map((term) => new PricedTerm(term));
  const most = terms.reduce((sum, { shape }) => sum + Math.max(0, shape.upper), 0);
  const { amount, kind } = problem.budget ?? { amount: most, kind: "at-most" };
  const relaxation = new BudgetRelaxation(terms, amount, kind === "at-most");
  const ascent = new BudgetAscent(terms, amount, kind === "at-most");
  const found = searchSeparable(
    {
      terms,
      equal: equalTerms(terms),
      relax: (part, prices) => relaxation.solve(part, prices?.[0] ?? firstPrice(terms)),
      improve: (start) => ascent.climb(start, rangesAround(terms, start)),
    },
    settings,
  );
  const best = found.best === undefined ? undefined : ascent.climb(found.best.x, rangesAround(terms, found.best.x));
  if (best === undefined) throw new RangeError("infeasible");
  const gap = Math.max(0, found.upperBound - best.value);
  return {
    status: "optimal",
    x: best.x,
    value: best.value,
    upperBound: found.upperBound,
    dualityGap: gap,
    relativeGap: gap / Math.max(Math.abs(best.value), Math.abs(found.upperBound)),
    kktResidual: best.residual,
    price: best.price,
    multipliers: { bounds: new Float64Array(0), constraints: new Float64Array(0) },
    active: [],
    nodes: found.nodes,
    evaluations: terms.reduce((sum, term) => sum + term.evaluations, 0),
  };
}

function firstPrice(terms: readonly PricedTerm[]): number {
  let price = 0;
  for (const { shape } of terms) {
    const width = shape.upper - shape.lower;
    const rise = shape.nodes[shape.nodes.length - 1].value - shape.nodes[0].value;
    if (width > 0) price = Math.max(price, rise / width);
  }
  return price;
}

function rangesAround(terms: readonly PricedTerm[], start: Float64Array): Ranges {
  const low = new Float64Array(terms.length);
  const high = new Float64Array(terms.length);
  terms.forEach(({ shape }, i) => {
    const unused = shape.mayBeUnused && start[i] < shape.lower;
    low[i] = unused ? 0 : shape.lower;
    high[i] = unused ? 0 : shape.upper;
  });
  return { low, high };
}

// What plans are worth under several fits at once: their draws one after the other, as though they were one fit's.
import type { PlanWorth } from "../budget/plan-worth.ts";
import type { PosedProblem } from "../budget/planner.ts";
import type { SettledProblem } from "../budget/settled-problem.ts";
import type { TabulatedWorth } from "../budget/tabulated-worth.ts";

export interface JointWorth {
  /** Over all draws. */
  readonly worth: PlanWorth;
  /** The same by tables, where every fit has one. */
  readonly table: TabulatedWorth | undefined;
  /** First draw of each fit, and the number of all last. */
  readonly starts: readonly number[];
  /** A weighting of the draws that gives each fit this much, its draws alike. */
  drawWeights(ofFits: readonly number[]): Float64Array;
}

/** @param posed  one problem, of fits with the same channels in the same order */
export function jointWorth(posed: readonly PosedProblem[]): JointWorth {
  const worths = posed.map(({ worth, settled }): PlanWorth => {
    const within = inReach(settled);
    const kept = (amounts: Float64Array): Float64Array => amounts.map((amount, index) => within(index, amount));
    return {
      ...worth,
      worth: (amounts) => worth.worth(kept(amounts)),
      gradient: (amounts, drawWeights) => worth.gradient(kept(amounts), drawWeights),
    };
  });
  const starts = [0];
  for (const { draws } of worths) starts.push(starts[starts.length - 1] + draws);
  const draws = starts[worths.length];
  const part = (values: Float64Array, fit: number): Float64Array => values.subarray(starts[fit], starts[fit + 1]);
  const dimension = worths[0].dimension;
  const joint: PlanWorth = {
    draws,
    dimension,
    worth(amounts) {
      const all = new Float64Array(draws);
      worths.forEach(({ worth }, fit) => {
        all.set(worth(amounts), starts[fit]);
      });
      return all;
    },
    gradient(amounts, drawWeights) {
      const all = new Float64Array(draws);
      const total = new Float64Array(dimension);
      worths.forEach((each, fit) => {
        const { worth, gradient } = each.gradient(amounts, part(drawWeights, fit));
        all.set(worth, starts[fit]);
        for (let index = 0; index < dimension; index += 1) total[index] += gradient[index];
      });
      return { worth: all, gradient: total };
    },
  };
  const tables = posed.flatMap(({ table, settled }): Pick<TabulatedWorth, "terms">[] => {
    if (table === undefined) return [];
    const within = inReach(settled);
    const terms: TabulatedWorth["terms"] = (drawWeights) => {
      const term = table.terms(drawWeights);
      return (variable, amount, out) => term(variable, within(variable, amount), out);
    };
    return [{ terms }];
  });
  return {
    worth: joint,
    table: tables.length === posed.length ? { ...joint, terms: jointTerms(tables, part) } : undefined,
    starts,
    drawWeights(ofFits) {
      const weights = new Float64Array(draws);
      ofFits.forEach((weight, fit) => {
        weights.fill(weight / worths[fit].draws, starts[fit], starts[fit + 1]);
      });
      return weights;
    },
  };
}

/** The same money, added up over other geos or by a search, may differ in its last digits: a table ends at the limits themselves. */
function inReach({ lower, upper, variables }: SettledProblem): (variable: number, amount: number) => number {
  const least = lower.map((limit, index) => Math.min(limit, variables.current[index]));
  const most = upper.map((limit, index) => Math.max(limit, variables.current[index]));
  return (variable, amount) => Math.min(most[variable], Math.max(least[variable], amount));
}

function jointTerms(
  tables: readonly Pick<TabulatedWorth, "terms">[],
  part: (values: Float64Array, fit: number) => Float64Array,
): TabulatedWorth["terms"] {
  return (drawWeights) => {
    const terms = tables.map((table, fit) => table.terms(part(drawWeights, fit)));
    const own = { value: 0, slope: 0, curvature: 0 };
    return (variable, amount, out) => {
      out.value = 0;
      out.slope = 0;
      out.curvature = 0;
      for (const term of terms) {
        term(variable, amount, own);
        out.value += own.value;
        out.slope += own.slope;
        out.curvature += own.curvature;
      }
    };
  };
}

// A separable problem around one choice of branches, as the smooth program it then is.
import type { LinearConstraint } from "./linear-constraints.ts";
import type { Ranges } from "./separable-ascent.ts";
import type { SmoothProgram } from "./smooth-program.ts";
import type { PricedTerm } from "./term-maximum.ts";

/** A term is kept this share of its range off an end where its slope is infinite, so that slopes stay comparable. */
const hair = 1e-14;

/** Where each term may move without leaving its branch: lots stay at the allowed point below, unused terms at 0. */
export function wholeRanges(terms: readonly PricedTerm[], start: Float64Array): Ranges {
  const low = new Float64Array(terms.length);
  const high = new Float64Array(terms.length);
  terms.forEach((term, i) => {
    const { shape } = term;
    const unused = shape.mayBeUnused && start[i] < shape.lower;
    if (unused) return;
    if (term.lot > 0) {
      low[i] = term.neighbors(start[i], shape.mayBeUnused ? 0 : shape.lower, shape.upper)[0];
      high[i] = low[i];
      return;
    }
    const steep = shape.nodes[0].slope === Number.POSITIVE_INFINITY && !shape.mayBeUnused;
    low[i] = shape.lower + (steep ? hair * (shape.upper - shape.lower) : 0);
    high[i] = shape.upper;
  });
  return { low, high };
}

/** The same for a budget, which may leave no room for hairs. */
export function budgetRanges(terms: readonly PricedTerm[], start: Float64Array, budget: number): Ranges {
  const ranges = wholeRanges(terms, start);
  const least = ranges.low.reduce((sum, each) => sum + each, 0);
  const size = ranges.low.reduce((sum, each) => sum + Math.abs(each), Math.abs(budget));
  const width = terms.reduce((sum, { shape }) => sum + shape.upper - shape.lower, 0);
  if (budget - least > 2 * hair * width + 1e-12 * size) return ranges;
  ranges.low.forEach((low, i) => {
    if (ranges.high[i] > low) ranges.low[i] = terms[i].shape.lower;
  });
  return ranges;
}

export function separableProgram(
  terms: readonly PricedTerm[],
  constraints: readonly LinearConstraint[],
  { low, high }: Ranges,
): SmoothProgram {
  const finite = (slope: number): number => Math.min(1e300, Math.max(-1e300, slope));
  return {
    dimension: terms.length,
    lower: low,
    upper: high,
    constraints,
    names: terms.map(({ term }) => term.name),
    evaluate: (x, gradient) => {
      let value = 0;
      for (let i = 0; i < x.length; i += 1) {
        const point = terms[i].at(x[i]);
        value += point.value;
        gradient[i] = finite(point.slope);
      }
      return value;
    },
    hessianDiagonal: (x, out) => {
      for (let i = 0; i < x.length; i += 1) out[i] = finite(terms[i].at(x[i]).curvature);
    },
  };
}

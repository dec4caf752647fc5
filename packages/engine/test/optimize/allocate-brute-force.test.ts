// Splits of two and three terms against brute force over grids: smooth, in lots, with least buys, under further constraints.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateSeparable } from "../../src/optimize/allocate-separable.ts";
import type { LinearConstraint } from "../../src/optimize/linear-constraints.ts";
import type {
  CurvePoint,
  SeparableBudget,
  SeparableProblem,
  SeparableTerm,
} from "../../src/optimize/separable-problem.ts";
import { curves } from "../support/curve-arbitraries.ts";
import { type CurveRow, curveTerm } from "../support/curves.ts";

const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
const total = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);
const worthOf = (term: SeparableTerm, x: number): number => {
  term.evaluate(x, point);
  return point.value;
};
const equal = (amount: number): SeparableBudget => ({ amount, kind: "equal" });
const atMost = (amount: number): SeparableBudget => ({ amount, kind: "at-most" });

/** All allowed points of a term, on a grid where it has no lots. */
function allowedPoints({ lower, upper, lot, minimumIfUsed = 0 }: SeparableTerm, steps: number): number[] {
  const count = lot === undefined ? steps : Math.floor(upper / lot);
  const points = Array.from({ length: count + 1 }, (_, k) =>
    lot === undefined ? lower + (k / steps) * (upper - lower) : k * lot,
  );
  return points.filter((x) => x >= lower && x <= upper && (x === 0 || x >= minimumIfUsed));
}

/** The best point on a grid; the last term takes the rest of an exact budget if it may. */
function bruteForce({ terms, budget, constraints = [] }: SeparableProblem, steps: number): number {
  const { amount, kind } = budget ?? atMost(Number.POSITIVE_INFINITY);
  const points = terms.map((term) => allowedPoints(term, steps));
  const mayBe = ({ lower, upper, lot, minimumIfUsed = 0 }: SeparableTerm, x: number): boolean =>
    x >= lower &&
    x <= upper &&
    (x === 0 || x >= minimumIfUsed) &&
    (lot === undefined || Math.abs(x / lot - Math.round(x / lot)) < 1e-9);
  let best = Number.NEGATIVE_INFINITY;
  const visit = (chosen: readonly number[], spent: number, value: number): void => {
    const term = terms[chosen.length];
    if (chosen.length === terms.length - 1) {
      for (const x of [amount - spent, ...(kind === "at-most" ? points[chosen.length] : [])]) {
        if (!mayBe(term, x) || spent + x > amount * (1 + 1e-12)) continue;
        const all = [...chosen, x];
        const kept = constraints.every(({ coefficients, lower, upper }) => {
          const used = total(all.map((each, i) => coefficients[i] * each));
          return used >= lower - 1e-9 && used <= upper + 1e-9;
        });
        if (kept) best = Math.max(best, value + worthOf(term, x));
      }
      return;
    }
    for (const x of points[chosen.length]) visit([...chosen, x], spent + x, value + worthOf(term, x));
  };
  visit([], 0, 0);
  return best;
}

const few = fc.record({
  rows: fc.array(curves, { minLength: 2, maxLength: 3 }),
  share: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  lots: fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 3, maxLength: 3 }),
  least: fc.array(fc.double({ min: 0.1, max: 0.6, noNaN: true }), { minLength: 3, maxLength: 3 }),
});

function fewTerms(
  { rows, share }: { rows: readonly CurveRow[]; share: number },
  change: (i: number, upper: number) => Partial<SeparableTerm>,
): { terms: SeparableTerm[]; amount: number } {
  const terms = rows.map((row, i): SeparableTerm => ({ ...curveTerm(row, `term ${i}`), ...change(i, row[5]) }));
  const least = total(terms.map(({ lower }) => lower));
  return { terms, amount: least + Math.round(share * (total(terms.map(({ upper }) => upper)) - least)) };
}

describe("against brute force over a grid", () => {
  const steps = 60;
  /** Not below the grid's best, and the grid's best not above the bound. */
  const beats = (problem: SeparableProblem): void => {
    const split = allocateSeparable(problem);
    const best = bruteForce(problem, steps);
    if (split.status === "infeasible") {
      expect(best).toBe(Number.NEGATIVE_INFINITY);
      return;
    }
    const tolerance = 2e-9 * Math.abs(best) + 1e-12;
    const gap =
      split.status === "optimal" ? (problem.constraints === undefined ? 0 : 1e-6 * Math.abs(best)) : split.dualityGap;
    expect(split.value).toBeGreaterThanOrEqual(best - tolerance - gap);
    expect(split.upperBound).toBeGreaterThanOrEqual(best - tolerance);
    for (const [i, term] of problem.terms.entries()) {
      const { lot, minimumIfUsed = 0 } = term;
      if (lot !== undefined) expect(Math.abs(split.x[i] / lot - Math.round(split.x[i] / lot))).toBeLessThan(1e-9);
      expect(split.x[i] === 0 || split.x[i] >= minimumIfUsed).toBe(true);
    }
  };

  test("smooth terms under an exact budget", () => {
    fc.assert(
      fc.property(few, (drawn) => {
        const { terms, amount } = fewTerms(drawn, () => ({}));
        beats({ terms, budget: equal(amount) });
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  test("one lot for all terms, exact and at most", () => {
    fc.assert(
      fc.property(few, fc.boolean(), (drawn, exact) => {
        const { terms, amount } = fewTerms(drawn, () => ({ lot: 4, lower: 0 }));
        const budget = 4 * Math.round(amount / 4) + (exact ? 0 : 1.5);
        beats({ terms, budget: exact ? equal(budget) : atMost(budget) });
      }),
      { numRuns: 40, seed: 12 },
    );
  });

  test("a lot of its own for each term", () => {
    fc.assert(
      fc.property(few, (drawn) => {
        const { terms, amount } = fewTerms(drawn, (i) => ({ lot: drawn.lots[i], lower: 0 }));
        beats({ terms, budget: atMost(amount) });
      }),
      { numRuns: 40, seed: 13 },
    );
  });

  test("least buys, exact and at most", () => {
    fc.assert(
      fc.property(few, fc.boolean(), (drawn, exact) => {
        const { terms, amount } = fewTerms(drawn, (i, upper) => ({ minimumIfUsed: drawn.least[i] * upper, lower: 0 }));
        beats({ terms, budget: exact ? equal(amount) : atMost(amount) });
      }),
      { numRuns: 40, seed: 14 },
    );
  });

  test("lots of some, least buys of others, the rest smooth", () => {
    fc.assert(
      fc.property(few, (drawn) => {
        const { terms, amount } = fewTerms(drawn, (i, upper) =>
          i === 0
            ? { lot: drawn.lots[0], lower: 0 }
            : i === 1
              ? { minimumIfUsed: drawn.least[1] * upper, lower: 0 }
              : {},
        );
        beats({ terms, budget: atMost(amount) });
      }),
      { numRuns: 40, seed: 15 },
    );
  });

  test("further linear constraints, with and without least buys", () => {
    fc.assert(
      fc.property(few, fc.boolean(), (drawn, least) => {
        const { terms, amount } = fewTerms(drawn, (i, upper) =>
          least && i === 0 ? { minimumIfUsed: drawn.least[0] * upper, lower: 0 } : {},
        );
        const pair = (a: number, b: number): Float64Array =>
          Float64Array.from(terms, (_, i) => (i === 0 ? a : i === 1 ? b : 0));
        const constraints: LinearConstraint[] = [
          { name: "together", coefficients: pair(1, 1), lower: Number.NEGATIVE_INFINITY, upper: 0.6 * amount + 10 },
          { name: "balance", coefficients: pair(1, -1), lower: -15, upper: Number.POSITIVE_INFINITY },
        ];
        beats({ terms, budget: atMost(amount), constraints });
      }),
      { numRuns: 12, seed: 16 },
    );
  });
});

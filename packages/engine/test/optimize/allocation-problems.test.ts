// Two hundred problems of 5 to 200 Hill, logistic and straight terms: never worse than the best of SciPy's solvers.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allocateSeparable } from "../../src/optimize/allocate-separable.ts";
import { type CurveRow, curveTerm } from "../support/curves.ts";

/** As allocation_problems.py writes them. */
interface StoredProblem {
  readonly flavor: string;
  readonly kind: "equal" | "at-most";
  readonly budget: number;
  readonly terms: readonly CurveRow[];
  /** The best objective of SLSQP, trust-constr and differential evolution; how often each was run is stored beside it. */
  readonly scipy: { readonly value: number };
}

const path = new URL("../fixtures/allocation-problems.json", import.meta.url);
const { problems } = JSON.parse(readFileSync(path, "utf8")) as { readonly problems: readonly StoredProblem[] };
const termsOf = ({ terms }: StoredProblem) => terms.map((row, i) => curveTerm(row, `term ${i}`));

test("values, bounds, budgets and conditions of all problems", () => {
  expect(problems.length).toBe(200);
  for (const [index, problem] of problems.entries()) {
    const where = `problem ${index}, ${problem.flavor}`;
    const { budget: amount, kind } = problem;
    const split = allocateSeparable({ terms: termsOf(problem), budget: { amount, kind } });
    const spent = split.x.reduce((sum, x) => sum + x, 0);
    expect(split.value, where).toBeGreaterThanOrEqual(problem.scipy.value * (1 - 1e-9));
    expect(split.upperBound, where).toBeGreaterThanOrEqual(split.value);
    // A point that SciPy found cannot be better than a bound on all points.
    expect(split.upperBound, where).toBeGreaterThanOrEqual(problem.scipy.value * (1 - 1e-9));
    expect(split.status, where).toBe("optimal");
    expect(split.relativeGap, where).toBeLessThanOrEqual(1e-9);
    expect(split.kktResidual, where).toBeLessThan(1e-6);
    expect(Math.abs(spent - amount) <= 1e-9 * amount || (kind === "at-most" && spent < amount), where).toBe(true);
    problem.terms.forEach(([, , , , lower, upper], i) => {
      expect(split.x[i] >= lower && split.x[i] <= upper, where).toBe(true);
    });
  }
});

test("eight times as many terms take at most some thirty times as long, once compiled", () => {
  const rows = (count: number): CurveRow[] =>
    problems
      .flatMap(({ terms }) => terms)
      .filter((_, i) => i % 11 === 0)
      .slice(0, count);
  const call = (count: number): (() => void) => {
    const terms = rows(count).map((row, i) => curveTerm(row, `term ${i}`));
    const [least, most] = [
      terms.reduce((sum, { lower }) => sum + lower, 0),
      terms.reduce((sum, { upper }) => sum + upper, 0),
    ];
    return () => allocateSeparable({ terms, budget: { amount: 0.7 * least + 0.3 * most, kind: "equal" } });
  };
  const [fifty, many] = [50, 400].map((count) => {
    const solve = call(count);
    const times = Array.from({ length: 6 }, () => {
      const start = process.cpuUsage();
      solve();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return Math.min(...times);
  });
  // A relaxation is linear in the terms; how many of them branch and bound needs differs from problem to problem.
  expect(many / fifty).toBeLessThan(32);
});

// Special functions against mpmath at 50 digits, each within the error its docblock states.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as errorFunction from "../../src/math/error-function.ts";
import { inverseRegularizedBetaLogit, regularizedBeta } from "../../src/math/incomplete-beta.ts";
import { inverseRegularizedGammaLog, regularizedGammaP, regularizedGammaQ } from "../../src/math/incomplete-gamma.ts";
import * as special from "../../src/math/special.ts";

const reference = JSON.parse(
  readFileSync(new URL("../reference/special-functions.json", import.meta.url), "utf8"),
) as Record<string, number[][]>;

const relative = (found: number, truth: number): number =>
  found === truth ? 0 : Math.abs(found - truth) / Math.max(Math.abs(truth), Number.MIN_VALUE);

/** The worst error of a table and the row it is in. */
function worst(name: string, error: (row: number[]) => number): { error: number; row: number[] } {
  const rows = reference[name].map((row) => ({ error: error(row), row }));
  return rows.reduce((most, each) => (Number.isNaN(each.error) || each.error > most.error ? each : most));
}

const unary: [string, (x: number) => number, number][] = [
  ["erf", errorFunction.erf, 1e-15],
  ["erfc", errorFunction.erfc, 2e-15],
  ["erfcx", errorFunction.erfcx, 3e-15],
  ["normalCdf", errorFunction.normalCdf, 5e-15],
  ["logNormalCdf", errorFunction.logNormalCdf, 2e-15],
  ["inverseMillsRatio", errorFunction.inverseMillsRatio, 3e-15],
  ["normalQuantile", errorFunction.normalQuantile, 2e-15],
  ["normalQuantileFromLog", errorFunction.normalQuantileFromLog, 1e-14],
  ["logGamma", special.logGamma, 2e-15],
  ["logistic", special.logistic, 5e-16],
  ["log1pExp", special.log1pExp, 5e-16],
  ["log1mExp", special.log1mExp, 1e-15],
  ["log1pMinus", special.log1pMinus, 2e-14],
];

describe("relative error", () => {
  test.each(unary)("of %s", (name, f, bound) => {
    const { error, row } = worst(name, ([x, truth]) => relative(f(x), truth));
    expect(error, `at ${row[0]}: ${f(row[0])} for ${row[1]}`).toBeLessThan(bound);
  });
});

test("digamma errs by less than 2e-15 of max(1, |ψ|)", () => {
  const { error, row } = worst(
    "digamma",
    ([x, truth]) => Math.abs(special.digamma(x) - truth) / Math.max(1, Math.abs(truth)),
  );
  expect(error, `at ${row}`).toBeLessThan(2e-15);
});

test("logBeta errs by less than 2e-14 of max(1, |log B|), either way around", () => {
  for (const swapped of [false, true]) {
    const { error, row } = worst("logBeta", ([a, b, truth]) => {
      const found = swapped ? special.logBeta(b, a) : special.logBeta(a, b);
      return Math.abs(found - truth) / Math.max(1, Math.abs(truth));
    });
    expect(error, `at ${row}`).toBeLessThan(2e-14);
  }
});

describe("the regularized incomplete gamma functions", () => {
  test("err by less than 1e-13 (P) and 1e-12 (Q) of their value in either tail", () => {
    const lower = worst("regularizedGamma", ([a, x, p]) => relative(regularizedGammaP(a, x), p));
    expect(lower.error, `P at ${lower.row}`).toBeLessThan(1e-13);
    const upper = worst("regularizedGamma", ([a, x, , q]) => relative(regularizedGammaQ(a, x), q));
    expect(upper.error, `Q at ${upper.row}`).toBeLessThan(1e-12);
  });

  test("are inverted in either tail", () => {
    // 1e-12 of x, where p or q is itself a rounded double: its last bit moves x by ε · p / (x · density)
    const { error, row } = worst("regularizedGamma", ([a, x, p, q]) => {
      const found = inverseRegularizedGammaLog(a, p, q);
      return p < 1e-300 ? 0 : Math.abs(found - Math.log(x));
    });
    expect(error, `at ${row}`).toBeLessThan(1e-12);
  });

  test("have their limits at the ends", () => {
    expect(regularizedGammaP(2, 0)).toBe(0);
    expect(regularizedGammaQ(2, 0)).toBe(1);
    expect(regularizedGammaP(2, Number.POSITIVE_INFINITY)).toBe(1);
    expect(regularizedGammaQ(2, Number.POSITIVE_INFINITY)).toBe(0);
    expect(regularizedGammaP(2, -1)).toBeNaN();
    expect(inverseRegularizedGammaLog(2, 0, 1)).toBe(Number.NEGATIVE_INFINITY);
    expect(inverseRegularizedGammaLog(2, 1, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(inverseRegularizedGammaLog(2, -1, 2)).toBeNaN();
  });
});

describe("the regularized incomplete beta function", () => {
  test("errs by less than 1e-12 of its value in either tail", () => {
    const lower = worst("regularizedBeta", ([u, a, b, p]) => relative(regularizedBeta(u, a, b), p));
    expect(lower.error, `at ${lower.row}`).toBeLessThan(1e-12);
    const upper = worst("regularizedBeta", ([u, a, b, , q]) => relative(regularizedBeta(-u, b, a), q));
    expect(upper.error, `complement at ${upper.row}`).toBeLessThan(1e-12);
  });

  test("is inverted in either tail", () => {
    const { error, row } = worst("regularizedBeta", ([u, a, b, p, q]) =>
      Math.abs(inverseRegularizedBetaLogit(p, q, a, b) - u),
    );
    expect(error, `at ${row}: ${inverseRegularizedBetaLogit(row[3], row[4], row[1], row[2])}`).toBeLessThan(1e-11);
  });

  test("has its limits at the ends", () => {
    expect(inverseRegularizedBetaLogit(0, 1, 2, 3)).toBe(Number.NEGATIVE_INFINITY);
    expect(inverseRegularizedBetaLogit(1, 0, 2, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(inverseRegularizedBetaLogit(2, -1, 2, 3)).toBeNaN();
  });
});

test("the ends of the domains give their limits, and NaN beyond", () => {
  expect(errorFunction.normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(errorFunction.normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(errorFunction.normalQuantile(1.1)).toBeNaN();
  expect(errorFunction.normalQuantileFromLog(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(errorFunction.erfc(40)).toBe(0);
  expect(errorFunction.erf(40)).toBe(1);
  expect(errorFunction.logNormalCdf(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(errorFunction.logNormalCdf(Number.POSITIVE_INFINITY)).toBeCloseTo(0, 300);
  expect(special.logGamma(0)).toBe(Number.POSITIVE_INFINITY);
  expect(special.logGamma(-1)).toBeNaN();
  expect(special.digamma(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(special.digamma(-1)).toBeNaN();
  expect(special.logAddExp(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(special.logAddExp(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12);
});

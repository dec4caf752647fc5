import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openStream } from "../../src/random/philox.ts";
import {
  greatestLambda,
  type PenalizedRegressionOptions,
  penalizedRegression,
} from "../../src/regression/penalized-regression.ts";
import { regressionMoments } from "../../src/regression/regression-moments.ts";

interface Reference {
  readonly mixing: number;
  readonly lambda: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/regressions.json", import.meta.url), "utf8")) as {
  readonly columns: readonly number[][];
  readonly response: readonly number[];
  readonly limits: Record<string, { lower: (number | null)[]; upper: (number | null)[] } | null>;
  readonly factors: Record<string, number[]>;
  readonly scikitLearn: readonly (Reference & { readonly estimator: string; readonly positive: boolean })[];
  readonly glmnet: readonly (Reference & {
    readonly limits: string;
    readonly factors: string;
    readonly hasIntercept: boolean;
  })[];
};
const columns = fixture.columns.map((column) => Float64Array.from(column));
const response = Float64Array.from(fixture.response);
const moments = regressionMoments(columns, response);

/** In units of the response, so that columns of any unit count alike. */
function furthest(fit: { intercept: number; coefficients: ArrayLike<number> }, reference: Reference): number {
  const gaps = reference.coefficients.map((value, j) => {
    const deviation = Math.sqrt(moments.covariances[j * moments.size + j]);
    return Math.abs(fit.coefficients[j] - value) * deviation;
  });
  return Math.max(...gaps, Math.abs(fit.intercept - reference.intercept)) / Math.sqrt(moments.responseVariance);
}

test.each(fixture.glmnet)(
  "glmnet $mixing $lambda, limits $limits, factors $factors, intercept $hasIntercept: the same coefficients",
  (reference) => {
    const limits = fixture.limits[reference.limits];
    const fit = penalizedRegression(moments, {
      mixing: reference.mixing,
      lambda: reference.lambda,
      penaltyFactors: fixture.factors[reference.factors],
      intercept: reference.hasIntercept ? "free" : "none",
      ...(limits === null
        ? {}
        : {
            lower: limits.lower.map((value) => value ?? Number.NEGATIVE_INFINITY),
            upper: limits.upper.map((value) => value ?? Number.POSITIVE_INFINITY),
          }),
    });
    // glmnet stops when coefficients move by its threshold of 1e-32 squared: what is left are its last digits.
    expect(furthest(fit, reference)).toBeLessThan(1e-9);
    expect(fit.relativeGap).toBeLessThan(1e-12);
  },
);

test.each(fixture.scikitLearn)(
  "scikit-learn $estimator at $lambda, positive $positive: the same coefficients",
  (reference) => {
    const fit = penalizedRegression(moments, {
      mixing: reference.mixing,
      lambda: reference.lambda,
      ...(reference.positive ? { lower: new Float64Array(moments.size) } : {}),
    });
    expect(furthest(fit, reference)).toBeLessThan(1e-7);
  },
);

test("without a penalty it is least squares: a column in other units has its coefficient in the inverse units", () => {
  const options: PenalizedRegressionOptions = { mixing: 0, lambda: 0 };
  const plain = penalizedRegression(moments, options);
  const scaled = penalizedRegression(
    regressionMoments(
      columns.map((column, j) => (j === 2 ? column.map((value) => 1000 * value) : column)),
      response,
    ),
    options,
  );
  expect(scaled.coefficients[2] * 1000).toBeCloseTo(plain.coefficients[2], 8);
  expect(scaled.intercept).toBeCloseTo(plain.intercept, 8);
  // Residuals of least squares have no product with any column.
  const residuals = response.map(
    (value, row) => value - plain.intercept - columns.reduce((sum, x, j) => sum + x[row] * plain.coefficients[j], 0),
  );
  for (const column of columns) {
    const product = column.reduce((sum, value, row) => sum + value * residuals[row], 0);
    expect(Math.abs(product)).toBeLessThan(1e-8 * Math.hypot(...column) * Math.hypot(...response));
  }
});

test("a lasso at the greatest lambda has only its intercept, just below it one coefficient", () => {
  const greatest = greatestLambda(moments, 1);
  const none = penalizedRegression(moments, { mixing: 1, lambda: greatest * (1 + 1e-12) });
  expect([...none.coefficients].every((value) => value === 0)).toBe(true);
  expect(none.intercept).toBeCloseTo(moments.responseMean, 12);
  const one = penalizedRegression(moments, { mixing: 1, lambda: greatest * 0.999 });
  expect([...one.coefficients].filter((value) => value !== 0)).toHaveLength(1);
});

test("where the intercept would be negative, a non-negative one is left out and the rest fitted again", () => {
  const below = regressionMoments(
    columns,
    response.map((value) => value - 500),
  );
  const options = { mixing: 0, lambda: 0.5 };
  expect(penalizedRegression(below, options).intercept).toBeLessThan(0);
  const without = penalizedRegression(below, { ...options, intercept: "non-negative" });
  expect(without.hasIntercept).toBe(false);
  expect(without).toEqual(penalizedRegression(below, { ...options, intercept: "none" }));
  const above = regressionMoments(
    columns,
    response.map((value) => value + 500),
  );
  expect(penalizedRegression(above, { ...options, intercept: "non-negative" }).hasIntercept).toBe(true);
});

test("a column that does not vary has no coefficient, and changes no other", () => {
  const flat = new Float64Array(response.length).fill(0.1);
  const fit = penalizedRegression(regressionMoments([flat, ...columns], response), { mixing: 0.5, lambda: 0.3 });
  const plain = penalizedRegression(moments, { mixing: 0.5, lambda: 0.3 });
  expect(fit.coefficients[0]).toBe(0);
  expect([...fit.coefficients.subarray(1)]).toEqual([...plain.coefficients]);
});

test("any problem ends with a gap of rounding alone, within its limits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(0, 0.3, 1),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      fc.boolean(),
      (seed, size, mixing, lambda, isLimited) => {
        const stream = openStream({ seed, chain: 0, purpose: "data" });
        const common = Float64Array.from({ length: 40 }, () => stream.normal());
        // Columns that share most of what they are: the hard case for descent along one coordinate after another.
        const drawn = Array.from({ length: size }, () => common.map((value) => 5 + value + 0.05 * stream.normal()));
        const target = Float64Array.from({ length: 40 }, (_, row) => drawn[0][row] + stream.normal());
        const lower = Float64Array.from({ length: size }, (_, j) => (isLimited && j % 2 === 0 ? 0 : -0.3));
        const upper = new Float64Array(size).fill(isLimited ? 0.4 : Number.POSITIVE_INFINITY);
        const fit = penalizedRegression(regressionMoments(drawn, target), {
          mixing,
          lambda,
          lower,
          upper,
          intercept: seed % 2 === 0 ? "none" : "free",
        });
        expect(Math.abs(fit.relativeGap)).toBeLessThan(1e-11);
        for (let j = 0; j < size; j += 1) {
          expect(fit.coefficients[j]).toBeGreaterThanOrEqual(lower[j] - 1e-15);
          expect(fit.coefficients[j]).toBeLessThanOrEqual(upper[j] + 1e-15);
        }
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

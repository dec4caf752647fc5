import { expect, test } from "vitest";
import { openStream } from "../../src/random/philox.ts";
import { lambdaSequence, regressionPath } from "../../src/regression/lambda-path.ts";
import { greatestLambda } from "../../src/regression/penalized-regression.ts";
import { regressionMoments } from "../../src/regression/regression-moments.ts";

const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: 30 }, () => stream.normal()));
const response = columns[0].map((value, row) => 2 * value - columns[1][row] + stream.normal());
const moments = regressionMoments(columns, response);

test("the sequence falls in equal log-steps from the greatest lambda to its share", () => {
  const lambdas = lambdaSequence(moments, 1, 5, 1e-4);
  expect(lambdas[0]).toBe(greatestLambda(moments, 1));
  for (let i = 1; i < 5; i += 1) expect(lambdas[i] / lambdas[i - 1]).toBeCloseTo(0.1, 12);
  expect([...lambdaSequence(moments, 0, 1)]).toEqual([greatestLambda(moments, 0)]);
});

test("along the path of a lasso the sum of standardized coefficients only grows", () => {
  const sizes = regressionPath(moments, { mixing: 1 }, lambdaSequence(moments, 1, 20)).map(({ coefficients }) =>
    coefficients.reduce((sum, value, j) => sum + Math.abs(value) * Math.sqrt(moments.covariances[j * 4 + j]), 0),
  );
  expect(sizes[0]).toBeLessThan(1e-12);
  for (let i = 1; i < sizes.length; i += 1) expect(sizes[i]).toBeGreaterThan(sizes[i - 1]);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MarginalNormal } from "../../src/graph/marginal-normal.ts";
import { choleskyInPlace } from "../../src/math/linear-algebra.ts";
import { openStream } from "../../src/random/philox.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";

const n = 7;
const number = fc.double({ min: -2, max: 2, noNaN: true });
const positive = fc.double({ min: 0.3, max: 2, noNaN: true });
const vector = (length: number, of = number) =>
  fc.array(of, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

/** Two constant columns, one varying, an offset. */
const block = fc.record({
  observed: vector(n),
  constants: fc.tuple(vector(n), vector(n)),
  mean: vector(3),
  sd: vector(3, positive),
  sigma: vector(1, positive),
  offset: vector(n),
  varying: vector(n),
});

type Block = typeof block extends fc.Arbitrary<infer T> ? T : never;

function operationFor({ observed, constants }: Block): MarginalNormal {
  return new MarginalNormal({ observed, constantColumns: constants, varyingColumns: 1, hasOffset: true });
}

function inputsOf({ mean, sd, sigma, offset, varying }: Block): Float64Array[] {
  return [mean, sd, sigma, offset, varying];
}

/** log N(y; m + H b₀, σ²I + H V Hᵀ), by a Cholesky factor of the n × n covariance. */
function bruteForce({ observed, constants, mean, sd, sigma, offset, varying }: Block): number {
  const columns = [...constants, varying];
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      covariance[i * n + j] = columns.reduce((total, h, c) => total + h[i] * h[j] * sd[c] ** 2, 0);
    }
    covariance[i * n + i] += sigma[0] ** 2;
  }
  expect(choleskyInPlace(covariance, n)).toBe(true);
  const residual = observed.map((y, t) => y - offset[t] - columns.reduce((total, h, c) => total + h[t] * mean[c], 0));
  let logDensity = -0.5 * n * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i += 1) {
    let value = residual[i];
    for (let j = 0; j < i; j += 1) value -= covariance[i * n + j] * residual[j];
    residual[i] = value / covariance[i * n + i];
    logDensity -= Math.log(covariance[i * n + i]) + 0.5 * residual[i] ** 2;
  }
  return logDensity;
}

test("the density equals that of the multivariate normal it stands for", () => {
  fc.assert(
    fc.property(block, (each) => {
      const output = new Float64Array(1);
      operationFor(each).forward(inputsOf(each), output);
      const expected = bruteForce(each);
      expect(Math.abs(output[0] - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
    }),
  );
});

test("its derivatives with respect to every input match central differences", () => {
  fc.assert(
    fc.property(block, (each) => expectAdjointMatches(operationFor(each), inputsOf(each), { tolerance: 1e-5 })),
    { numRuns: 30 },
  );
});

test("draws of the block have the conditional mean and variance", () => {
  // One column of ones, no offset: the textbook case of a normal mean with a normal prior.
  const observed = Float64Array.of(1.2, 0.7, 1.9, 1.1);
  const operation = new MarginalNormal({
    observed,
    constantColumns: [new Float64Array(4).fill(1)],
    varyingColumns: 0,
    hasOffset: false,
  });
  const [priorMean, priorSd, sigma] = [0.5, 2, 0.8];
  operation.forward(
    [Float64Array.of(priorMean), Float64Array.of(priorSd), Float64Array.of(sigma)],
    new Float64Array(1),
  );
  const variance = 1 / (1 / priorSd ** 2 + 4 / sigma ** 2);
  const mean = variance * (priorMean / priorSd ** 2 + observed.reduce((sum, y) => sum + y, 0) / sigma ** 2);
  const stream = openStream({ seed: 5, chain: 0, purpose: "block" });
  const draws = Array.from({ length: 20_000 }, () => {
    const drawn = new Float64Array(1);
    operation.drawBlock(stream, drawn);
    return drawn[0];
  });
  const average = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const spread = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  // 4 standard errors of 20,000 independent draws.
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / 20_000));
  expect(Math.abs(spread / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { GraphBuilder } from "../../src/graph/graph.ts";
import { logSumExp } from "../../src/graph/log-sum-exp.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";

const value = fc.double({ min: -30, max: 30, noNaN: true });
const vector = (length: number) =>
  fc.array(value, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

function evaluate(...inputs: number[][]): number[] {
  const graph = new GraphBuilder();
  const node = graph.apply(logSumExp, ...inputs.map((each) => graph.constant(Float64Array.from(each))));
  if (node.kind !== "constant") throw new Error("constants fold");
  return [...node.values];
}

test("has the right derivatives, broadcast or not", () => {
  fc.assert(
    fc.property(vector(4), vector(4), vector(1), (a, b, scalar) => {
      expectAdjointMatches(logSumExp, [a, b]);
      expectAdjointMatches(logSumExp, [a, scalar, b]);
      expectAdjointMatches(logSumExp, [scalar, a]);
    }),
    { numRuns: 20 },
  );
});

test("is the logarithm of the sum", () => {
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      // Within 1e-14 of itself or of 1: one rounding of each exponential, of their sum and of the logarithm.
      const direct = Math.log(Math.exp(a) + Math.exp(b) + Math.exp(c));
      expect(Math.abs(evaluate([a], [b], [c])[0] - direct)).toBeLessThan(1e-14 * Math.max(1, Math.abs(direct)));
    }),
  );
});

test("does not overflow, and takes minus infinity for a term that is not there", () => {
  expect(evaluate([1000, -1000], [1000, -1000])).toEqual([1000 + Math.LN2, -1000 + Math.LN2]);
  expect(evaluate([Number.NEGATIVE_INFINITY, 3], [2, Number.NEGATIVE_INFINITY])).toEqual([2, 3]);
  expect(evaluate([Number.NEGATIVE_INFINITY], [Number.NEGATIVE_INFINITY])).toEqual([Number.NEGATIVE_INFINITY]);
  expect(evaluate([Number.NaN], [1])).toEqual([Number.NaN]);
  expect(evaluate([1], [Number.NaN])).toEqual([Number.NaN]);
  const adjoint = [new Float64Array(1), new Float64Array(1)];
  const inputs = [Float64Array.of(Number.NEGATIVE_INFINITY), Float64Array.of(2)];
  const [output, scratch] = [new Float64Array(1), new Float64Array(2)];
  logSumExp.forward(inputs, output, scratch, referenceKernels);
  logSumExp.adjoint(inputs, output, Float64Array.of(1), adjoint, scratch, referenceKernels);
  expect(adjoint.map(([slope]) => slope)).toEqual([0, 1]);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { add, divide, exponential, logarithm, multiply, subtract } from "../../src/graph/elementwise.ts";
import { normalLikelihood } from "../../src/graph/normal-likelihood.ts";
import { concatenate, element, linearCombination, matrixVector, sum } from "../../src/graph/reductions.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";

const positive = fc.double({ min: 0.2, max: 3, noNaN: true });
const vector = (length: number) =>
  fc.array(positive, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

test.each([add, subtract, multiply, divide])("$name has the right derivatives, broadcast or not", (operation) => {
  fc.assert(
    fc.property(vector(4), vector(4), vector(1), (a, b, scalar) => {
      expectAdjointMatches(operation, [a, b]);
      expectAdjointMatches(operation, [a, scalar]);
      expectAdjointMatches(operation, [scalar, b]);
    }),
    { numRuns: 20 },
  );
});

test.each([exponential, logarithm, sum, element(2)])("$name has the right derivatives", (operation) => {
  fc.assert(
    fc.property(vector(4), (a) => expectAdjointMatches(operation, [a])),
    { numRuns: 20 },
  );
});

test("weighted sums have the right derivatives", () => {
  fc.assert(
    fc.property(vector(2), vector(5), vector(5), (weights, a, b) => {
      expectAdjointMatches(linearCombination, [weights, a, b]);
      expectAdjointMatches(concatenate, [weights, a, b]);
      expectAdjointMatches(matrixVector, [Float64Array.from([...a, ...b]), weights]);
      expectAdjointMatches(normalLikelihood(a), [b, weights.subarray(0, 1)]);
    }),
    { numRuns: 20 },
  );
});

test("operations refuse inputs that do not fit, and say which lengths they got", () => {
  expect(() => add.outputLength([3, 4])).toThrow("lengths 3 and 4");
  expect(() => element(3).outputLength([3])).toThrow("element 3 of a vector of length 3");
  expect(() => matrixVector.outputLength([6, 4])).toThrow("matrix of 6 numbers times a vector of length 4");
  expect(() => linearCombination.outputLength([2, 5])).toThrow("2 weights for vectors of lengths 5");
  expect(() => normalLikelihood(new Float64Array(3)).outputLength([2, 1])).toThrow("3 values");
});

import { expect, test } from "vitest";
import { group, groupedColumns, groupSums, scaleGroups } from "../../src/graph/grouped.ts";
import type { Operation } from "../../src/graph/operation.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";

const first = Float64Array.of(1, 2, 3, 4, 5, 6);
const second = Float64Array.of(0, 1, 0, -1, 2, 1);

function output(operation: Operation, ...inputs: readonly Float64Array[]): number[] {
  const lengths = inputs.map(({ length }) => length);
  const values = new Float64Array(operation.outputLength(lengths));
  operation.forward(inputs, values, new Float64Array(operation.scratchLength?.(lengths) ?? 0), referenceKernels);
  return [...values];
}

test("a coefficient of a group multiplies its column in that group's rows and no others", () => {
  const operation = groupedColumns([first, second], 2);
  expect(output(operation, Float64Array.of(10, 100, 0, 0))).toEqual([10, 20, 30, 400, 500, 600]);
  expect(output(operation, Float64Array.of(0, 0, 5, 0))).toEqual([0, 5, 0, 0, 0, 0]);
  expect(output(operation, Float64Array.of(1, 1, 1, 1))).toEqual([1, 3, 3, 3, 7, 7]);
});

test("groups are scaled and summed each by itself", () => {
  expect(output(scaleGroups, first, Float64Array.of(2, -1))).toEqual([2, 4, 6, -4, -5, -6]);
  expect(output(groupSums(second, 3), first)).toEqual([2, -4, 16]);
  expect(output(group(1, 3), first)).toEqual([3, 4]);
});

test("their adjoints match central differences", () => {
  expectAdjointMatches(groupedColumns([first, second], 2), [Float64Array.of(0.3, -1, 2, 0.7)]);
  expectAdjointMatches(scaleGroups, [first, Float64Array.of(0.4, -2, 1.5)]);
  expectAdjointMatches(groupSums(second, 2), [first]);
  expectAdjointMatches(group(1, 2), [first]);
});

test("what cannot be divided into the groups is refused with its lengths", () => {
  expect(() => groupedColumns([first, second.subarray(1)], 2)).toThrow("columns of lengths 6, 5 in 2 groups");
  expect(() => groupedColumns([first], 4)).toThrow("6 in 4 groups");
  expect(() => groupedColumns([first], 2).outputLength([3])).toThrow("3 coefficients for 1 × 2");
  expect(() => scaleGroups.outputLength([6, 4])).toThrow("length 6 in 4 groups");
  expect(() => group(2, 2)).toThrow("group 2 of 2");
  expect(() => group(0, 4).outputLength([6])).toThrow("length 6 in 4 groups");
  expect(() => groupSums(first, 4)).toThrow("length 6 in 4 groups");
  expect(() => groupSums(first, 2).outputLength([5])).toThrow("5 values for 6 weights");
});

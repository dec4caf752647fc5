import { expect, test } from "vitest";
import { joinGroups } from "../../src/graph/join-groups.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";

test("each group is what the inputs have of it, one after the other", () => {
  const operation = joinGroups(2);
  const inputs = [Float64Array.of(1, 2), Float64Array.of(10, 11, 12, 20, 21, 22)];
  const output = new Float64Array(operation.outputLength([2, 6]));
  operation.forward(inputs, output, new Float64Array(0), referenceKernels);
  expect(Array.from(output)).toEqual([1, 10, 11, 12, 2, 20, 21, 22]);
});

test("an input that is no whole number of groups is refused", () => {
  expect(() => joinGroups(2).outputLength([2, 3])).toThrow("a vector of length 3 in 2 groups");
});

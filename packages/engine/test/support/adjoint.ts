// The one check of adjoints: an operation's, through the gradient of a weighted sum of its output.
import type { Operation } from "../../src/graph/operation.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { expectGradient } from "./gradient.ts";

/** Fails unless the adjoint of Σ weights · output equals central differences in every element of every input. */
export function expectAdjointMatches(
  operation: Operation,
  inputs: readonly Float64Array[],
  options: { tolerance?: number } = {},
): void {
  const lengths = inputs.map((input) => input.length);
  const output = new Float64Array(operation.outputLength(lengths));
  const scratch = new Float64Array(operation.scratchLength?.(lengths) ?? 0);
  const weights = output.map((_, i) => Math.cos(1 + i));
  const starts = lengths.map((_, which) => lengths.slice(0, which).reduce((total, length) => total + length, 0));
  const parts = (whole: Float64Array): Float64Array[] =>
    starts.map((start, which) => whole.subarray(start, start + lengths[which]));
  const weightedOutput = (point: Float64Array, gradient: Float64Array): number => {
    const at = parts(point);
    operation.forward(at, output, scratch, referenceKernels);
    gradient.fill(0);
    operation.adjoint(at, output, weights, parts(gradient), scratch, referenceKernels);
    return output.reduce((total, value, i) => total + weights[i] * value, 0);
  };
  expectGradient(weightedOutput, Float64Array.from(inputs.flatMap((input) => [...input])), options);
}

// The one check of adjoints: an operation's, through the gradient of a weighted sum of its output.
import type { Operation } from "../../src/graph/operation.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { expectGradient } from "./gradient.ts";

/**
 * Fails unless the adjoint of Σ weights · output equals central differences in every element of every input that is not named
 * among the constant ones, by its place.
 */
export function expectAdjointMatches(
  operation: Operation,
  inputs: readonly Float64Array[],
  { tolerance, constant = [] }: { tolerance?: number; constant?: readonly number[] } = {},
): void {
  const lengths = inputs.map((input) => input.length);
  const moving = inputs.map((_, which) => !constant.includes(which));
  const starts = lengths.map((_, which) =>
    lengths.slice(0, which).reduce((total, length, each) => total + (moving[each] ? length : 0), 0),
  );
  const output = new Float64Array(operation.outputLength(lengths));
  const scratch = new Float64Array(operation.scratchLength?.(lengths) ?? 0);
  const weights = output.map((_, i) => Math.cos(1 + i));
  /** The moving inputs as parts of one vector; for the others what `still` says. */
  const parts = <T>(whole: Float64Array, still: (which: number) => T): (Float64Array | T)[] =>
    starts.map((start, which) => (moving[which] ? whole.subarray(start, start + lengths[which]) : still(which)));
  const weightedOutput = (point: Float64Array, gradient: Float64Array): number => {
    const at = parts(point, (which) => inputs[which]);
    operation.forward(at, output, scratch, referenceKernels);
    gradient.fill(0);
    operation.adjoint(
      at,
      output,
      weights,
      parts(gradient, () => null),
      scratch,
      referenceKernels,
    );
    return output.reduce((total, value, i) => total + weights[i] * value, 0);
  };
  const point = Float64Array.from(inputs.flatMap((input, which) => (moving[which] ? [...input] : [])));
  expectGradient(weightedOutput, point, tolerance === undefined ? {} : { tolerance });
}

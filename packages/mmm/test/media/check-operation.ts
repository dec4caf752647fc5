// Helpers for the tests of operations: run one, and compare its adjoint with central differences.
import { type Kernels, type Operation, openWebAssemblyKernels, referenceKernels } from "@carryover/engine";
import { expect } from "vitest";

export interface Run {
  readonly output: Float64Array;
  /** Adjoint of each input for the output adjoint given. */
  readonly adjoints: readonly Float64Array[];
}

/** Vectors in reach of the WebAssembly kernels, handed out anew in each run. */
const webAssembly = openWebAssemblyKernels({ vectors: 1, doubles: 100_000 });
const arena = webAssembly.allocate(100_000);

/**
 * Forward and adjoint with fresh buffers; the adjoints start at `initial`, to show that they are added to. Both sets of
 * kernels run, and must give the same bits.
 */
export function run(
  operation: Operation,
  inputs: readonly Float64Array[],
  outputAdjoint?: Float64Array,
  initial = 0,
): Run {
  const lengths = inputs.map((input) => input.length);
  const seed = outputAdjoint ?? new Float64Array(operation.outputLength(lengths)).fill(1);
  const plain = runWith(referenceKernels, (values) => Float64Array.from(values), operation, inputs, seed, initial);
  let next = 0;
  const inReach = (values: Float64Array): Float64Array => {
    const vector = arena.subarray(next, next + values.length);
    next += values.length;
    vector.set(values);
    return vector;
  };
  const lanes = runWith(webAssembly, inReach, operation, inputs, seed, initial);
  expectSameBits(lanes.output, plain.output);
  plain.adjoints.forEach((adjoint, which) => {
    expectSameBits(lanes.adjoints[which], adjoint);
  });
  return plain;
}

function runWith(
  kernels: Kernels,
  place: (values: Float64Array) => Float64Array,
  operation: Operation,
  inputs: readonly Float64Array[],
  seed: Float64Array,
  initial: number,
): Run {
  const lengths = inputs.map((input) => input.length);
  const placed = inputs.map(place);
  const output = place(new Float64Array(operation.outputLength(lengths)));
  const scratch = place(new Float64Array(operation.scratchLength?.(lengths) ?? 0));
  const adjoints = inputs.map((input) => place(new Float64Array(input.length).fill(initial)));
  operation.forward(placed, output, scratch, kernels);
  operation.adjoint(placed, output, place(seed), adjoints, scratch, kernels);
  return { output, adjoints };
}

function expectSameBits(found: Float64Array, expected: Float64Array): void {
  expect(found.every((value, i) => Object.is(value, expected[i]))).toBe(true);
}

/** Σ outputAdjoint · output: the scalar function whose gradient the adjoints are. */
function objective(operation: Operation, inputs: readonly Float64Array[], outputAdjoint: Float64Array): number {
  const lengths = inputs.map((input) => input.length);
  const output = new Float64Array(outputAdjoint.length);
  const scratch = new Float64Array(operation.scratchLength?.(lengths) ?? 0);
  operation.forward(inputs, output, scratch, referenceKernels);
  return output.reduce((sum, value, i) => sum + value * outputAdjoint[i], 0);
}

/**
 * Expects every adjoint to equal the central difference of the objective. The step is 1e-5 of the element, so curvature
 * makes the difference wrong by about 1e-10 of it, up to 1e-6 where third derivatives are large; at zero, where only
 * linear operations are asked, the step is 1e-3. Rounding of the objective is 1e-14 of the terms and the media at most.
 *
 * @param skip  elements (input, index) where the function has no derivative
 */
export function expectGradient(
  operation: Operation,
  inputs: readonly Float64Array[],
  outputAdjoint: Float64Array,
  skip: (input: number, index: number) => boolean = () => false,
): void {
  const { output, adjoints } = run(operation, inputs, outputAdjoint);
  const size = output.reduce((sum, value, i) => sum + Math.abs(value * outputAdjoint[i]), 0);
  const largest = Math.max(...inputs[0]);
  inputs.forEach((input, which) => {
    input.forEach((value, index) => {
      if (skip(which, index)) return;
      const step = value === 0 ? 1e-3 : 1e-5 * Math.abs(value);
      const moved = (by: number): number =>
        objective(
          operation,
          inputs.map((each, i) => (i === which ? each.map((old, j) => (j === index ? old + by : old)) : each)),
          outputAdjoint,
        );
      const difference = (moved(step) - moved(-step)) / (2 * step);
      const scale = 1e-6 * Math.abs(difference) + (1e-14 * (size + largest)) / step + 1e-9;
      expect(Math.abs(adjoints[which][index] - difference), `input ${which}[${index}] = ${value}`).toBeLessThan(scale);
    });
  });
}

/** Expects two vectors to agree to `tolerance`, absolutely. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i += 1) {
    expect(Math.abs(actual[i] - expected[i]), `[${i}]: ${actual[i]} against ${expected[i]}`).toBeLessThanOrEqual(
      tolerance,
    );
  }
}

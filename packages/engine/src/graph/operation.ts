// The interface of an operation on vectors: a forward pass and its adjoint.
import type { Kernels } from "../kernels/kernels.ts";

/**
 * How the output depends on the inputs, for those who look for linear structure:
 * jointly linear in all inputs (a sum), linear in each alone (a product), or linear in the first (a quotient, a filter).
 */
export type Linearity = "jointly" | "each" | "first";

/**
 * A differentiable map from input vectors to one output vector. Whatever `forward` wants to keep for `adjoint` it writes
 * into `scratch`; neither pass allocates. All vectors were allocated by the `kernels` that come with them.
 */
export interface Operation {
  readonly name: string;
  /** Absent: not linear in anything. */
  readonly linearity?: Linearity;
  /** Length of the output, from the lengths of the inputs. @throws RangeError when they do not fit. */
  outputLength(inputLengths: readonly number[]): number;
  /** Numbers of scratch space needed between the forward pass and the adjoint; none by default. */
  scratchLength?(inputLengths: readonly number[]): number;
  forward(inputs: readonly Float64Array[], output: Float64Array, scratch: Float64Array, kernels: Kernels): void;
  /**
   * Adds outputAdjoint · ∂output/∂inputs[i] into inputAdjoints[i], for every i where it is not null (null: nobody asked,
   * the input is constant). Called after `forward` on the same inputs, with the same output and scratch.
   */
  adjoint(
    inputs: readonly Float64Array[],
    output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoints: readonly (Float64Array | null)[],
    scratch: Float64Array,
    kernels: Kernels,
  ): void;
}

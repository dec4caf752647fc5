// The interface of an operation on vectors: a forward pass and its adjoint.

/**
 * A differentiable map from input vectors to one output vector. Stateless but for scratch made by `prepare`;
 * neither pass allocates.
 */
export interface Operation {
  readonly name: string;
  /** Length of the output, from the lengths of the inputs. @throws RangeError when they do not fit. */
  outputLength(inputLengths: readonly number[]): number;
  /** Numbers of scratch space needed between the forward pass and the adjoint. */
  scratchLength?(inputLengths: readonly number[]): number;
  forward(inputs: readonly Float64Array[], output: Float64Array, scratch: Float64Array): void;
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
  ): void;
}

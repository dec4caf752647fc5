// Hill saturation as a differentiable operation: one logarithm and one power per element, both passes together.
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

/**
 * s = u^slope / (halfSaturation^slope + u^slope); inputs u, halfSaturation, slope. Scratch keeps log₂(u / halfSaturation),
 * so the adjoint is arithmetic only. At u = 0 the value and all derivatives are zero (the true derivative by u is
 * infinite there for slope < 1 and constant data have no use for it).
 */
export const hillOperation: Operation = {
  name: "hill saturation",
  outputLength: (lengths) => mediaLength("hill saturation", lengths, 1, ["halfSaturation", "slope"]),
  scratchLength: ([length]) => length,
  forward(inputs, output, scratch, kernels) {
    kernels.hill(inputs[0], inputs[1], inputs[2], output, scratch);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch, kernels) {
    kernels.hillAdjoint(
      inputs[0],
      inputs[1],
      inputs[2],
      output,
      scratch,
      outputAdjoint,
      inputAdjoints[0],
      inputAdjoints[1],
      inputAdjoints[2],
    );
  },
};

// Hill saturation as a differentiable operation: one logarithm and one exponential per element, both passes together.
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

const smallestPositive = 5e-324;

/**
 * s = 1 / (1 + exp(−slope · (log u − log halfSaturation))); inputs u, halfSaturation, slope. Scratch keeps the log ratio,
 * so the adjoint is arithmetic only. At u = 0 the value and all derivatives are zero (the true derivative by u is
 * infinite there for slope < 1 and constant data have no use for it).
 */
export const hillOperation: Operation = {
  name: "hill saturation",
  outputLength: (lengths) => mediaLength("hill saturation", lengths, 1, ["halfSaturation", "slope"]),
  scratchLength: ([length]) => length,
  forward(inputs, output, scratch) {
    const media = inputs[0];
    const logHalf = Math.log(Math.max(inputs[1][0], smallestPositive));
    const slope = inputs[2][0];
    const length = output.length;
    for (let i = 0; i < length; i += 1) scratch[i] = Math.log(media[i]) - logHalf;
    for (let i = 0; i < length; i += 1) output[i] = Math.exp(-slope * scratch[i]);
    for (let i = 0; i < length; i += 1) output[i] = 1 / (1 + output[i]);
    // exp(−0 · −∞) is not a number: without media there is no effect, at slope 0 too.
    if (slope === 0) for (let i = 0; i < length; i += 1) if (media[i] === 0) output[i] = 0;
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch) {
    const media = inputs[0];
    const slope = inputs[2][0];
    const mediaAdjoint = inputAdjoints[0];
    const halfAdjoint = inputAdjoints[1];
    const slopeAdjoint = inputAdjoints[2];
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < output.length; i += 1) {
      const saturated = output[i];
      const adjoint = outputAdjoint[i] * saturated * (1 - saturated);
      if (adjoint === 0) continue;
      sum += adjoint;
      weighted += adjoint * scratch[i];
      if (mediaAdjoint !== null) mediaAdjoint[i] += (adjoint * slope) / media[i];
    }
    if (halfAdjoint !== null) halfAdjoint[0] -= (slope * sum) / Math.max(inputs[1][0], smallestPositive);
    if (slopeAdjoint !== null) slopeAdjoint[0] += weighted;
  },
};

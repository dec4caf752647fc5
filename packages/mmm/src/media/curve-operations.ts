// Michaelis–Menten, root, logarithm and sigmoid saturation as differentiable operations.
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

/** u / (halfSaturation + u). */
export const michaelisMentenOperation: Operation = {
  name: "michaelis-menten saturation",
  outputLength: (lengths) => mediaLength("michaelis-menten saturation", lengths, 1, ["halfSaturation"]),
  forward(inputs, output) {
    const media = inputs[0];
    const half = inputs[1][0];
    for (let i = 0; i < output.length; i += 1) output[i] = media[i] / (half + media[i]);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints) {
    const media = inputs[0];
    const half = inputs[1][0];
    const mediaAdjoint = inputAdjoints[0];
    let sum = 0;
    for (let i = 0; i < output.length; i += 1) {
      const adjoint = outputAdjoint[i] / (half + media[i]);
      sum -= adjoint * output[i];
      if (mediaAdjoint !== null) mediaAdjoint[i] += adjoint * (1 - output[i]);
    }
    const halfAdjoint = inputAdjoints[1];
    if (halfAdjoint !== null) halfAdjoint[0] += sum;
  },
};

/** u^exponent; at u = 0 the value and, by convention, all derivatives are zero. Scratch keeps log u. */
export const rootOperation: Operation = {
  name: "root saturation",
  outputLength: (lengths) => mediaLength("root saturation", lengths, 1, ["exponent"]),
  scratchLength: ([length]) => length,
  forward(inputs, output, scratch) {
    const media = inputs[0];
    const exponent = inputs[1][0];
    for (let i = 0; i < output.length; i += 1) scratch[i] = Math.log(media[i]);
    for (let i = 0; i < output.length; i += 1) output[i] = media[i] === 0 ? 0 : Math.exp(exponent * scratch[i]);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch) {
    const media = inputs[0];
    const exponent = inputs[1][0];
    const mediaAdjoint = inputAdjoints[0];
    let sum = 0;
    for (let i = 0; i < output.length; i += 1) {
      const adjoint = outputAdjoint[i] * output[i];
      if (adjoint === 0) continue;
      sum += adjoint * scratch[i];
      if (mediaAdjoint !== null) mediaAdjoint[i] += (adjoint * exponent) / media[i];
    }
    const exponentAdjoint = inputAdjoints[1];
    if (exponentAdjoint !== null) exponentAdjoint[0] += sum;
  },
};

/** log(1 + u / scale). */
export const logarithmicOperation: Operation = {
  name: "log saturation",
  outputLength: (lengths) => mediaLength("log saturation", lengths, 1, ["saturationScale"]),
  forward(inputs, output) {
    const media = inputs[0];
    const scale = inputs[1][0];
    for (let i = 0; i < output.length; i += 1) output[i] = Math.log1p(media[i] / scale);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints) {
    const media = inputs[0];
    const scale = inputs[1][0];
    const mediaAdjoint = inputAdjoints[0];
    let sum = 0;
    for (let i = 0; i < output.length; i += 1) {
      const adjoint = outputAdjoint[i] / (scale + media[i]);
      sum += adjoint * media[i];
      if (mediaAdjoint !== null) mediaAdjoint[i] += adjoint;
    }
    const scaleAdjoint = inputAdjoints[1];
    if (scaleAdjoint !== null) scaleAdjoint[0] -= sum / scale;
  },
};

/** 1 / (1 + exp(−rate · (u − midpoint))) less its value at u = 0, so that no exposure has no effect. */
export const hillSigmoidOperation: Operation = {
  name: "hill-sigmoid saturation",
  outputLength: (lengths) => mediaLength("hill-sigmoid saturation", lengths, 1, ["rate", "midpoint"]),
  forward(inputs, output) {
    const media = inputs[0];
    const rate = inputs[1][0];
    const midpoint = inputs[2][0];
    const offset = 1 / (1 + Math.exp(rate * midpoint));
    for (let i = 0; i < output.length; i += 1) output[i] = 1 / (1 + Math.exp(-rate * (media[i] - midpoint))) - offset;
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints) {
    const media = inputs[0];
    const rate = inputs[1][0];
    const midpoint = inputs[2][0];
    const offset = 1 / (1 + Math.exp(rate * midpoint));
    const offsetSlope = offset * (1 - offset);
    const mediaAdjoint = inputAdjoints[0];
    let rateSum = 0;
    let midpointSum = 0;
    for (let i = 0; i < output.length; i += 1) {
      const raw = output[i] + offset;
      const slope = raw * (1 - raw);
      rateSum += outputAdjoint[i] * (slope * (media[i] - midpoint) + offsetSlope * midpoint);
      midpointSum -= outputAdjoint[i] * rate * (slope - offsetSlope);
      if (mediaAdjoint !== null) mediaAdjoint[i] += outputAdjoint[i] * rate * slope;
    }
    const rateAdjoint = inputAdjoints[1];
    const midpointAdjoint = inputAdjoints[2];
    if (rateAdjoint !== null) rateAdjoint[0] += rateSum;
    if (midpointAdjoint !== null) midpointAdjoint[0] += midpointSum;
  },
};

// Michaelis–Menten, root, logarithm and sigmoid saturation as differentiable operations.
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

/** u / (halfSaturation + u). */
export const michaelisMentenOperation: Operation = {
  name: "michaelis-menten saturation",
  outputLength: (lengths) => mediaLength("michaelis-menten saturation", lengths, 1, ["halfSaturation"]),
  forward(inputs, output, _scratch, kernels) {
    kernels.hyperbola(inputs[1][0], inputs[0], output);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, _scratch, kernels) {
    const slope = kernels.hyperbolaAdjoint(inputs[1][0], inputs[0], output, outputAdjoint, inputAdjoints[0]);
    const halfAdjoint = inputAdjoints[1];
    if (halfAdjoint !== null) halfAdjoint[0] += slope;
  },
};

/** u^exponent; at u = 0 the value and, by convention, all derivatives are zero. Scratch keeps log u. */
export const rootOperation: Operation = {
  name: "root saturation",
  outputLength: (lengths) => mediaLength("root saturation", lengths, 1, ["exponent"]),
  scratchLength: ([length]) => length,
  forward(inputs, output, scratch, kernels) {
    kernels.power(inputs[1][0], inputs[0], output, scratch);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch, kernels) {
    const slope = kernels.powerAdjoint(inputs[1][0], inputs[0], output, scratch, outputAdjoint, inputAdjoints[0]);
    const exponentAdjoint = inputAdjoints[1];
    if (exponentAdjoint !== null) exponentAdjoint[0] += slope;
  },
};

/** log(1 + u / scale). */
export const logarithmicOperation: Operation = {
  name: "log saturation",
  outputLength: (lengths) => mediaLength("log saturation", lengths, 1, ["saturationScale"]),
  forward(inputs, output, _scratch, kernels) {
    kernels.log1pScaled(inputs[1][0], inputs[0], output);
  },
  adjoint(inputs, _output, outputAdjoint, inputAdjoints, _scratch, kernels) {
    const slope = kernels.log1pScaledAdjoint(inputs[1][0], inputs[0], outputAdjoint, inputAdjoints[0]);
    const scaleAdjoint = inputAdjoints[1];
    if (scaleAdjoint !== null) scaleAdjoint[0] += slope;
  },
};

/** 1 / (1 + exp(−rate · (u − midpoint))) less its value at u = 0, so that no exposure has no effect. */
export const hillSigmoidOperation: Operation = {
  name: "hill-sigmoid saturation",
  outputLength: (lengths) => mediaLength("hill-sigmoid saturation", lengths, 1, ["rate", "midpoint"]),
  forward(inputs, output, _scratch, kernels) {
    kernels.logisticStep(inputs[1], inputs[2], inputs[0], output);
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, _scratch, kernels) {
    kernels.logisticStepAdjoint(
      inputs[1],
      inputs[2],
      inputs[0],
      output,
      outputAdjoint,
      inputAdjoints[0],
      inputAdjoints[1],
      inputAdjoints[2],
    );
  },
};

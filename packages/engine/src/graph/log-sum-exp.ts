// The logarithm of a sum of exponentials, element by element: mixtures on the log scale.
import { exp, log } from "../math/exponentials.ts";
import { broadcastLength } from "./elementwise.ts";
import type { Operation } from "./operation.ts";

/**
 * log Σ_k exp(input_k), element by element. Any number of inputs of equal length, or of length one, which stands for every
 * element. Never overflows: the largest input is taken out first. −∞ is an input that adds nothing.
 */
export const logSumExp: Operation = {
  name: "log of a sum of exponentials",
  outputLength: (lengths) => broadcastLength("log of a sum of exponentials", lengths),
  forward(inputs, output) {
    for (let i = 0; i < output.length; i += 1) {
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < inputs.length; k += 1) {
        const value = inputs[k][inputs[k].length === 1 ? 0 : i];
        // NaN wins, so that it is not lost.
        if (!(value <= largest)) largest = value;
      }
      let sum = 0;
      for (let k = 0; k < inputs.length; k += 1) sum += exp(inputs[k][inputs[k].length === 1 ? 0 : i] - largest);
      output[i] = Number.isFinite(largest) ? largest + log(sum) : largest;
    }
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints) {
    for (let k = 0; k < inputs.length; k += 1) {
      const adjoint = inputAdjoints[k];
      if (adjoint === null) continue;
      const input = inputs[k];
      const stride = input.length === 1 ? 0 : 1;
      for (let i = 0; i < output.length; i += 1) {
        const value = input[i * stride];
        if (value === Number.NEGATIVE_INFINITY) continue;
        adjoint[i * stride] += outputAdjoint[i] * exp(value - output[i]);
      }
    }
  },
};

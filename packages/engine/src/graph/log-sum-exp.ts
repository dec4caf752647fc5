// The logarithm of a sum of exponentials, element by element: mixtures on the log scale.
import { exp, log1p } from "../math/exponentials.ts";
import { broadcastLength } from "./elementwise.ts";
import type { Operation } from "./operation.ts";

/**
 * log Σ_k exp(input_k), element by element. Any number of inputs of equal length, or of length one, which stands for every
 * element. Never overflows: the largest input is taken out first. −∞ is an input that adds nothing.
 */
export const logSumExp: Operation = {
  name: "log of a sum of exponentials",
  outputLength: (lengths) => broadcastLength("log of a sum of exponentials", lengths),
  scratchLength: (lengths) => lengths.length * Math.max(...lengths),
  /** Scratch keeps each input's share of the sum, (input, element): its derivative. */
  forward(inputs, output, scratch) {
    const n = output.length;
    for (let i = 0; i < n; i += 1) {
      let largest = Number.NEGATIVE_INFINITY;
      let best = 0;
      for (let k = 0; k < inputs.length; k += 1) {
        const value = inputs[k][inputs[k].length === 1 ? 0 : i];
        // NaN wins, so that it is not lost.
        if (!(value <= largest)) {
          largest = value;
          best = k;
        }
      }
      const bounded = Number.isFinite(largest);
      let rest = 0;
      for (let k = 0; k < inputs.length; k += 1) {
        if (k === best) continue;
        const power = bounded ? exp(inputs[k][inputs[k].length === 1 ? 0 : i] - largest) : 0;
        scratch[k * n + i] = power;
        rest += power;
      }
      scratch[best * n + i] = 1;
      for (let k = 0; k < inputs.length; k += 1) scratch[k * n + i] /= 1 + rest;
      output[i] = bounded ? largest + log1p(rest) : largest;
    }
  },
  adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch) {
    const n = output.length;
    for (let k = 0; k < inputs.length; k += 1) {
      const adjoint = inputAdjoints[k];
      if (adjoint === null) continue;
      const stride = inputs[k].length === 1 ? 0 : 1;
      for (let i = 0; i < n; i += 1) adjoint[i * stride] += outputAdjoint[i] * scratch[k * n + i];
    }
  },
};

// The normal log likelihood of observed values, as an operation.
import { log } from "../math/exponentials.ts";
import type { Operation } from "./operation.ts";

/** Σ log N(observed[t]; mean[t], sd[t]). Inputs: the mean (length n) and the standard deviation (length n, or one for all). */
export function normalLikelihood(observed: Float64Array): Operation {
  const n = observed.length;
  return {
    name: "normal likelihood",
    outputLength([mean, sd]) {
      if (mean !== n || (sd !== 1 && sd !== n)) {
        throw new RangeError(`normal likelihood: ${n} values, mean ${mean}, deviation ${sd}`);
      }
      return 1;
    },
    forward([mean, sd], output) {
      const stride = sd.length === 1 ? 0 : 1;
      let sumOfSquares = 0;
      let logSd = 0;
      for (let t = 0; t < n; t += 1) {
        const standardized = (observed[t] - mean[t]) / sd[t * stride];
        sumOfSquares += standardized * standardized;
      }
      for (let i = 0; i < sd.length; i += 1) logSd += log(sd[i]);
      output[0] = -0.5 * (n * log(2 * Math.PI) + sumOfSquares) - (n / sd.length) * logSd;
    },
    adjoint([mean, sd], _output, outputAdjoint, [meanAdjoint, sdAdjoint]) {
      const stride = sd.length === 1 ? 0 : 1;
      const seed = outputAdjoint[0];
      for (let t = 0; t < n; t += 1) {
        const scale = sd[t * stride];
        const standardized = (observed[t] - mean[t]) / scale;
        if (meanAdjoint !== null) meanAdjoint[t] += (seed * standardized) / scale;
        if (sdAdjoint !== null) sdAdjoint[t * stride] += (seed * (standardized * standardized - 1)) / scale;
      }
    },
  };
}

// The normal log likelihood of observed values, as an operation.
import type { Operation } from "./operation.ts";

/** Σ log N(observed[t]; mean[t], sd). Inputs: the mean (length n) and the standard deviation (length one). */
export function normalLikelihood(observed: Float64Array): Operation {
  const n = observed.length;
  return {
    name: "normal likelihood",
    outputLength([mean, sd]) {
      if (mean !== n || sd !== 1) throw new RangeError(`normal likelihood: ${n} values, mean ${mean}, deviation ${sd}`);
      return 1;
    },
    forward([mean, [sd]], output) {
      let sumOfSquares = 0;
      for (let t = 0; t < n; t += 1) sumOfSquares += (observed[t] - mean[t]) ** 2;
      output[0] = -0.5 * (n * Math.log(2 * Math.PI * sd * sd) + sumOfSquares / (sd * sd));
    },
    adjoint([mean, [sd]], _output, [seed], [meanAdjoint, sdAdjoint]) {
      const precision = 1 / (sd * sd);
      let sumOfSquares = 0;
      for (let t = 0; t < n; t += 1) {
        const residual = observed[t] - mean[t];
        sumOfSquares += residual * residual;
        if (meanAdjoint !== null) meanAdjoint[t] += seed * residual * precision;
      }
      if (sdAdjoint !== null) sdAdjoint[0] += (seed * (sumOfSquares * precision - n)) / sd;
    },
  };
}

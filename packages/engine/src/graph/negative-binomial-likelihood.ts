// The negative binomial log likelihood of counts, as an operation.

import {
  negativeBinomialDispersionSlope,
  negativeBinomialLogDensity,
  negativeBinomialMeanSlope,
} from "../distributions/negative-binomial.ts";
import { exp } from "../math/exponentials.ts";
import type { Operation } from "./operation.ts";

/**
 * Σ log NB(counts[t]; mean exp(logMean[t]), dispersion), variance mean + dispersion² mean². Inputs: the logarithm of the mean
 * (length n) and the dispersion (length one, above 0).
 * @throws RangeError for what is not a count
 */
export function negativeBinomialLikelihood(counts: Float64Array): Operation {
  const n = counts.length;
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) throw new RangeError(`negative binomial likelihood: ${wrong} is not a count`);
  return {
    name: "negative binomial likelihood",
    outputLength([logMean, dispersion]) {
      if (logMean !== n || dispersion !== 1) {
        throw new RangeError(`negative binomial likelihood: ${n} counts, mean ${logMean}, dispersion ${dispersion}`);
      }
      return 1;
    },
    scratchLength: () => n,
    /** Scratch keeps the means. */
    forward([logMean, dispersion], output, scratch) {
      let sum = 0;
      for (let t = 0; t < n; t += 1) {
        scratch[t] = exp(logMean[t]);
        sum += negativeBinomialLogDensity(counts[t], scratch[t], dispersion[0]);
      }
      output[0] = sum;
    },
    adjoint([, dispersion], _output, outputAdjoint, [logMeanAdjoint, dispersionAdjoint], scratch) {
      const seed = outputAdjoint[0];
      const sd = dispersion[0];
      let slope = 0;
      for (let t = 0; t < n; t += 1) {
        if (logMeanAdjoint !== null) logMeanAdjoint[t] += seed * negativeBinomialMeanSlope(counts[t], scratch[t], sd);
        if (dispersionAdjoint !== null) slope += negativeBinomialDispersionSlope(counts[t], scratch[t], sd);
      }
      if (dispersionAdjoint !== null) dispersionAdjoint[0] += (seed * slope) / sd;
    },
  };
}

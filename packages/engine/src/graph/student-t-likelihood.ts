// The Student t log likelihood of observed values, as an operation.

import { standardTDegreesDerivative, standardTLogDensity } from "../distributions/student-t.ts";
import { log, log1p } from "../math/exponentials.ts";
import type { Operation } from "./operation.ts";

/**
 * Σ log t(observed[t]; location[t], scale, degrees of freedom). Inputs: the location (length n), the scale (length n, or one
 * for all) and the degrees of freedom (length one), both above 0.
 */
export function studentTLikelihood(observed: Float64Array): Operation {
  const n = observed.length;
  return {
    name: "Student t likelihood",
    outputLength([location, scale, degrees]) {
      if (location !== n || (scale !== 1 && scale !== n) || degrees !== 1) {
        throw new RangeError(
          `Student t likelihood: ${n} values, location ${location}, scale ${scale}, degrees of freedom ${degrees}`,
        );
      }
      return 1;
    },
    forward([location, scale, degrees], output) {
      const stride = scale.length === 1 ? 0 : 1;
      // The constant of a single term, log density at zero, is computed once.
      const df = degrees[0];
      let kernel = 0;
      let logScale = 0;
      for (let t = 0; t < n; t += 1) {
        const z = (observed[t] - location[t]) / scale[t * stride];
        kernel += log1p((z * z) / df);
      }
      for (let i = 0; i < scale.length; i += 1) logScale += log(scale[i]);
      output[0] = n * standardTLogDensity(0, df) - 0.5 * (df + 1) * kernel - (n / scale.length) * logScale;
    },
    adjoint([location, scale, degrees], _output, outputAdjoint, [locationAdjoint, scaleAdjoint, degreesAdjoint]) {
      const stride = scale.length === 1 ? 0 : 1;
      const df = degrees[0];
      const seed = outputAdjoint[0];
      let ofDegrees = n * standardTDegreesDerivative(0, df);
      for (let t = 0; t < n; t += 1) {
        const s = scale[t * stride];
        const z = (observed[t] - location[t]) / s;
        const squared = z * z;
        const pull = ((df + 1) * z) / (df + squared);
        if (locationAdjoint !== null) locationAdjoint[t] += (seed * pull) / s;
        if (scaleAdjoint !== null) scaleAdjoint[t * stride] += (seed * (z * pull - 1)) / s;
        if (degreesAdjoint !== null) {
          ofDegrees += 0.5 * (((df + 1) * squared) / (df * (df + squared)) - log1p(squared / df));
        }
      }
      if (degreesAdjoint !== null) degreesAdjoint[0] += seed * ofDegrees;
    },
  };
}

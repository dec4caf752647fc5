// Binomial lag weights (Meridian's): they fall to exactly zero at the end of the window.
import { log1p, power } from "@carryover/engine";
import type { LagWeights } from "./lag-weights.ts";

/**
 * weight[l] = (1 − l/window)^(1/retention − 1), retention in [0, 1]: 0 keeps lag 0 alone, 1 weighs all lags alike.
 * @see Meridian, model/adstock_hill.py
 */
export const binomialWeights: LagWeights = {
  parameters: ["retention"],
  weights([retention], weights) {
    const exponent = 1 / retention - 1;
    weights[0] = 1;
    for (let lag = 1; lag < weights.length; lag += 1) weights[lag] = power(1 - lag / weights.length, exponent);
  },
  pullback([retention], weights, weightAdjoint, parameterAdjoint) {
    for (let lag = 1; lag < weights.length; lag += 1) {
      if (weights[lag] === 0) continue;
      const slope = (-weights[lag] * log1p(-lag / weights.length)) / (retention * retention);
      parameterAdjoint[0] += weightAdjoint[lag] * slope;
    }
  },
};

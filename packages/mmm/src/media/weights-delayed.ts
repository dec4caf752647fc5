// Delayed lag weights: the effect peaks some periods after the exposure.
import { log, power } from "@carryover/engine";
import type { LagWeights } from "./lag-weights.ts";

/**
 * weight[l] = retention^((l − peakDelay)²), retention in (0, 1), peakDelay ≥ 0 in periods.
 * @see Jin et al. (2017), Bayesian Methods for Media Mix Modeling with Carryover and Shape Effects, §2
 */
export const delayedWeights: LagWeights = {
  parameters: ["retention", "peakDelay"],
  weights([retention, peakDelay], weights) {
    for (let lag = 0; lag < weights.length; lag += 1)
      weights[lag] = power(retention, (lag - peakDelay) * (lag - peakDelay));
  },
  pullback([retention, peakDelay], weights, weightAdjoint, parameterAdjoint) {
    const logRetention = log(retention);
    for (let lag = 0; lag < weights.length; lag += 1) {
      const weight = weights[lag];
      if (weight === 0) continue;
      const distance = lag - peakDelay;
      parameterAdjoint[0] += (weightAdjoint[lag] * weight * distance * distance) / retention;
      parameterAdjoint[1] -= weightAdjoint[lag] * weight * 2 * distance * logRetention;
    }
  },
};

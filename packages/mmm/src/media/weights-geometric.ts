// Geometric lag weights: the same share is carried from each period to the next.
import type { LagWeights } from "./lag-weights.ts";

/** weight[l] = retention^l, retention in [0, 1]; 0⁰ counts as 1. */
export const geometricWeights: LagWeights = {
  parameters: ["retention"],
  weights([retention], weights) {
    let weight = 1;
    for (let lag = 0; lag < weights.length; lag += 1) {
      weights[lag] = weight;
      weight *= retention;
    }
  },
  pullback(_parameters, weights, weightAdjoint, parameterAdjoint) {
    for (let lag = 1; lag < weights.length; lag += 1) {
      parameterAdjoint[0] += weightAdjoint[lag] * lag * weights[lag - 1];
    }
  },
};

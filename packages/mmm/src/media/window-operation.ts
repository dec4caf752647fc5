// Adstock by any family of lag weights over a window, as a differentiable operation in O(T · window).
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";
import { type LagWeights, normalizeWeights } from "./lag-weights.ts";
import { scratchParts } from "./scratch-parts.ts";

export interface WindowOptions {
  readonly name: string;
  readonly family: LagWeights;
  /** Number of lag weights, ≥ 1. */
  readonly window: number;
  readonly normalize: boolean;
  readonly geos: number;
}

/** out[t] = Σ_l weight[l] · media[t−l] within each geo; inputs media (geo, time) and the family's parameters. */
export function windowOperation({ name, family, window, normalize, geos }: WindowOptions): Operation {
  const count = family.parameters.length;
  /** The weights as used, as the family gave them, their adjoints; their sum; the parameters and their adjoints. */
  const lengths = [window, window, window, 1, count, count];
  const parts = scratchParts(() => lengths);
  return {
    name,
    linearity: "first",
    outputLength: (inputLengths) => mediaLength(name, inputLengths, geos, family.parameters),
    scratchLength: () => lengths.reduce((total, length) => total + length),
    forward(inputs, output, scratch, kernels) {
      const [weights, rawWeights, , sum, values] = parts(scratch);
      for (let k = 0; k < count; k += 1) values[k] = inputs[k + 1][0];
      family.weights(values, rawWeights);
      weights.set(rawWeights);
      sum[0] = normalize ? normalizeWeights(weights) : 1;
      kernels.causalConvolution(inputs[0], weights, output.length / geos, output);
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch, kernels) {
      const [weights, rawWeights, weightAdjoint, sum, values, slopes] = parts(scratch);
      const periods = output.length / geos;
      const mediaAdjoint = inputAdjoints[0];
      if (mediaAdjoint !== null) {
        kernels.causalConvolutionInputAdjoint(weights, periods, outputAdjoint, mediaAdjoint);
      }
      weightAdjoint.fill(0);
      kernels.causalConvolutionWeightAdjoint(inputs[0], periods, outputAdjoint, weightAdjoint);
      const projection = normalize ? kernels.dot(weightAdjoint, weights) : 0;
      for (let lag = 0; lag < window; lag += 1) weightAdjoint[lag] = (weightAdjoint[lag] - projection) / sum[0];
      slopes.fill(0);
      family.pullback(values, rawWeights, weightAdjoint, slopes);
      for (let k = 0; k < count; k += 1) {
        const adjoint = inputAdjoints[k + 1];
        if (adjoint !== null) adjoint[0] += slopes[k];
      }
    },
  };
}

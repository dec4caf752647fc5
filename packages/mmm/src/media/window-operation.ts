// Adstock by any family of lag weights over a window, as a differentiable operation in O(T · window).
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";
import { type LagWeights, normalizeWeights } from "./lag-weights.ts";

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
  // Shared by all evaluations: each pass fills them before it reads them.
  const values = new Float64Array(count);
  const slopes = new Float64Array(count);
  const weightAdjoint = new Float64Array(window);
  const rawWeights = new Float64Array(window);
  return {
    name,
    linearity: "first",
    outputLength: (lengths) => mediaLength(name, lengths, geos, family.parameters),
    /** The weights as used, then their sum before normalization. */
    scratchLength: () => window + 1,
    forward(inputs, output, scratch) {
      const media = inputs[0];
      for (let k = 0; k < count; k += 1) values[k] = inputs[k + 1][0];
      family.weights(values, rawWeights);
      scratch[window] = normalize ? normalizeWeights(rawWeights) : 1;
      scratch.set(rawWeights);
      const periods = output.length / geos;
      for (let start = 0; start < output.length; start += periods) {
        for (let t = 0; t < periods; t += 1) {
          const lags = Math.min(window, t + 1);
          let sum = 0;
          for (let lag = 0; lag < lags; lag += 1) sum += scratch[lag] * media[start + t - lag];
          output[start + t] = sum;
        }
      }
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch) {
      const media = inputs[0];
      const mediaAdjoint = inputAdjoints[0];
      const periods = output.length / geos;
      weightAdjoint.fill(0);
      for (let start = 0; start < output.length; start += periods) {
        for (let lag = 0; lag < Math.min(window, periods); lag += 1) {
          let sum = 0;
          for (let t = lag; t < periods; t += 1) sum += outputAdjoint[start + t] * media[start + t - lag];
          weightAdjoint[lag] += sum;
        }
        if (mediaAdjoint === null) continue;
        for (let t = 0; t < periods; t += 1) {
          const lags = Math.min(window, periods - t);
          let sum = 0;
          for (let lag = 0; lag < lags; lag += 1) sum += scratch[lag] * outputAdjoint[start + t + lag];
          mediaAdjoint[start + t] += sum;
        }
      }
      const total = scratch[window];
      let projection = 0;
      if (normalize) for (let lag = 0; lag < window; lag += 1) projection += weightAdjoint[lag] * scratch[lag];
      for (let lag = 0; lag < window; lag += 1) {
        weightAdjoint[lag] = (weightAdjoint[lag] - projection) / total;
        rawWeights[lag] = scratch[lag] * total;
      }
      for (let k = 0; k < count; k += 1) values[k] = inputs[k + 1][0];
      slopes.fill(0);
      family.pullback(values, rawWeights, weightAdjoint, slopes);
      for (let k = 0; k < count; k += 1) {
        const adjoint = inputAdjoints[k + 1];
        if (adjoint !== null) adjoint[0] += slopes[k];
      }
    },
  };
}

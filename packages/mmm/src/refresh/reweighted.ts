// The earlier draws weighted by the new periods' likelihood: what the earlier model itself would conclude from them, without a fit.
import { goodParetoK, smoothWeights } from "@carryover/engine";
import type { Fit } from "../fit.ts";

export interface Reweighting {
  /** Pareto k-hat of the weights. */
  readonly paretoK: number;
  /** Whether so many draws can carry the weights. */
  readonly reliable: boolean;
  /** Sum to one, (kept draw). */
  readonly weights: Float64Array;
}

/**
 * p(θ | past, new) ∝ p(θ | past) p(new | θ): exact but for the finite number of draws, correlations among parameters included.
 * The more the new periods teach, the fewer draws carry all the weight; `reliable` says when they are too few.
 *
 * @param old     the earlier draws over the panel as it is now
 * @param before  periods of the earlier run
 * @param kept    which draws
 */
export function reweight(old: Fit, before: number, kept: Int32Array): Reweighting {
  const { panel } = old;
  const periods = panel.dates.length;
  const cells = panel.kpi.values.length;
  const pointwise = old.pointwiseLogLikelihood(); // (draw, geo, time)
  const logRatios = Float64Array.from(kept, (draw) => {
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) if (cell % periods >= before) sum += pointwise[draw * cells + cell];
    return sum;
  });
  const { logWeights, paretoK } = smoothWeights(logRatios);
  return { paretoK, reliable: paretoK <= goodParetoK(kept.length), weights: logWeights.map(Math.exp) };
}

// WAIC: the cheap rival of LOO, kept because others report it; prefer LOO, which says when it fails.
import { variance } from "../math/statistics.ts";
import {
  copyObservation,
  type LogLikelihood,
  type PredictiveDensity,
  requireLogLikelihood,
  standardErrorOfSum,
} from "./predictive-density.ts";
import { logSumExp } from "./psis.ts";

/** A variance of the log density above this, at any observation, is a sign that WAIC fails there. */
export const waicVarianceLimit = 0.4;

export interface WidelyApplicableInformation extends PredictiveDensity {
  /** Observations whose log density varies more than `waicVarianceLimit` over the posterior. */
  readonly unreliable: readonly number[];
}

/**
 * Widely applicable information criterion on the log scale: Σ log mean density − Σ variance of the log density (over
 * S, not S − 1). Equals `arviz.waic` to 1e-6, asserted in test/diagnostics/reference.test.ts.
 *
 * @throws RangeError when the shape does not fit
 * @see Watanabe (2010); Vehtari, Gelman & Gabry (2017), §2.2
 */
export function widelyApplicableInformation(logLikelihood: LogLikelihood): WidelyApplicableInformation {
  requireLogLikelihood(logLikelihood);
  const { drawCount, observations } = logLikelihood;
  const pointwise = new Float64Array(observations);
  const column = new Float64Array(drawCount);
  const unreliable: number[] = [];
  let elpd = 0;
  let effectiveParameters = 0;
  for (let observation = 0; observation < observations; observation += 1) {
    copyObservation(logLikelihood, observation, column);
    const spread = drawCount === 1 ? 0 : (variance(column) * (drawCount - 1)) / drawCount;
    if (spread > waicVarianceLimit) unreliable.push(observation);
    pointwise[observation] = logSumExp(column) - Math.log(drawCount) - spread;
    effectiveParameters += spread;
    elpd += pointwise[observation];
  }
  return { elpd, standardError: standardErrorOfSum(pointwise), effectiveParameters, pointwise, unreliable };
}

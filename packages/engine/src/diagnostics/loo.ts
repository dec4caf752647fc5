// PSIS-LOO: how well the model predicts each observation when fitted without it, from one fit to all of them.
import { type Draws, scalars } from "../draws/draws.ts";
import { essMean } from "./effective-sample-size.ts";
import {
  copyObservation,
  type LogLikelihood,
  type PredictiveDensity,
  requireLogLikelihood,
  standardErrorOfSum,
} from "./predictive-density.ts";
import { goodParetoK, logSumExp, smoothWeights } from "./psis.ts";

export interface LeaveOneOut extends PredictiveDensity {
  /** Per observation; above `goodK` that observation's density is unreliable: it moves the posterior too much. */
  readonly paretoK: Float64Array;
  readonly goodK: number;
}

/**
 * Expected log predictive density by Pareto smoothed importance sampling leave-one-out cross-validation.
 * Equals `arviz.loo` to 1e-6, asserted in test/diagnostics/reference.test.ts.
 *
 * @param relativeEfficiency  ESS / S of the draws, see `relativeEfficiency`; 1 for independent draws
 * @throws RangeError when the shape does not fit or the efficiency is not positive
 * @see Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation using LOO-CV and WAIC
 */
export function leaveOneOut(logLikelihood: LogLikelihood, relativeEfficiency = 1): LeaveOneOut {
  requireLogLikelihood(logLikelihood);
  const { drawCount, observations } = logLikelihood;
  const pointwise = new Float64Array(observations);
  const paretoK = new Float64Array(observations);
  const column = new Float64Array(drawCount);
  let elpd = 0;
  let fitted = 0;
  for (let observation = 0; observation < observations; observation += 1) {
    copyObservation(logLikelihood, observation, column);
    fitted += logSumExp(column) - Math.log(drawCount);
    const smoothed = smoothWeights(
      column.map((value) => -value),
      relativeEfficiency,
    );
    for (let draw = 0; draw < drawCount; draw += 1) column[draw] += smoothed.logWeights[draw];
    pointwise[observation] = logSumExp(column);
    paretoK[observation] = smoothed.paretoK;
    elpd += pointwise[observation];
  }
  return {
    elpd,
    standardError: standardErrorOfSum(pointwise),
    effectiveParameters: fitted - elpd,
    pointwise,
    paretoK,
    goodK: goodParetoK(drawCount),
  };
}

/**
 * Mean over all scalars of ESS of the mean divided by the number of draws, as ArviZ assumes for LOO; 1 for a single
 * chain, whose ESS says too little. Scalars without an ESS (a run stopped after fewer than four draws, a draw that is
 * not a number) are left out, and 1 is given when none has one.
 */
export function relativeEfficiency(draws: Draws): number {
  if (draws.chains === 1) return 1;
  const sizes = scalars(draws)
    .map((scalar) => essMean(scalar.values, draws))
    .filter((size) => !Number.isNaN(size));
  if (sizes.length === 0) return 1;
  const sum = sizes.reduce((total, size) => total + size, 0);
  return sum / sizes.length / (draws.chains * draws.draws);
}

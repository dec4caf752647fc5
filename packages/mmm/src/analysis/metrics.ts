// The flat object behind metrics.json: the numbers a script, a tracker or a test asks for first.
import type { Evaluation, PredictionErrors } from "./evaluation.ts";

export interface Metrics {
  readonly r2: number;
  readonly rmse: number;
  readonly mape: number;
  readonly wmape: number;
  readonly coverage50: number;
  readonly coverage80: number;
  readonly coverage94: number;
  /** Of the sums over geos; absent for national data. */
  readonly national?: PredictionErrors;
  /** Posterior means. */
  readonly mediaShare: number;
  readonly blendedRoas: number;
  /** Posterior mean ROAS by channel. */
  readonly roas: Readonly<Record<string, number>>;
  readonly verdict: "pass" | "caution" | "fail";
  readonly maxRhat: number;
  readonly minEssBulk: number;
  readonly minEssTail: number;
  readonly divergences: number;
  readonly depthSaturated: number;
  readonly minBfmi: number;
  readonly elpdLoo: number;
  readonly elpdLooSe: number;
  readonly pLoo: number;
  readonly badParetoK: number;
  readonly elpdWaic: number;
  readonly pWaic: number;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly samplingSeconds: number;
  readonly gradientEvaluations: number;
  readonly interrupted: boolean;
  /** Pareto k-hat of a preview; absent for draws of the posterior. */
  readonly previewParetoK?: number;
  /** Known truths inside their 94 % interval, and how many there are; null without truth. */
  readonly recovered: number | null;
  readonly recoverable: number | null;
}

export function metrics(evaluation: Evaluation): Metrics {
  const { quality, diagnostics, sampling, recovery } = evaluation;
  const known = recovery.length > 0;
  return {
    r2: quality.r2,
    rmse: quality.rmse,
    mape: quality.mape,
    wmape: quality.wmape,
    coverage50: quality.coverage50,
    coverage80: quality.coverage80,
    coverage94: quality.coverage94,
    ...(evaluation.byGeo === undefined ? {} : { national: evaluation.byGeo.national }),
    mediaShare: evaluation.mediaShare.mean,
    blendedRoas: evaluation.blendedRoas.mean,
    roas: Object.fromEntries(evaluation.channels.map(({ name, roas }) => [name, roas.mean])),
    verdict: diagnostics.verdict,
    maxRhat: diagnostics.maxRhat,
    minEssBulk: diagnostics.minEssBulk,
    minEssTail: diagnostics.minEssTail,
    divergences: diagnostics.divergences,
    depthSaturated: diagnostics.depthSaturated,
    minBfmi: diagnostics.minBfmi,
    elpdLoo: diagnostics.elpdLoo,
    elpdLooSe: diagnostics.elpdLooSe,
    pLoo: diagnostics.pLoo,
    badParetoK: diagnostics.badParetoK,
    elpdWaic: diagnostics.elpdWaic,
    pWaic: diagnostics.pWaic,
    chains: sampling.chains,
    warmup: sampling.warmup,
    draws: sampling.draws,
    samplingSeconds: sampling.samplingSeconds,
    gradientEvaluations: sampling.gradientEvaluations,
    interrupted: sampling.interrupted,
    ...(sampling.previewParetoK === undefined ? {} : { previewParetoK: sampling.previewParetoK }),
    recovered: known ? recovery.filter(({ inside94 }) => inside94).length : null,
    recoverable: known ? recovery.length : null,
  };
}

// Everything that is said about a fit: the posterior's answers, gathered into one plain object.
import { type ScalarDraws, scalars } from "@carryover/engine";
import { type Fit, thinnedDraws } from "../fit.ts";
import { evaluateChannels } from "./channels.ts";
import { channelContributions } from "./contributions.ts";
import { diagnose } from "./diagnostics.ts";
import { estimate, seriesEstimate } from "./estimates.ts";
import type { ComponentSummary, Evaluation } from "./evaluation.ts";
import { type KnownTruth, trueRoas } from "./known-truth.ts";
import { parameterRows } from "./parameters.ts";
import { predictiveDraws } from "./predictive.ts";
import { fitQuality } from "./quality.ts";
import { recovery } from "./recovery.ts";
import { addUp, sum, sumOverGeos, totals } from "./totals.ts";
import { worstTraces } from "./traces.ts";

/**
 * Draws behind every answer that needs the model evaluated over time: bands, contributions, ROAS, curves. Evenly
 * thinned; they add sd/√1000 ≈ 3 % of a posterior standard deviation to a mean, and keep 1 095 days × 15 parts under
 * 150 MB. The parameter table, diagnostics and LOO use all draws.
 */
export const evaluationDraws = 1_000;

export interface EvaluationOptions {
  /** The generator's parameters, where the data were generated. */
  readonly truth?: KnownTruth | undefined;
  readonly title?: string | undefined;
  /** What the fit itself does not hold. The seed also decides the predictive noise. */
  readonly sampling: Pick<Evaluation["sampling"], "warmup" | "seed" | "targetAccept">;
}

export function evaluate(fit: Fit, options: EvaluationOptions): Evaluation {
  const { panel, spec, draws } = fit;
  const { kpi, geos, dates, media } = panel;
  const periods = dates.length;
  const thinning = { maxDraws: evaluationDraws };
  const national = (values: Float64Array): Float64Array => sumOverGeos(values, geos.length, periods);

  const components = fit.components(thinning);
  const expected = addUp(components.map(({ values }) => values)); // (draw, geo, time)
  const predictive = predictiveDraws(expected, fit.noise(thinning), options.sampling.seed);
  const contributions = channelContributions(fit, components, thinning);
  const kept = thinnedDraws(draws.chains * draws.draws, evaluationDraws);
  const summaries = summarizeComponents(components, national, periods);
  const channels = evaluateChannels({ fit, kept, expected, contributions, components: summaries });

  const rows = parameterRows(draws);
  const elements: ScalarDraws[] = scalars(draws);
  const known = options.truth === undefined ? {} : trueRoas(options.truth, panel);
  const observedTotal = sum(kpi.values);
  const mediaTotal = addUp(contributions.map((values) => totals(values, values.length / kept.length)));
  const money = addUp(channels.map(({ money: ofChannel }) => ofChannel));
  const spend = sum(channels.map(({ evaluation }) => evaluation.spend));
  const ofChannels = channels.map(({ evaluation }) => evaluation);
  return {
    title: options.title ?? `What ${spec.channels.length} media channels brought in ${kpi.name}`,
    model: { kind: spec.kind, framework: fit.framework },
    kpi: { name: kpi.name, kind: kpi.kind },
    currency: panel.currency,
    frequency: panel.frequency,
    dates,
    observed: Array.from(national(kpi.values)),
    predicted: { ...seriesEstimate(national(predictive), periods), mean: meanOverDraws(national(expected), periods) },
    quality: fitQuality(kpi.values, expected, predictive),
    diagnostics: diagnose({ fit, rows, scalars: elements, targetAccept: options.sampling.targetAccept }),
    mediaShare: estimate(mediaTotal.map((total) => (observedTotal === 0 ? 0 : total / observedTotal))),
    blendedRoas: estimate(money.map((total) => (spend === 0 ? 0 : total / spend))),
    channels: ofChannels,
    components: summaries,
    spendOverTime: media.map(({ name, spend: series }) => ({ name, values: Array.from(national(series)) })),
    parameters: rows,
    traces: worstTraces(rows, elements, draws.chains),
    recovery: options.truth === undefined ? [] : recovery(fit, options.truth, rows, ofChannels, known),
    trueRoas: known,
    sampling: {
      chains: draws.chains,
      draws: draws.draws,
      warmup: options.sampling.warmup,
      seed: options.sampling.seed,
      targetAccept: options.sampling.targetAccept,
      samplingSeconds: fit.timings.samplingSeconds,
      gradientEvaluations: fit.timings.gradientEvaluations,
      interrupted: fit.interrupted,
    },
  };
}

/** Totals, bands and shares of the expected KPI; the shares sum to one. */
function summarizeComponents(
  components: ReturnType<Fit["components"]>,
  national: (values: Float64Array) => Float64Array,
  periods: number,
): ComponentSummary[] {
  const parts = components.map(({ name, group, values }) => {
    const series = national(values);
    return { name, group, total: estimate(totals(series, periods)), overTime: seriesEstimate(series, periods) };
  });
  const whole = sum(parts.map(({ total }) => total.mean));
  return parts.map((part) => ({ ...part, share: whole === 0 ? 0 : part.total.mean / whole }));
}

/** Posterior mean of every period of a (draw, time) series. */
function meanOverDraws(series: Float64Array, periods: number): number[] {
  const mean = new Float64Array(periods);
  const draws = series.length / periods;
  for (let index = 0; index < series.length; index += 1) mean[index % periods] += series[index] / draws;
  return Array.from(mean);
}

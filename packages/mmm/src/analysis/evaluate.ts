// Everything that is said about a fit: the posterior's answers, gathered into one plain object.
import { type ScalarDraws, scalars } from "@carryover/engine";
import type { Fit } from "../fit.ts";
import { evaluateGeos } from "./by-geo.ts";
import { evaluateChannels } from "./channels.ts";
import { diagnose } from "./diagnostics.ts";
import { estimate, seriesEstimate } from "./estimates.ts";
import type { ComponentSummary, Evaluation, GeoEvaluations } from "./evaluation.ts";
import { knownKpi, unknownSentence } from "./known-kpi.ts";
import { type KnownTruth, trueRoas } from "./known-truth.ts";
import { parameterRows } from "./parameters.ts";
import { type PartSums, type PosteriorSums, posteriorSums } from "./posterior-sums.ts";
import { withoutConvergence } from "./preview-diagnostics.ts";
import { fitQuality, meanOverDraws } from "./quality.ts";
import { recovery } from "./recovery.ts";
import { addUp, sum, sumOverGeos, totals } from "./totals.ts";
import { worstTraces } from "./traces.ts";

/**
 * Draws behind every answer that needs the model evaluated over time: bands, contributions, ROAS, curves. Evenly
 * thinned; they add sd/√1000 ≈ 3 % of a posterior standard deviation to a mean, and keep the expected KPI of 40 geos over
 * 156 weeks at 50 MB. The parameter table, diagnostics and LOO use all draws.
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
  const national = (values: Float64Array): Float64Array => sumOverGeos(values, geos.length, periods);

  const sums = posteriorSums(fit, evaluationDraws);
  const { kept, expected } = sums;
  const meanExpected = meanOverDraws(expected, kpi.values.length);
  const predictive = fit.predictive(expected, options.sampling.seed, { draws: kept });
  const summaries = summarizeParts(sums.parts, periods);
  const channels = evaluateChannels({ fit, sums, components: summaries });

  const hasChains = fit.preview === undefined && fit.ensemble === undefined;
  const rows = hasChains ? parameterRows(draws) : parameterRows(draws).map(withoutConvergence);
  const elements: ScalarDraws[] = scalars(draws);
  const known = options.truth === undefined ? {} : trueRoas(options.truth, panel);
  const observed = knownKpi(panel);
  const mediaTotal = addUp(sums.media.map((ofChannel) => ofChannel.known));
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
    observed: Array.from(observed.national, (value) => (Number.isNaN(value) ? null : value)),
    predicted: {
      ...seriesEstimate(observed.comparable(predictive), periods),
      mean: Array.from(meanOverDraws(observed.comparable(expected), periods)),
    },
    ...(observed.isAll
      ? {}
      : {
          unknown: {
            cells: kpi.values.length - observed.cells,
            of: kpi.values.length,
            sentence: unknownSentence(observed),
          },
        }),
    quality: fitQuality(kpi.values, expected, predictive),
    diagnostics: diagnose({
      fit,
      rows,
      scalars: elements,
      targetAccept: options.sampling.targetAccept,
      expected: meanExpected,
    }),
    mediaShare: estimate(mediaTotal.map((total) => (observed.total === 0 ? 0 : total / observed.total))),
    blendedRoas: estimate(money.map((total) => (spend === 0 ? 0 : total / spend))),
    channels: ofChannels,
    components: summaries,
    ...(geos.length === 1 ? {} : { byGeo: byGeo(fit, sums, meanExpected) }),
    spendOverTime: media.map(({ name, spend: series }) => ({ name, values: Array.from(national(series)) })),
    parameters: rows,
    traces: hasChains ? worstTraces(rows, elements, draws.chains) : [],
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
      ...(fit.preview === undefined ? {} : { previewParetoK: fit.preview.paretoK }),
      ...(fit.ensemble === undefined ? {} : { ensemble: fit.ensemble }),
    },
  };
}

/** Totals, bands and shares of the expected KPI; the shares sum to one. */
function summarizeParts(sums: readonly PartSums[], periods: number): ComponentSummary[] {
  const parts = sums.map(({ name, group, national }) => ({
    name,
    group,
    total: estimate(totals(national, periods)),
    overTime: seriesEstimate(national, periods),
  }));
  const whole = sum(parts.map(({ total }) => total.mean));
  return parts.map((part) => ({ ...part, share: whole === 0 ? 0 : part.total.mean / whole }));
}

function byGeo({ panel, spec }: Fit, { media }: PosteriorSums, expected: Float64Array): GeoEvaluations {
  const channels = spec.channels.map(({ name }) => {
    const place = panel.media.findIndex((each) => each.name === name);
    return { name, media: place, sums: media[place] };
  });
  return evaluateGeos({ panel, channels, expected });
}

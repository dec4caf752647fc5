// One fold from its fit to its scores: the model, the same model without media, and the baselines in closed form.
import {
  type ChainRunner,
  mean,
  type SampleOptions,
  type StopSignal,
  standardDeviation,
  summarize,
  type TaskRunner,
} from "@carryover/engine";
import { channelContributions } from "../analysis/contributions.ts";
import { roasDraws } from "../analysis/roas.ts";
import { yearInPeriods } from "../calendar/periods.ts";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import { fitModel } from "../frameworks/fit-model.ts";
import { type BaselineForecast, type BaselineTask, drawForecast } from "./baseline.ts";
import { geoAverage } from "./baseline-geo-average.ts";
import { seasonalNaive } from "./baseline-naive.ts";
import { plainRegression } from "./baseline-regression.ts";
import { type FoldView, foldView } from "./fold-view.ts";
import { type Forecast, scoreForecast } from "./forecast-scores.ts";
import { stepAhead } from "./leave-future-out.ts";
import { modelForecast, periodLikelihood } from "./model-forecast.ts";
import type { Fold } from "./splits.ts";
import type { BaselineName, BaselineScores, ChannelRoi, FoldResult, FoldSampler, FoldSide } from "./validation.ts";

export interface FoldRequest {
  readonly panel: Panel;
  readonly config: Config;
  readonly fold: Fold;
  /** The seed is the fold's own; the model without media takes the next. */
  readonly sampling: Partial<SampleOptions> & { readonly seed: number };
  readonly runner?: ChainRunner | undefined;
  readonly taskRunner?: TaskRunner | undefined;
  readonly signal?: StopSignal | undefined;
  /** Share of the fold's sampling that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Of a fold's sampling time, the part that goes to the model itself; without media it has few parameters to sample. */
const modelShare = 0.85;

/**
 * @returns undefined when it was stopped before both fits were finished
 * @throws SpecError for what the model cannot do with the fold's training part, SamplingError when nothing could be drawn
 */
export async function validateFold(request: FoldRequest): Promise<FoldResult | undefined> {
  const { panel, config, fold, sampling, onProgress } = request;
  const view = foldView(panel, config, fold);
  const fit = await foldFit(view, request, (share) => onProgress?.(modelShare * share));
  if (fit === undefined) return undefined;
  const bare = foldView(panel, config, fold, false);
  const bareSampling = { ...sampling, seed: sampling.seed + 1 };
  const noMedia = await foldFit(bare, { ...request, sampling: bareSampling }, (share) =>
    onProgress?.(modelShare + (1 - modelShare) * share),
  );
  if (noMedia === undefined) return undefined;
  return scoredFold(view, bare, { fit, noMedia, fold, seed: sampling.seed });
}

/** @returns undefined when it was stopped */
export async function foldFit(
  { training, spec }: FoldView,
  { sampling, runner, taskRunner, signal }: Pick<FoldRequest, "sampling" | "runner" | "taskRunner" | "signal">,
  onShare: (share: number) => void = () => {},
): Promise<Fit | undefined> {
  const isStopped = (): boolean => signal?.aborted === true;
  if (isStopped()) return undefined;
  try {
    const fit = await fitModel(training, spec, {
      sampling,
      ...(runner === undefined ? {} : { runner }),
      taskRunner,
      ...(signal === undefined ? {} : { signal }),
      onShare,
    });
    return fit.interrupted ? undefined : fit;
  } catch (error) {
    if (isStopped()) return undefined;
    throw error;
  }
}

interface FoldFits {
  readonly fit: Fit;
  readonly noMedia: Fit;
  readonly fold: Fold;
  readonly seed: number;
}

function scoredFold(view: FoldView, bare: FoldView, { fit, noMedia, fold, seed }: FoldFits): FoldResult {
  const { asked, cells, known } = view;
  const observed = Float64Array.from(cells, (cell) => asked.kpi.values[cell]);
  const forecast = modelForecast(fit, view, seed);
  const task: BaselineTask = { panel: asked, known, cells };
  const closed = closedForms(task, fold).map(([name, predicted], index): [BaselineName, BaselineScores] => {
    if ("unavailable" in predicted) return [name, predicted];
    const drawn = drawForecast(predicted, observed, { draws: forecast.draws, seed, stream: index + 1 });
    return [name, scoreForecast(drawn, observed).scores];
  });
  const withoutMedia = scoreForecast(modelForecast(noMedia, bare, seed + 1), observed).scores;
  const periods = asked.dates.length;
  const follows = fold.kind === "rolling" && cells.some((cell) => cell % periods === fold.knownPeriods);
  return {
    name: fold.name,
    kind: fold.kind,
    training: side(
      asked,
      [...known.keys()].filter((cell) => known[cell] === 1),
    ),
    heldOut: { ...side(asked, cells), geos: geosOf(asked, cells) },
    leftOut: view.leftOut,
    model: scoreForecast(forecast, observed).scores,
    baselines: Object.fromEntries([["no-media", withoutMedia], ...closed]),
    roi: channelRoi(fit),
    sampler: samplerFacts(fit, seed),
    picture: picture(forecast, view, observed),
    // One period ahead reweights draws of a posterior.
    ...(follows && fit.ensemble === undefined
      ? { stepAhead: stepAhead(periodLikelihood(fit, asked, fold.knownPeriods)) }
      : {}),
  };
}

/** Held-out geos have no past of their own. */
function closedForms(task: BaselineTask, { kind }: Fold): [BaselineName, BaselineForecast][] {
  const { frequency } = task.panel;
  const regression: [BaselineName, BaselineForecast] = ["regression", plainRegression(task)];
  if (kind === "geos") return [["geo-average", geoAverage(task)], regression];
  return [
    ["seasonal-naive", seasonalNaive(task, yearInPeriods[frequency])],
    ...(frequency === "daily" ? [["weekly-naive", seasonalNaive(task, 7)] as [BaselineName, BaselineForecast]] : []),
    regression,
  ];
}

function side({ dates }: Panel, cells: readonly number[]): FoldSide {
  const periods = dates.length;
  const times = cells.map((cell) => cell % periods);
  const first = times.reduce((least, time) => Math.min(least, time), periods);
  const last = times.reduce((most, time) => Math.max(most, time), 0);
  return { from: dates[first], to: dates[last], cells: cells.length };
}

function geosOf({ dates, geos }: Panel, cells: readonly number[]): string[] {
  const present = new Set(cells.map((cell) => Math.floor(cell / dates.length)));
  return geos.filter((_, geo) => present.has(geo));
}

function channelRoi(fit: Fit): ChannelRoi[] {
  const { media, kpi } = fit.panel;
  const cells = kpi.revenuePerKpi.length;
  return channelContributions(fit, fit.components()).map((contribution, index) => {
    const money = new Float64Array(contribution.length / cells); // (draw)
    for (let each = 0; each < contribution.length; each += 1) {
      money[Math.floor(each / cells)] += contribution[each] * kpi.revenuePerKpi[each % cells];
    }
    const roi = roasDraws(
      money,
      media[index].spend.reduce((sum, value) => sum + value, 0),
    );
    return { channel: media[index].name, mean: mean(roi), sd: standardDeviation(roi) };
  });
}

function samplerFacts({ draws }: Fit, seed: number): FoldSampler {
  const rhats = summarize(draws)
    .map(({ rhat }) => rhat)
    .filter(Number.isFinite);
  return {
    seed,
    chains: draws.chains,
    draws: draws.draws,
    divergences: draws.statistics.divergent.reduce((sum, each) => sum + each, 0),
    maxRhat: rhats.length === 0 ? null : Math.max(...rhats),
  };
}

/** The forecast summed over geos, period by period. */
function picture(
  { draws, values }: Forecast,
  { asked, cells }: FoldView,
  observed: Float64Array,
): FoldResult["picture"] {
  const periods = asked.dates.length;
  const times = [...new Set(cells.map((cell) => cell % periods))].sort((left, right) => left - right);
  const place = new Map(times.map((time, index) => [time, index]));
  const summed = new Float64Array(draws * times.length); // (draw, period)
  const actual = new Float64Array(times.length); // (period)
  cells.forEach((cell, index) => {
    const at = place.get(cell % periods) ?? 0;
    actual[at] += observed[index];
    for (let draw = 0; draw < draws; draw += 1) {
      summed[draw * times.length + at] += values[draw * cells.length + index];
    }
  });
  const noDensity = new Float64Array(times.length);
  const { band } = scoreForecast({ draws, values: summed, logDensity: noDensity }, actual);
  return { ...band, dates: times.map((time) => asked.dates[time]), observed: Array.from(actual) };
}

// From several fits of one panel to a comparison: every quantity by one definition, then how far they can be told as one.
import type { Evaluation } from "../analysis/evaluation.ts";
import { isWorthKnown } from "../analysis/kpi-worth.ts";
import { observedPlan } from "../analysis/media-plan.ts";
import { meanOverDraws, predictionErrors } from "../analysis/quality.ts";
import { sum, sumOverGeos } from "../analysis/totals.ts";
import type { BudgetProblem, PlanWindow } from "../budget/problem.ts";
import type { Panel } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import type { Fit } from "../fit.ts";
import { type ChannelDraws, channelDraws, comparedDraws } from "./channel-draws.ts";
import { type ConsensusPlans, consensusPlans } from "./consensus-plan.ts";
import { disagreement } from "./disagreement.ts";
import type { FoldForecast } from "./fold-forecast.ts";
import { frameworkWeights } from "./framework-weights.ts";
import { outOfSample } from "./out-of-sample.ts";
import { priorityMatrix } from "./priority-matrix.ts";
import { mixtureQuantity, quantityOf } from "./quantity.ts";
import { rankChannels } from "./ranking.ts";
import type { SwapReport } from "./swap-effects.ts";
import { type TransformParameters, transformParameters } from "./transform-parameters.ts";
import type { ByChannel, Consensus, FrameworkResult, Triangulation, TriangulationSettings } from "./triangulation.ts";

/** A finished fit to be compared. */
export interface ComparedFit {
  readonly name: string;
  readonly fit: Fit;
  readonly evaluation: Pick<Evaluation, "channels">;
  /** What it predicted for periods it had not seen; empty where it was not asked. */
  readonly folds: readonly FoldForecast[];
  readonly run?: string | undefined;
  readonly seconds?: number | undefined;
  readonly notes: readonly string[];
}

export interface TriangulateRequest {
  /** Two or more, of the same channels and periods. */
  readonly fits: readonly ComparedFit[];
  readonly swaps: readonly SwapReport[];
  readonly settings: TriangulationSettings;
  readonly unfinished?: readonly string[];
  readonly problem?: BudgetProblem | undefined;
  readonly window?: PlanWindow | undefined;
}

/** @throws SpecError when the fits are not of the same channels, periods and money */
export function triangulate(request: TriangulateRequest): Triangulation {
  const { fits, swaps, settings, unfinished = [] } = request;
  requireComparable(fits);
  const [{ fit: first }] = fits;
  const { panel } = first;
  const channels = panel.media.map(({ name }) => name);
  const spend = panel.media.map((media) => sum(media.spend));
  const weights = frameworkWeights(fits, settings.seed);
  const weightOf = weights.frameworks.map(({ weight }) => weight);
  const draws = fits.map(({ fit }) => inOrder(channelDraws(fit), channels));
  const notes = fits.map((each) => [...each.notes]);
  const frameworks = fits.map((each, index) =>
    frameworkResult(each, { draws: draws[index], weight: weightOf[index], channels, notes: notes[index] }),
  );
  const ranked = (metric: "roi" | "marginalRoi") =>
    rankChannels(
      channels,
      fits.map(({ name }, index) => ({
        name,
        weight: weightOf[index],
        draws: draws[index].map((each) => each[metric]),
      })),
    );
  const ranking = { roi: ranked("roi"), marginalRoi: ranked("marginalRoi") };
  const disagreements = disagreement(
    channels,
    fits.map(({ name }, index) => ({ name, roi: draws[index].map(({ roi }) => roi) })),
  );
  const matrix = priorityMatrix({
    channels,
    spend,
    frameworks: fits.map(({ name }, index) => ({
      name,
      weight: weightOf[index],
      marginalRoi: draws[index].map(({ marginalRoi }) => marginalRoi),
    })),
    betweenShare: disagreements.map(({ betweenShare }) => betweenShare),
    ranks: ranking.marginalRoi.pooled,
    isMoney: isWorthKnown(panel),
  });
  const open = [...unfinished];
  const plans = planned(request, weightOf, open);
  const pooled = (metric: "roi" | "marginalRoi" | "contribution") =>
    byChannel(channels, (_, channel) =>
      mixtureQuantity(
        draws.map((each) => each[channel][metric]),
        weightOf,
      ),
    );
  const consensus: Consensus = {
    roi: pooled("roi"),
    marginalRoi: pooled("marginalRoi"),
    contribution: pooled("contribution"),
    curves: byChannel(channels, (name) => meanCurve(frameworks, name)),
    plans,
    matrix,
  };
  return {
    kpi: panel.kpi.name,
    currency: panel.currency,
    isMoney: isWorthKnown(panel),
    frequency: panel.frequency,
    from: panel.dates[0],
    to: panel.dates[panel.dates.length - 1],
    periods: panel.dates.length,
    geos: Math.max(...fits.map(({ fit }) => fit.panel.geos.length)),
    channels,
    spend: byChannel(channels, (_, channel) => spend[channel]),
    settings,
    frameworks,
    weights,
    forecasts: Object.fromEntries(fits.map(({ name, folds }) => [name, folds])),
    ranking,
    disagreement: { channels: disagreements, swaps },
    consensus,
    unfinished: open,
    sentences: [
      bestSentence(consensus, ranking.roi.order),
      ...(plans?.sentences.slice(-2) ?? []),
      ...swaps.map(({ sentence }) => sentence),
    ],
  };
}

function planned(
  { fits, problem, window }: TriangulateRequest,
  weights: readonly number[],
  unfinished: string[],
): ConsensusPlans | null {
  try {
    const frameworks = fits.map(({ name, fit }, index) => ({ name, fit, weight: weights[index] }));
    return consensusPlans({ frameworks, problem, window });
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    unfinished.push(`No budget was planned: ${error.message}`);
    return null;
  }
}

interface ResultContext {
  readonly draws: readonly ChannelDraws[];
  readonly weight: number;
  readonly channels: readonly string[];
  readonly notes: string[];
}

function frameworkResult(
  { name, fit, evaluation, folds, run, seconds }: ComparedFit,
  { draws, weight, channels, notes }: ResultContext,
): FrameworkResult {
  const scores = outOfSample(folds) ?? null;
  const errors = nationalErrors(fit);
  const transforms = byChannel(channels, (channel) => transformsOf(fit, channel, notes));
  const quantity = (metric: "roi" | "marginalRoi" | "contribution") =>
    byChannel(channels, (_, channel) => quantityOf(draws[channel][metric]));
  return {
    name,
    kind: fit.spec.kind,
    nature: fit.ensemble === undefined ? "posterior" : "ensemble",
    run: run ?? null,
    seconds: seconds ?? null,
    draws: fit.draws.chains * fit.draws.draws,
    ...errors,
    crps: scores?.crps ?? null,
    weight,
    outOfSample: scores,
    roi: quantity("roi"),
    marginalRoi: quantity("marginalRoi"),
    contribution: quantity("contribution"),
    curves: byChannel(channels, (channel) => {
      const curve = evaluation.channels.find((each) => each.name === channel)?.responseCurve ?? [];
      return curve.map(({ spendPerPeriod, mean, lower, upper }) => ({ spend: spendPerPeriod, mean, lower, upper }));
    }),
    transforms,
    notes,
  };
}

/** Null where the posterior has no parameters of the channel's transforms, which is noted. */
function transformsOf(fit: Fit, channel: string, notes: string[]): TransformParameters | null {
  const place = fit.spec.channels.findIndex(({ name }) => name === channel);
  try {
    return transformParameters(fit, place);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    notes.push(`Carryover and saturation of ${channel} cannot be told in common units: ${error.message}.`);
    return null;
  }
}

/** Errors of the mean expected KPI, summed over geos, in the periods whose KPI is known in every geo. */
function nationalErrors(fit: Fit): Pick<FrameworkResult, "r2" | "mape" | "wmape" | "nrmse"> {
  const { geos, dates, kpi } = fit.panel;
  const periods = dates.length;
  const observed = sumOverGeos(kpi.values, geos.length, periods);
  const expected = fit.outcome(observedPlan(fit.panel), { maxDraws: comparedDraws }).values;
  const predicted = sumOverGeos(meanOverDraws(expected, kpi.values.length), geos.length, periods);
  const known = (values: Float64Array): Float64Array => values.filter((_, t) => Number.isFinite(observed[t]));
  const { r2, mape, wmape, rmse } = predictionErrors(known(observed), known(predicted));
  const mean = sum(known(observed)) / Math.max(1, known(observed).length);
  return { r2, mape, wmape, nrmse: mean === 0 ? 0 : rmse / Math.abs(mean) };
}

function meanCurve(frameworks: readonly FrameworkResult[], channel: string): Consensus["curves"][string] {
  const curves = frameworks.map(({ curves: own }) => own[channel]);
  const points = curves[0] ?? [];
  // Curves are drawn over the same spends where the money is the same; a framework without one is left out.
  const usable = frameworks.filter((_, index) => curves[index].length === points.length);
  const total = usable.reduce((all, { weight }) => all + weight, 0);
  if (total === 0) return [];
  return points.map(({ spend }, point) => ({
    spend,
    mean: usable.reduce((all, { weight, curves: own }) => all + (weight / total) * own[channel][point].mean, 0),
  }));
}

function inOrder(draws: readonly ChannelDraws[], channels: readonly string[]): ChannelDraws[] {
  return channels.flatMap((channel) => draws.filter(({ name }) => name === channel));
}

function byChannel<Value>(
  channels: readonly string[],
  of: (channel: string, index: number) => Value,
): ByChannel<Value> {
  return Object.fromEntries(channels.map((channel, index) => [channel, of(channel, index)]));
}

function bestSentence({ roi }: Consensus, order: readonly string[]): string {
  const [best] = order;
  const { mean, q05, q95 } = roi[best];
  return `Over all frameworks ${best} returns most: ${mean.toFixed(2)} per unit of money (90 % between ${q05.toFixed(2)} and ${q95.toFixed(2)}).`;
}

/** Shares by which sums of money may differ where geos were added up. */
const sameMoney = 1e-9;

function requireComparable(fits: readonly ComparedFit[]): void {
  if (fits.length < 2) throw refusal("fewer than two fits", "Compare two frameworks or more");
  requireSamePanels(fits.map(({ name, fit }) => ({ name, panel: fit.panel })));
}

/** Asked before hours are spent on fits. @throws SpecError where panels are not of the same periods, channels and money */
export function requireSamePanels(named: readonly { readonly name: string; readonly panel: Panel }[]): void {
  const [first, ...rest] = named;
  const seriesOf = ({ panel }: { readonly panel: Panel }) => ({
    dates: `${panel.dates[0]} to ${panel.dates[panel.dates.length - 1]}`,
    channels: panel.media.map(({ name }) => name).toSorted(),
    spend: panel.media.reduce((total, media) => total + sum(media.spend), 0),
  });
  if (first === undefined) return;
  const own = seriesOf(first);
  for (const other of rest) {
    const theirs = seriesOf(other);
    if (own.dates !== theirs.dates) {
      throw refusal(`${first.name} is of ${own.dates}, ${other.name} of ${theirs.dates}`, "Compare fits of one panel");
    }
    if (own.channels.join("\n") !== theirs.channels.join("\n")) {
      throw refusal(
        `${first.name} has the channels ${own.channels.join(", ")}; ${other.name} has ${theirs.channels.join(", ")}`,
        "Compare fits of the same channels",
      );
    }
    if (Math.abs(own.spend - theirs.spend) > sameMoney * Math.abs(own.spend)) {
      throw refusal(
        `${first.name} spends ${own.spend} in all, ${other.name} ${theirs.spend}`,
        "Compare fits of one panel: a return on other money is another return",
      );
    }
  }
}

function refusal(found: string, remedy: string): SpecError {
  return new SpecError([{ code: "compare-panels", severity: "error", found, remedy }]);
}

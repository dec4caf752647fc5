// What moved between two fits of the same model, and why: old and new coefficients on old and new data, each change alone.
import { contributionShares } from "../analysis/contributions.ts";
import { estimate, meanOf, weightedMean } from "../analysis/estimates.ts";
import { evaluationDraws } from "../analysis/evaluate.ts";
import { marginalStep, roasDraws } from "../analysis/roas.ts";
import { sum } from "../analysis/totals.ts";
import { firstPeriods } from "../data/slice-panel.ts";
import { type Fit, thinnedDraws } from "../fit.ts";
import { type ChannelWorths, channelWorths, windowWeights } from "./channel-worths.ts";
import type { Restatement } from "./compare-panels.ts";
import { dataDrift } from "./data-drift.ts";
import type { ChannelDrift, DriftReport, RunWindow } from "./drift-report.ts";
import { channelSentence, headlines } from "./drift-sentences.ts";
import { foretold } from "./foretold.ts";
import { channelParameterDrift, otherParameterDrift } from "./parameter-drift.ts";
import { reweight } from "./reweighted.ts";
import { shift } from "./shift.ts";

export interface DriftInput {
  /** As they were fitted; the later panel begins where the earlier one does and has its series. */
  readonly before: Fit;
  readonly after: Fit;
  /** What the later fit's priors are; see `RefreshOptions`. */
  readonly prior: "spec" | "posterior";
  readonly restated: readonly Restatement[];
  /** Of the predictive noise. */
  readonly seed: number;
  /** At most so many of each fit, evenly thinned; 1,000 by default. */
  readonly draws?: number | undefined;
}

/**
 * Three questions are asked about ROI, share and marginal ROI: the earlier coefficients over the past as it was, the earlier
 * coefficients over the data as they are now, the new coefficients over those. The first step is the data's, the second the
 * coefficients'. A restated past is asked about by itself.
 */
export function measureDrift({
  before,
  after,
  prior,
  restated,
  seed,
  draws = evaluationDraws,
}: DriftInput): DriftReport {
  const { panel } = after;
  const periods = panel.dates.length;
  const was = before.panel.dates.length;
  const added = periods - was;
  const carried = before.over(panel); // the earlier coefficients, the data as they are now
  const reported = answers(before, draws, 0, was);
  const onNewData = answers(carried, draws, 0, periods);
  const now = answers(after, draws, 0, periods);
  const restatedPast = restated.length === 0 ? reported : answers(before.over(firstPeriods(panel, was)), draws, 0, was);
  const fresh =
    added === 0 ? undefined : { old: answers(carried, draws, was, periods), now: answers(after, draws, was, periods) };
  const data = dataDrift(panel, was, after.spec.geo?.sizes);
  const kept = thinnedDraws(before.draws.chains * before.draws.draws, draws);
  const prediction = foretold({ old: carried, before: was, kept, seed });

  // Selected models are no posterior that new data could be weighed into.
  const weighted = added === 0 || before.ensemble !== undefined ? null : reweight(carried, was, kept);
  const weights = weighted?.reliable === true ? weighted.weights : null;

  const channels = after.spec.channels.map(({ name }): ChannelDrift => {
    const place = panel.media.findIndex((media) => media.name === name);
    const steps = [reported, restatedPast, onNewData, now].map(({ roi }) => meanOf(roi[place]));
    const drift: Omit<ChannelDrift, "sentence"> = {
      name,
      roi: shift(reported.roi[place], now.roi[place]),
      roiLikeForLike: shift(onNewData.roi[place], now.roi[place]),
      contributionShare: shift(reported.share[place], now.share[place]),
      marginalRoi: shift(reported.marginal[place], now.marginal[place]),
      roiSteps: {
        reported: steps[0],
        restated: steps[1] - steps[0],
        spend: steps[2] - steps[1],
        coefficients: steps[3] - steps[2],
        ...coefficientSteps(onNewData.roi[place], steps[3], weights),
      },
      contribution: fresh === undefined ? null : contributionSteps(reported, fresh, place, was, added),
      parameters: channelParameterDrift(before, after, name),
    };
    return { ...drift, sentence: channelSentence(drift, { restated, data, foretold: prediction, prior }) };
  });
  const flagged = channels.filter(({ roiLikeForLike }) => roiLikeForLike.moved).map(({ name }) => name);
  const report: Omit<DriftReport, "sentences"> = {
    before: windowOf(before),
    after: windowOf(after),
    newPeriods: added,
    currency: panel.currency,
    frequency: panel.frequency,
    prior,
    restated,
    channels,
    parameters: otherParameterDrift(before, after),
    foretold: prediction,
    reweighted: weighted === null ? null : { paretoK: finite(weighted.paretoK), reliable: weighted.reliable },
    data,
    flagged,
  };
  return { ...report, sentences: headlines(report) };
}

/** By channel in the order of the panel's media, (draw). */
interface Answers {
  /** Contribution, money. */
  readonly money: readonly Float64Array[];
  readonly roi: readonly Float64Array[];
  readonly share: readonly Float64Array[];
  readonly marginal: readonly Float64Array[];
}

/** Over the periods from `first` up to `end`; media before them carry over into them. */
function answers(fit: Fit, maxDraws: number, first: number, end: number): Answers {
  const outcome = fit.open({ maxDraws });
  const { contribution, gain }: ChannelWorths = channelWorths(fit, outcome, windowWeights(fit, first, end));
  const periods = fit.panel.dates.length;
  const spend = fit.panel.media.map((media) =>
    sum(media.spend.filter((_, cell) => cell % periods >= first && cell % periods < end)),
  );
  return {
    money: contribution,
    roi: contribution.map((money, place) => roasDraws(money, spend[place])),
    share: contributionShares(contribution),
    marginal: gain.map((money, place) => roasDraws(money, marginalStep * spend[place])),
  };
}

/** @param weights  of the earlier draws, sum one; null where they cannot be relied on */
function coefficientSteps(
  old: Float64Array,
  now: number,
  weights: Float64Array | null,
): Pick<ChannelDrift["roiSteps"], "newData" | "other"> {
  if (weights === null) return { newData: null, other: null };
  const taught = weightedMean(old, weights);
  return { newData: taught - meanOf(old), other: now - taught };
}

/** JSON has no infinity. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function contributionSteps(
  reported: Answers,
  { old, now }: { readonly old: Answers; readonly now: Answers },
  place: number,
  periods: number,
  added: number,
): ChannelDrift["contribution"] {
  const before = estimate(reported.money[place].map((money) => money / periods));
  const oldCoefficients = estimate(old.money[place].map((money) => money / added));
  const after = estimate(now.money[place].map((money) => money / added));
  return {
    before,
    oldCoefficients,
    after,
    fromSpend: oldCoefficients.mean - before.mean,
    fromCoefficients: after.mean - oldCoefficients.mean,
  };
}

function windowOf({ panel: { dates } }: Fit): RunWindow {
  return { from: dates[0], to: dates[dates.length - 1], periods: dates.length };
}

// What the numbers say, in sentences: the same in report, CLI and dashboard. They say "we cannot tell" when that is the truth.
import type { ChannelEvaluation, Estimate, Evaluation } from "../analysis/evaluation.ts";
import { periodWord } from "../calendar/periods.ts";
import { currencyUnit } from "./currency.ts";
import {
  capitalized,
  countOf,
  countWord,
  formatFixed,
  formatMoney,
  formatProbability,
  formatShare,
  formatWords,
} from "./format.ts";
import { numberInterval, shareInterval, sureBetween } from "./interval-text.ts";
import { channelLabels, kpiCurrency, kpiWord } from "./names.ts";

/**
 * How well a positive quantity is known from its 94 % interval: `clear` when the interval is at most half as wide as
 * the mean, `rough` when at most one and a half times, else, or when zero lies inside, `unknown`.
 */
export function certaintyOf(estimate: Estimate): "clear" | "rough" | "unknown" {
  const [lower, upper] = estimate.interval94;
  if (![estimate.mean, lower, upper].every(Number.isFinite) || lower <= 0) return "unknown";
  const width = (upper - lower) / estimate.mean;
  return width <= 0.5 ? "clear" : width <= 1.5 ? "rough" : "unknown";
}

/** Place in the spec of the channel most probably best; −1 without channels. */
export function likelyBest(evaluation: Evaluation): number {
  return evaluation.channels.reduce(
    (best, channel, index) =>
      best < 0 || channel.probabilityBest > evaluation.channels[best]!.probabilityBest ? index : best,
    -1,
  );
}

/** "Search returned 0.49 per dollar (94 % sure between 0.42 and 0.56), less than it cost". No full stop. */
function returnClause(label: string, channel: ChannelEvaluation, evaluation: Evaluation): string {
  const unit = currencyUnit(evaluation.currency);
  const { roas } = channel;
  if (!(channel.spend > 0) || !Number.isFinite(roas.mean)) {
    return `${label} had no spend, so nothing can be said about its return`;
  }
  const text = numberInterval(roas, roas.interval94);
  if (certaintyOf(roas) === "unknown") {
    return `We cannot tell what ${label} returned: anything between ${text.lower} and ${text.upper} per ${unit} fits the data (94 % ${evaluation.sampling.ensemble === undefined ? "interval" : "of the models"})`;
  }
  const [lower, upper] = roas.interval94;
  const worth =
    lower > 1
      ? ", more than it cost"
      : upper < 1
        ? ", less than it cost"
        : "; whether that is more or less than it cost we cannot tell";
  return `${label} returned ${text.mean} per ${unit} (${sureBetween(text, evaluation)})${worth}`;
}

/** One channel's return, how sure it is, and whether it is the best of its peers. */
export function channelSentence(evaluation: Evaluation, index: number): string {
  const channel = evaluation.channels[index]!;
  const clause = returnClause(channelLabels(evaluation)[index]!, channel, evaluation);
  const count = evaluation.channels.length;
  if (count < 2 || channel.probabilityBest < 0.5) return `${clause}.`;
  return `${clause}; it is the best of ${countWord(count)} channels with probability ${formatProbability(channel.probabilityBest)}.`;
}

/** How long a channel keeps working. */
export function carryoverSentence(evaluation: Evaluation, index: number): string {
  const { halfLifePeriods } = evaluation.channels[index]!;
  const label = channelLabels(evaluation)[index]!;
  const word = periodWord(evaluation.frequency);
  if (halfLifePeriods.mean < 0.05 && halfLifePeriods.interval94[1] < 0.5) {
    return `${label} works at once: hardly anything is carried into the next ${word}.`;
  }
  const text = numberInterval(halfLifePeriods, halfLifePeriods.interval94);
  return `Half of what ${label} does has come after ${text.mean} ${word}s (${sureBetween(text, evaluation)} ${word}s).`;
}

/** Which channel is best, or that it cannot be told. */
export function bestChannelSentence(evaluation: Evaluation): string {
  const best = likelyBest(evaluation);
  const channel = evaluation.channels[best];
  if (channel === undefined) return "There is no paid channel in the model.";
  const label = channelLabels(evaluation)[best]!;
  const count = evaluation.channels.length;
  if (count === 1) return channelSentence(evaluation, best);
  if (channel.probabilityBest >= 0.5) return channelSentence(evaluation, best);
  return `Which of ${countWord(count)} channels returned the most we cannot tell: ${label} leads, with probability ${formatProbability(channel.probabilityBest)} only.`;
}

/** The share of the KPI that media brought, in share, amount and return. */
export function mediaSentence(evaluation: Evaluation): string {
  const { mediaShare, blendedRoas } = evaluation;
  const kpi = kpiWord(evaluation);
  const share = shareInterval(mediaShare, mediaShare.interval94);
  if (certaintyOf(mediaShare) === "unknown") {
    return `We cannot tell how much of ${kpi} media brought: anything between ${share.lower} and ${share.upper} fits the data (94 % interval).`;
  }
  const currency = kpiCurrency(evaluation);
  const brought = evaluation.channels.reduce((sum, channel) => sum + channel.contribution.mean, 0);
  const spent = evaluation.channels.reduce((sum, channel) => sum + channel.spend, 0);
  const amount = currency === null ? `${formatWords(brought)} ${kpi}` : formatMoney(brought, currency);
  const roas = numberInterval(blendedRoas, blendedRoas.interval94);
  return `Media brought ${share.mean} of ${kpi} (${sureBetween(share, evaluation)}): ${amount} for ${formatMoney(spent, evaluation.currency)} of spend, ${roas.mean} back per ${currencyUnit(evaluation.currency)}.`;
}

/** The first line of the report: what marketing brought and which channel did best; a failed fit says so first. */
export function answerSentence(evaluation: Evaluation): string {
  const { verdict } = evaluation.diagnostics;
  const isPreview = evaluation.sampling.previewParetoK !== undefined;
  const warning = isPreview
    ? verdict === "fail"
      ? "A preview, and an unreliable one: do not act on these numbers. "
      : "A preview, not a posterior. "
    : verdict === "fail"
      ? "Do not act on these numbers yet: the computation did not pass its checks. "
      : verdict === "caution"
        ? "Read with care, a check raised a caution. "
        : "";
  const { ensemble } = evaluation.sampling;
  const spread =
    ensemble === undefined
      ? ""
      : `An ensemble of ${countOf(ensemble.models, "selected model")}: intervals are the spread between them${ensemble.bootstrapped ? " and of their estimates" : ", not sampling uncertainty"}. `;
  return `${warning}${spread}${mediaSentence(evaluation)} ${bestChannelSentence(evaluation)}`;
}

/** How well the model describes what was observed, in all geos together. */
export function fitSentence(evaluation: Evaluation): string {
  const { r2, mape } = evaluation.byGeo?.national ?? evaluation.quality;
  const word = periodWord(evaluation.frequency);
  const explained =
    r2 < 0.5
      ? `The model explains only ${formatShare(Math.max(r2, 0))} of the variation`
      : `The model explains ${formatShare(r2)} of the variation`;
  return `${explained} of ${kpiWord(evaluation)} (R² ${formatFixed(r2, 2)}) and misses a typical ${word} by ${formatShare(mape)}.`;
}

/**
 * Whether the 94 % intervals hold what they promise. Three binomial standard errors and one point more, for misses
 * that come in runs.
 */
export function coverageSentence(evaluation: Evaluation): string {
  const { coverage94 } = evaluation.quality;
  const geos = evaluation.byGeo?.geos.length ?? 1;
  const count = geos * evaluation.observed.length - (evaluation.unknown?.cells ?? 0);
  const word = geos === 1 ? periodWord(evaluation.frequency) : "observation";
  const allowed = 3 * Math.sqrt((0.94 * 0.06) / count) + 0.01;
  const held = `${formatShare(coverage94)} of ${countWord(count)} ${word}s`;
  if (coverage94 < 0.94 - allowed) {
    return `Its 94 % intervals held only ${held}: they are too narrow, and the model is surer than it should be.`;
  }
  if (coverage94 > 0.94 + allowed) {
    return `Its 94 % intervals held ${held}: they are wider than they need to be.`;
  }
  return `Its 94 % intervals held ${held}, as they should.`;
}

export interface VerdictBadge {
  readonly verdict: "pass" | "caution" | "fail";
  /** A mark that does not need color: ✓, !, ✕. */
  readonly symbol: string;
  readonly label: string;
  /** `no findings`, `two findings`. */
  readonly detail: string;
  /** Where the reasons are; the diagnostics by default. */
  readonly chapter?: string;
}

/** The badge in the header. */
export function verdictBadge(evaluation: Evaluation): VerdictBadge {
  const { verdict, findings } = evaluation.diagnostics;
  const symbol = { pass: "✓", caution: "!", fail: "✕" }[verdict];
  const { previewParetoK } = evaluation.sampling;
  if (previewParetoK !== undefined) {
    return { verdict, symbol, label: "Preview", detail: `not a posterior, k-hat ${formatFixed(previewParetoK, 2)}` };
  }
  const { ensemble } = evaluation.sampling;
  if (ensemble !== undefined) {
    const detail = `${countOf(ensemble.models, "selected model")}, ${countOf(findings.length, "finding")}`;
    return { verdict, symbol, label: capitalized(verdict), detail };
  }
  return { verdict, symbol, label: capitalized(verdict), detail: countOf(findings.length, "finding") };
}

/** The verdict and, where there is something to do, the gravest finding's remedy. */
export function verdictSentence(evaluation: Evaluation): string {
  const { sentence, findings } = evaluation.diagnostics;
  const worst = findings.find((finding) => finding.severity === "fail") ?? findings[0];
  return worst === undefined ? sentence : `${sentence} What to do: ${worst.remedy}`;
}

/** P(X ≤ successes) for a binomial of `trials` with chance `probability`. */
export function binomialCumulative(successes: number, trials: number, probability: number): number {
  let term = (1 - probability) ** trials;
  let sum = term;
  for (let count = 1; count <= successes; count++) {
    term *= ((trials - count + 1) / count) * (probability / (1 - probability));
    sum += term;
  }
  return Math.min(sum, 1);
}

/** Whether known truths were found again; empty where no truth is known. */
export function recoverySentence(evaluation: Evaluation): string {
  const { recovery } = evaluation;
  if (recovery.length === 0) return "";
  const inside = recovery.filter((row) => row.inside94).length;
  const expected = Math.round(0.94 * recovery.length);
  const worst = recovery.reduce((most, row) => (Math.abs(row.zScore) > Math.abs(most.zScore) ? row : most));
  const farthest = `the farthest is ${worst.label}, ${formatFixed(Math.abs(worst.zScore), 1)} standard deviations ${worst.zScore > 0 ? "above" : "below"} its truth`;
  const found = `${capitalized(countWord(inside))} of ${countWord(recovery.length)} true values lie inside their 94 % intervals (about ${countWord(expected)} should)`;
  return binomialCumulative(inside, recovery.length, 0.94) < 0.05
    ? `${found}, fewer than chance explains: do not rely on the intervals of those that miss; ${farthest}.`
    : `${found}; ${farthest}.`;
}

// From folds to a judgment: does the model beat its baselines, do its intervals hold, do its estimates stay.
import { mean, standardDeviation } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { type CoverageLevel, coverageLevels, type ForecastScores } from "./forecast-scores.ts";
import { sumOf } from "./leave-future-out.ts";
import type { FoldOutcomes } from "./run-folds.ts";
import {
  type BaselineComparison,
  type BaselineName,
  baselineNames,
  type ChannelStability,
  type FoldResult,
  type Validation,
  type ValidationSettings,
} from "./validation.ts";
import { validationVerdict } from "./validation-verdict.ts";

export interface ValidationFacts {
  readonly panel: Panel;
  readonly model: string;
  readonly settings: ValidationSettings;
}

export function summarizeValidation(
  { panel, model, settings }: ValidationFacts,
  outcomes: FoldOutcomes,
  leaveFutureOut?: Validation["leaveFutureOut"],
): Validation {
  const { finished, failed, stopped } = outcomes;
  const comparisons = baselineNames.flatMap((name) => comparison(name, finished));
  const stability = channelStability(finished);
  const coverage = pooledCoverage(finished.map((fold) => fold.model));
  const steps = stepsTogether(finished);
  const status = failed.length + stopped.length === 0 ? "complete" : "partial";
  return {
    status,
    model,
    kpi: panel.kpi.name,
    digest: panel.digest,
    settings,
    folds: finished,
    failed,
    stopped,
    comparisons,
    stability,
    coverage,
    ...(steps === undefined ? {} : { stepAhead: steps }),
    ...(leaveFutureOut === undefined ? {} : { leaveFutureOut }),
    verdict: validationVerdict({ folds: finished, failed, stopped, comparisons, stability, coverage }),
  };
}

/** A difference of so many standard errors is taken for one. */
const clearly = 2;

/**
 * The paired differences of the folds' CRPS. Folds share most of what they learn from, so that the standard error, which takes
 * them for independent, is a guide and no more.
 */
function comparison(baseline: BaselineName, folds: readonly FoldResult[]): BaselineComparison[] {
  const pairs = folds.flatMap(({ model, baselines }) => {
    const scores = baselines[baseline];
    return scores === undefined || "unavailable" in scores ? [] : [{ model: model.crps, baseline: scores.crps }];
  });
  if (pairs.length === 0) return [];
  const differences = pairs.map((pair) => pair.baseline - pair.model);
  const crps = { model: mean(pairs.map((pair) => pair.model)), baseline: mean(pairs.map((pair) => pair.baseline)) };
  const difference = mean(differences);
  const standardError = pairs.length < 2 ? null : standardDeviation(differences) / Math.sqrt(pairs.length);
  return [
    {
      baseline,
      folds: pairs.length,
      won: differences.filter((each) => each > 0).length,
      crps,
      difference,
      standardError,
      skill: 1 - crps.model / crps.baseline,
      outcome: outcomeOf(difference, standardError),
    },
  ];
}

function outcomeOf(difference: number, standardError: number | null): BaselineComparison["outcome"] {
  if (!(difference > 0)) return "does not beat";
  return standardError !== null && difference > clearly * standardError ? "beats" : "undecided";
}

function channelStability(folds: readonly FoldResult[]): ChannelStability[] {
  const names = [...new Set(folds.flatMap(({ roi }) => roi.map(({ channel }) => channel)))];
  return names.flatMap((channel) => {
    const found = folds.map(({ roi }) => roi.find((each) => each.channel === channel));
    const present = found.filter((each) => each !== undefined);
    if (present.length < 2) return [];
    const means = present.map((each) => each.mean);
    const [spread, posteriorSd] = [standardDeviation(means), mean(present.map(({ sd }) => sd))];
    return [
      {
        channel,
        roi: found.map((each) => each?.mean ?? null),
        mean: mean(means),
        spread,
        posteriorSd,
        ratio: spread / posteriorSd,
      },
    ];
  });
}

function pooledCoverage(scores: readonly ForecastScores[]): Record<CoverageLevel, number> | null {
  const cells = scores.reduce((sum, each) => sum + each.cells, 0);
  if (cells === 0) return null;
  const pooled = coverageLevels.map((level) => [
    level,
    scores.reduce((sum, each) => sum + each.cells * each.coverage[level], 0) / cells,
  ]);
  return Object.fromEntries(pooled) as Record<CoverageLevel, number>;
}

function stepsTogether(folds: readonly FoldResult[]): Validation["stepAhead"] {
  const steps = folds.map(({ stepAhead }) => stepAhead).filter((each) => each !== undefined);
  if (steps.length === 0) return undefined;
  const logDensity = steps.flatMap((each) => each.logDensity);
  return {
    ...sumOf(logDensity),
    periods: logDensity.length,
    unreliable: steps.reduce((sum, { paretoK, goodK }) => sum + paretoK.filter((k) => !(k <= goodK)).length, 0),
  };
}

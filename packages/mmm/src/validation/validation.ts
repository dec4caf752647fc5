// What validation found, as plain JSON: scores of every fold, comparisons with the baselines, stability, a verdict in words.
import type { CoverageLevel, ForecastBand, ForecastScores } from "./forecast-scores.ts";
import type { StepAhead } from "./leave-future-out.ts";
import type { ModelLeaveFutureOut } from "./model-leave-future-out.ts";
import type { SplitKind } from "./splits.ts";

export const baselineNames = ["seasonal-naive", "weekly-naive", "geo-average", "no-media", "regression"] as const;
export type BaselineName = (typeof baselineNames)[number];

export type BaselineScores = ForecastScores | { readonly unavailable: string };

/** Periods and cells on one side of a fold. */
export interface FoldSide {
  readonly from: string;
  readonly to: string;
  readonly cells: number;
}

export interface ChannelRoi {
  readonly channel: string;
  readonly mean: number;
  readonly sd: number;
}

export interface FoldResult {
  readonly name: string;
  readonly kind: SplitKind;
  readonly training: FoldSide;
  readonly heldOut: FoldSide & { readonly geos: readonly string[] };
  /** Channels and controls that did not vary in the training part. */
  readonly leftOut: readonly string[];
  readonly model: ForecastScores;
  /** Those that apply to the data and the split. */
  readonly baselines: Readonly<Partial<Record<BaselineName, BaselineScores>>>;
  /** Money back per money spent over the training periods, by channel. */
  readonly roi: readonly ChannelRoi[];
  readonly sampler: FoldSampler;
  /** The held-out periods, summed over the held-out geos. */
  readonly picture: ForecastBand & { readonly dates: readonly string[]; readonly observed: readonly number[] };
  /** Of forecasts that follow their training part without a gap: prediction one period ahead through the horizon. */
  readonly stepAhead?: StepAhead;
}

export interface FoldSampler {
  readonly seed: number;
  readonly chains: number;
  readonly draws: number;
  readonly divergences: number;
  /** Largest split R-hat; null for a single short chain. */
  readonly maxRhat: number | null;
}

/** A fold that could not be fitted. */
export interface FailedFold {
  readonly name: string;
  readonly reason: string;
}

/** The model against one baseline, over the folds that have both. */
export interface BaselineComparison {
  readonly baseline: BaselineName;
  readonly folds: number;
  /** Folds in which the model's CRPS is the smaller. */
  readonly won: number;
  readonly crps: { readonly model: number; readonly baseline: number };
  /** Mean over folds of baseline less model, KPI units; positive where the model is better. */
  readonly difference: number;
  /** Of the difference, from its spread over folds; null for a single fold. */
  readonly standardError: number | null;
  /** 1 − model's CRPS / baseline's: 0 for no better, 1 for perfect. */
  readonly skill: number;
  readonly outcome: "beats" | "undecided" | "does not beat";
}

/** How an estimate moves from fold to fold. */
export interface ChannelStability {
  readonly channel: string;
  /** ROI of each fold, in the order of the finished folds; null where the fold goes without the channel. */
  readonly roi: readonly (number | null)[];
  readonly mean: number;
  /** Standard deviation of the folds' means. */
  readonly spread: number;
  /** Mean of the folds' posterior standard deviations. */
  readonly posteriorSd: number;
  /** spread / posteriorSd: above 1 the folds contradict each other. */
  readonly ratio: number;
}

export interface ValidationSettings {
  readonly splits: SplitKind;
  readonly folds: number;
  /** Of rolling splits, in periods. */
  readonly horizon?: number;
  readonly gap?: number;
  readonly window?: number;
  /** Of blocked splits, in periods. */
  readonly buffer?: number;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly seed: number;
}

export interface ValidationVerdict {
  readonly status: "pass" | "caution" | "fail";
  readonly sentence: string;
  /** What else is to be known, worst first. */
  readonly remarks: readonly string[];
}

export interface Validation {
  /** `partial`: stopped, or folds failed; what is here is of the finished ones. */
  readonly status: "complete" | "partial";
  readonly model: string;
  readonly kpi: string;
  readonly digest: string;
  readonly settings: ValidationSettings;
  readonly folds: readonly FoldResult[];
  readonly failed: readonly FailedFold[];
  /** Names of folds that were stopped before they were finished. */
  readonly stopped: readonly string[];
  readonly comparisons: readonly BaselineComparison[];
  readonly stability: readonly ChannelStability[];
  /** Over all folds, weighted by cells. */
  readonly coverage: Readonly<Record<CoverageLevel, number>> | null;
  /** Of rolling splits without a gap: the folds' one-step-ahead predictions together. */
  readonly stepAhead?: {
    readonly elpd: number;
    readonly standardError: number;
    readonly periods: number;
    readonly unreliable: number;
  };
  /** Where it was asked for: PSIS-LFO from the first fold's origin to the end, refitted where Pareto k called for it. */
  readonly leaveFutureOut?: ModelLeaveFutureOut;
  readonly verdict: ValidationVerdict;
}

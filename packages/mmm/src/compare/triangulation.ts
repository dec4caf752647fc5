// What a comparison of frameworks found, as plain JSON: everything the report, the table and `--json` are made of.
import type { ConsensusPlans } from "./consensus-plan.ts";
import type { ChannelDisagreement } from "./disagreement.ts";
import type { FoldForecast } from "./fold-forecast.ts";
import type { FrameworkWeights } from "./framework-weights.ts";
import type { OutOfSample } from "./out-of-sample.ts";
import type { PriorityMatrix } from "./priority-matrix.ts";
import type { Quantity } from "./quantity.ts";
import type { MetricRanking } from "./ranking.ts";
import type { SwapReport } from "./swap-effects.ts";
import type { TransformParameters } from "./transform-parameters.ts";

/** By channel. */
export type ByChannel<Value> = Readonly<Record<string, Value>>;

interface ComparedCurvePoint {
  /** National money per period, spent steadily. */
  readonly spend: number;
  /** KPI per period; interval of 90 %. */
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

export interface FrameworkResult {
  readonly name: string;
  readonly kind: string;
  /** What its draws are: of a posterior, or the selected models of a search. */
  readonly nature: "posterior" | "ensemble";
  /** Id of the run that holds its fit; null where it was not kept. */
  readonly run: string | null;
  readonly seconds: number | null;
  readonly draws: number;
  /** Of the mean of the expected KPI, national totals, in sample. */
  readonly r2: number;
  readonly mape: number;
  readonly wmape: number;
  /** Root mean square error over the mean KPI. */
  readonly nrmse: number;
  /** Mean CRPS of a period's KPI out of sample; null where nothing was predicted. */
  readonly crps: number | null;
  readonly weight: number;
  readonly outOfSample: OutOfSample | null;
  readonly roi: ByChannel<Quantity>;
  readonly marginalRoi: ByChannel<Quantity>;
  readonly contribution: ByChannel<Quantity>;
  readonly curves: ByChannel<readonly ComparedCurvePoint[]>;
  /** Null for a channel whose transforms the fit does not hold as parameters. */
  readonly transforms: ByChannel<TransformParameters | null>;
  readonly notes: readonly string[];
}

export interface Consensus {
  /** Over the frameworks by their weights: the mixture of their draws. */
  readonly roi: ByChannel<Quantity>;
  readonly marginalRoi: ByChannel<Quantity>;
  readonly contribution: ByChannel<Quantity>;
  /** Weighted mean of the frameworks' mean curves. */
  readonly curves: ByChannel<readonly { readonly spend: number; readonly mean: number }[]>;
  /** Null where no budget could be planned. */
  readonly plans: ConsensusPlans | null;
  readonly matrix: PriorityMatrix;
}

export interface TriangulationSettings {
  readonly folds: number;
  /** Periods of a fold; 0 without folds. */
  readonly horizon: number;
  readonly seed: number;
  /** What each fit of a posterior ran with: chains × (warm-up + draws). */
  readonly fits: string;
  readonly foldFits: string;
  readonly swapFits: string;
}

export interface Triangulation {
  readonly kpi: string;
  readonly currency: string;
  /** Whether a unit of KPI has a known worth in money. */
  readonly isMoney: boolean;
  readonly frequency: "daily" | "weekly" | "monthly";
  readonly from: string;
  readonly to: string;
  readonly periods: number;
  readonly geos: number;
  readonly channels: readonly string[];
  readonly spend: ByChannel<number>;
  readonly settings: TriangulationSettings;
  readonly frameworks: readonly FrameworkResult[];
  readonly weights: FrameworkWeights;
  /** National KPI of the folds, by framework. */
  readonly forecasts: Readonly<Record<string, readonly FoldForecast[]>>;
  readonly ranking: { readonly roi: MetricRanking; readonly marginalRoi: MetricRanking };
  readonly disagreement: { readonly channels: readonly ChannelDisagreement[]; readonly swaps: readonly SwapReport[] };
  readonly consensus: Consensus;
  /** Work that failed or was stopped, one sentence each. */
  readonly unfinished: readonly string[];
  readonly sentences: readonly string[];
}

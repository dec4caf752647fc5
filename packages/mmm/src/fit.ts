// What every framework returns, and the only questions the analysis asks of it.
import type { Draws } from "@carryover/engine";
import type { Panel } from "./data/panel.ts";
import type { ModelSpec } from "./model/spec.ts";

/** Exposure per channel over the panel's periods: what is asked "what if" about. */
export interface MediaPlan {
  /** In the order of the panel's media; exposure (geo, time). */
  readonly exposure: readonly Float64Array[];
  /** In the same order: how often each person reached sees it, where exposure is reach; the panel's own where left out. */
  readonly frequency?: readonly (Float64Array | undefined)[];
  /** In the same order: by how much media before the panel are multiplied, where it knows them; 1 where left out. */
  readonly history?: readonly number[];
}

/** Expected KPI under a plan, without observation noise. */
export interface OutcomeDraws {
  /** Number of posterior draws (chains × draws, or the thinned number asked for). */
  readonly draws: number;
  /** (draw, geo, time), KPI units. */
  readonly values: Float64Array;
}

export interface OutcomeOptions {
  /** At most this many draws, evenly thinned; all by default. */
  readonly maxDraws?: number;
  /** Which draws, instead of thinning: what does not fit into memory at once is asked for bit by bit. */
  readonly draws?: Int32Array;
}

/**
 * Which of `total` draws answer a question asked with `maxDraws`: draw i of the answer is draw `floor(i · total / n)`,
 * n = min(total, maxDraws). Every fit thins by this rule, so that an answer can be paired with the parameters' draws.
 */
export function thinnedDraws(total: number, maxDraws?: number): Int32Array {
  const kept = Math.min(total, maxDraws ?? total);
  return Int32Array.from({ length: kept }, (_, index) => Math.floor((index * total) / kept));
}

/** The draws out of `total` that answer a question. */
export function chosenDraws(total: number, { draws, maxDraws }: OutcomeOptions = {}): Int32Array {
  return draws ?? thinnedDraws(total, maxDraws);
}

/** The expected KPI as a function of the plan, with its memory opened once. */
export interface OutcomeFunction {
  readonly draws: number;
  /** Whether each channel's part depends on its own exposure alone and the parts add up, which they do but under a log link. */
  readonly separable: boolean;
  /** Expected KPI, (draw, geo, time); a new array. */
  outcome(plan: MediaPlan): Float64Array;
  /** Shows each plan's outcome in each draw, draw by draw: the plans share the work of a draw, and nothing is kept. */
  visit(plans: readonly MediaPlan[], visitor: (row: number, plan: number, shown: ShownOutcome) => void): void;
  /**
   * Σ over cells of weights · outcome, for each plan and draw: (plan)(draw).
   * @param weights  (geo, time): money per unit of KPI inside a window and 0 outside, say
   */
  worths(plans: readonly MediaPlan[], weights: Float64Array): Float64Array[];
  /** The same sum over each channel's own part: (plan)(channel)(draw). @throws RangeError where the fit is not separable */
  parts(plans: readonly MediaPlan[], weights: Float64Array): Float64Array[][];
  /**
   * The worth of each draw, and the derivatives of Σ over draws of drawWeights · worth in every cell's exposure,
   * (channel)(geo, time), by the adjoint of the model's graph.
   */
  gradient(plan: MediaPlan, weights: Float64Array, drawWeights: Float64Array): OutcomeGradient;
}

/** One draw's outcome under one plan, KPI units; overwritten by the next. */
export interface ShownOutcome {
  /** (geo, time). */
  readonly expected: Float64Array;
  /** Each channel's own part, (channel)(geo, time); null where the fit is not separable. */
  readonly parts: readonly Float64Array[] | null;
}

export interface OutcomeGradient {
  /** (draw). */
  readonly worth: Float64Array;
  /** (channel)(geo, time). */
  readonly exposure: readonly Float64Array[];
}

/** One additive part of the expected KPI at the panel's own media. Parts sum to the outcome. */
export interface Component {
  readonly name: string;
  readonly group: "baseline" | "trend" | "seasonality" | "holidays" | "controls" | "treatments" | "organic" | "media";
  /** (draw, geo, time), KPI units. */
  readonly values: Float64Array;
}

export interface SamplingTimings {
  /** Wall seconds from the start of the first chain to the end of the last. */
  readonly samplingSeconds: number;
  readonly gradientEvaluations: number;
}

/** Says that draws are a preview's, and how far to trust them. */
export interface PreviewFacts {
  /** Pareto k-hat of the importance ratios: above 0.7 the draws are not to be relied on. */
  readonly paretoK: number;
}

/** Says that draws are models a search selected, each as often as it weighs: they spread as models do, not as a posterior. */
export interface EnsembleFacts {
  /** Models that were selected. */
  readonly models: number;
  /** Models that were tried, and in how many trials. */
  readonly evaluations: number;
  readonly trials: number;
  /** Objectives that had not settled when the search ended, by name; empty when all had. */
  readonly unsettled: readonly string[];
  /** Whether each draw's coefficients were estimated on resampled residuals, so that they spread as estimates do as well. */
  readonly bootstrapped: boolean;
}

export interface Fit {
  readonly framework: "bayesian" | "meridian" | "robyn";
  readonly spec: ModelSpec;
  readonly panel: Panel;
  readonly draws: Draws;
  readonly timings: SamplingTimings;
  /** True when the run was stopped before all asked draws were made. */
  readonly interrupted: boolean;
  /** Present when the draws are a preview's: of an approximation, not of the posterior. */
  readonly preview?: PreviewFacts | undefined;
  /** Present when the draws are the selected models of a search. */
  readonly ensemble?: EnsembleFacts | undefined;
  /** Expected outcome per draw, geo and period under a media plan. */
  outcome(plan: MediaPlan, options?: OutcomeOptions): OutcomeDraws;
  /** The outcome as a function to be asked often: its buffers are made once, and many plans share the work of a draw. */
  open(options?: OutcomeOptions): OutcomeFunction;
  /**
   * The same draws asked about another panel of the same geos, media and controls that begins at the same date, such as one
   * that continues into the future. Scales stay those of the training; media before a period carry over into it.
   * @throws RangeError when the panel has other series or another beginning
   */
  over(panel: Panel): Fit;
  /** The expected outcome at the panel's own media, taken apart. */
  components(options?: OutcomeOptions): readonly Component[];
  /** log p(y | draw) of every observation: (draw, observation), all draws. */
  pointwiseLogLikelihood(): Float64Array;
  /**
   * Scale of the observation noise of each draw (thinned alike) in each geo, (draw, geo): in KPI units, or as a share of the
   * level where the likelihood is log-normal or negative binomial.
   */
  noise(options?: OutcomeOptions): Float64Array;
  /**
   * What could have been observed, (draw, geo, time), KPI units: `expected` of these draws with the scatter of each.
   * @param seed  the same gives the same numbers
   */
  predictive(expected: Float64Array, seed: number, options?: OutcomeOptions): Float64Array;
}

// What a search in Robyn's manner is asked: which rows and regressors, within which bounds, by which objectives. Plain data.
import type { Decomposition } from "../design/decomposition.ts";

/** Least and greatest value; equal where the value is given and not searched. */
export type RobynBounds = readonly [number, number];

export type RobynAdstockKind = "geometric" | "weibull-cdf" | "weibull-pdf";

/** What sign a coefficient may have. */
export type RobynSign = "positive" | "negative" | "default";

/** One channel or organic series: bounds of its transform and the sign of its coefficient. */
export interface RobynMediaSpec {
  readonly name: string;
  readonly kind: "paid" | "organic";
  readonly sign: RobynSign;
  /**
   * Money per unit of exposure over the window (Σ spend / Σ exposure), by which exposure is multiplied before the adstock; 1
   * where exposure is spend and for organic series. Exposure is reach times frequency where frequency is known.
   */
  readonly costPerExposure: number;
  /** Slope of the Hill curve, in (0, 10). */
  readonly alpha: RobynBounds;
  /** Inflexion as a share of the greatest adstocked value in the window, in (0, 1]. */
  readonly gamma: RobynBounds;
  /** Share carried into the next period, in [0, 1); with geometric adstock. */
  readonly theta?: RobynBounds;
  /** Weibull shape in [0, 20) and scale in [0, 1], a share of `adstockPeriods`; with Weibull adstocks. */
  readonly shape?: RobynBounds;
  readonly scale?: RobynBounds;
}

/** A regressor that is not transformed: a part of the decomposition, a control, a treatment. */
export interface RobynRegressorSpec {
  readonly name: string;
  readonly kind: "decomposition" | "control" | "treatment";
  /** Of a part of the decomposition: limits are 0 and 1 (−1 and 0 for a trend whose sum is negative) whatever the sign. */
  readonly sign: RobynSign;
  /** Of parts of the decomposition: their values in the panel's periods, history not among them. Others are read from the panel. */
  readonly values?: readonly number[];
  /** Of a treatment: what its values are counted against. */
  readonly baseline?: number;
}

/** A lift test, as a term of the objectives. */
export interface RobynLiftSpec {
  /** One channel, or several that were tested together. */
  readonly channels: readonly string[];
  /** First and last row of the panel that the test covers, both included. */
  readonly from: number;
  readonly to: number;
  /** What the test found: KPI caused by the channels together over these rows; not zero. */
  readonly lift: number;
  /**
   * Which part of the channels' response the lift is compared with: what a period's own exposure causes in it, or all. With Weibull
   * adstocks of a density the own period's share is weighted by the density at lag 0.
   */
  readonly scope: "immediate" | "total";
}

/** The model that a refresh stays near to. */
export interface RobynRefreshSpec {
  /** Share of the predicted KPI by regressor, `intercept` among them. */
  readonly previousShares: Readonly<Record<string, number>>;
  /** New periods. */
  readonly steps: number;
}

export interface RobynSpec {
  /** Rows of the panel that are fitted: from, and up to but without `to`. Adstock sees all rows before, and the history. */
  readonly window: { readonly from: number; readonly to: number };
  readonly adstock: RobynAdstockKind;
  /** Periods, history included, of the series that a Weibull scale is a share of; frozen, so that weights do not change with more data. */
  readonly adstockPeriods: number;
  /** Paid channels in the panel's order, then organic series in theirs. */
  readonly media: readonly RobynMediaSpec[];
  readonly regressors: readonly RobynRegressorSpec[];
  /** Where the regressors of kind `decomposition` come from, as functions of any date. Absent: there are none. */
  readonly decomposition?: Decomposition;
  readonly penalty: {
    /** 0 ridge, 1 lasso, between them elastic net (glmnet's alpha). */
    readonly mixing: number;
    /** Bounds of lambda's place between its least and its greatest value, in [0, 1]. */
    readonly lambda: RobynBounds;
    /** Least lambda as a share of the greatest; Robyn's 0.0001. */
    readonly lambdaMinRatio: number;
    /** Whether each regressor has a penalty factor in [0, 1] that is searched too. */
    readonly searchFactors: boolean;
  };
  /** Where it would be negative, the model is fitted again without one; or it may be. */
  readonly intercept: "non-negative" | "free";
  /** Share of rows that train; the others are halved into validation and test, in order. Absent: all rows train. */
  readonly validation?: { readonly trainShare: RobynBounds };
  readonly lifts: readonly RobynLiftSpec[];
  /** Absent: a first model. */
  readonly refresh?: RobynRefreshSpec;
  readonly objectives: {
    /** Relative importance in the error score that chooses among models. */
    readonly weights: { readonly nrmse: number; readonly rssd: number; readonly mapeLift: number };
    /** DECOMP.RSSD times one plus the share of paid media without effect. */
    readonly zeroEffectPenalty: boolean;
  };
  /** How the selected models become draws; 400, with coefficients of resampled fits, where left out. */
  readonly ensemble?: {
    readonly draws: number;
    /** Whether each draw's coefficients are estimated anew on resampled residuals. */
    readonly bootstrap: boolean;
  };
  readonly search: {
    readonly trials: number;
    /** Models evaluated in each trial. */
    readonly iterations: number;
    readonly seed: number;
    /** Pareto fronts that are candidates; "auto": until `candidates` models are. */
    readonly fronts: number | "auto";
    readonly candidates: number;
    /** Clusters of candidates; "auto": from 3 to 10, by the within-cluster sum of squares. */
    readonly clusters: number | "auto";
  };
}

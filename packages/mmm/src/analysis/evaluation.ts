// Everything that is said about a fit, as plain JSON-able data: the report, the CLI and the dashboard read this and nothing else.
import type { EnsembleFacts } from "../fit.ts";

/** Posterior summary of one number. Intervals are equal-tailed. */
export interface Estimate {
  readonly mean: number;
  readonly median: number;
  readonly sd: number;
  /** 50 %, 80 % and 94 % intervals. */
  readonly interval50: readonly [number, number];
  readonly interval80: readonly [number, number];
  readonly interval94: readonly [number, number];
}

/** The same over a series: arrays over time (national sum). */
export interface SeriesEstimate {
  readonly mean: readonly number[];
  readonly lower50: readonly number[];
  readonly upper50: readonly number[];
  readonly lower94: readonly number[];
  readonly upper94: readonly number[];
}

/** Errors of one prediction of the observations. */
export interface PredictionErrors {
  /** 1 − residual sum of squares / total sum of squares; 0 when the observations do not vary. */
  readonly r2: number;
  readonly rmse: number;
  /**
   * Mean of |error| / |observed| over the observations that are not zero, a fraction: a period without sales has no
   * percentage error and does not make the figure infinite. 0 when every observation is zero.
   */
  readonly mape: number;
  /** Σ|error| / Σ|observed|, a fraction; 0 when every observation is zero. */
  readonly wmape: number;
}

/** Of the posterior mean of the expected KPI, over all observations: every geo's every period. */
export interface FitQuality extends PredictionErrors {
  /** Share of observations inside the posterior predictive interval. */
  readonly coverage50: number;
  readonly coverage80: number;
  readonly coverage94: number;
  /** The same figures computed draw by draw: how sure one can be of them. */
  readonly perDraw: {
    readonly r2: Estimate;
    readonly rmse: Estimate;
    readonly mape: Estimate;
  };
}

export interface ParameterRow {
  readonly label: string;
  readonly estimate: Estimate;
  readonly rhat: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly mcseMean: number;
}

export interface DiagnosticFinding {
  readonly check:
    | "rhat"
    | "ess-bulk"
    | "ess-tail"
    | "divergences"
    | "tree-depth"
    | "bfmi"
    | "pareto-k"
    | "preview"
    | "search"
    | "shared-shocks";
  readonly severity: "caution" | "fail";
  /** Parameter labels, or chains, concerned. */
  readonly subjects: readonly string[];
  /** One sentence: what was found, with the number and its limit. */
  readonly found: string;
  /** One sentence: what to do about it. */
  readonly remedy: string;
}

export interface DiagnosticsReport {
  readonly verdict: "pass" | "caution" | "fail";
  /** One sentence for the header. */
  readonly sentence: string;
  readonly findings: readonly DiagnosticFinding[];
  readonly maxRhat: number;
  readonly minEssBulk: number;
  readonly minEssTail: number;
  readonly divergences: number;
  readonly depthSaturated: number;
  /** Smallest over chains. */
  readonly minBfmi: number;
  readonly elpdLoo: number;
  readonly elpdLooSe: number;
  readonly pLoo: number;
  /** Observations with a Pareto k above the limit. */
  readonly badParetoK: number;
  readonly paretoKLimit: number;
  readonly elpdWaic: number;
  readonly pWaic: number;
}

export interface CurvePoint {
  /** Money per period, spent steadily. */
  readonly spendPerPeriod: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ChannelEvaluation {
  readonly name: string;
  /** Total over the window, money. */
  readonly spend: number;
  readonly spendShare: number;
  /** Total over the window, KPI units. */
  readonly contribution: Estimate;
  /** Share of the total modeled media contribution. */
  readonly contributionShare: Estimate;
  /** Contribution in money per unit of spend. */
  readonly roas: Estimate;
  /** Money back for one more unit of money, spend scaled up by 1 % over the window. */
  readonly marginalRoas: Estimate;
  /** Posterior probability that this channel has the largest ROAS. */
  readonly probabilityBest: number;
  /** 1 − posterior sd / prior sd of log ROAS when the prior is stated in ROI, else null: how much the data taught. */
  readonly contraction: number | null;
  /** Periods until half of the total effect has come. */
  readonly halfLifePeriods: Estimate;
  /** Share of an impulse's total effect felt `lag` periods later; 90 % interval. */
  readonly decay: readonly {
    readonly lag: number;
    readonly mean: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly saturation: {
    /** Mean share of the curve's ceiling reached in periods with exposure; null when the curve has no ceiling. */
    readonly level: Estimate | null;
    readonly state: "unsaturated" | "working" | "saturated" | "unknown";
    readonly sentence: string;
  };
  /** KPI contribution per period at steady spend, 90 % interval; runs to 1.5 × the largest observed period spend. */
  readonly responseCurve: readonly CurvePoint[];
  /** Mean spend per period over the window. */
  readonly currentSpendPerPeriod: number;
  /** Largest observed spend in a period: beyond it the curve is extrapolation. */
  readonly observedMaximum: number;
  /** Contribution over time, national. */
  readonly overTime: SeriesEstimate;
}

/** One of several geos. */
export interface GeoEvaluation {
  readonly name: string;
  /** Observed KPI over the window, of what is known of it. */
  readonly observed: number;
  /** Of the geo's own series, see `PredictionErrors`. */
  readonly r2: number;
  readonly mape: number;
  /** In the order of the spec. */
  readonly channels: readonly {
    readonly name: string;
    /** Total over the window, money. */
    readonly spend: number;
    /** Total over the window, KPI units. */
    readonly contribution: Estimate;
    /** Contribution in money per unit of spend there; 0 without spend. */
    readonly roas: Estimate;
  }[];
}

export interface GeoEvaluations {
  /** Of the sums over geos. */
  readonly national: PredictionErrors;
  /** In the panel's order. */
  readonly geos: readonly GeoEvaluation[];
}

export interface RecoveryRow {
  readonly label: string;
  readonly truth: number;
  readonly estimate: Estimate;
  /** (posterior mean − truth) / posterior sd. */
  readonly zScore: number;
  readonly inside94: boolean;
  /** Where the truth differs from the generator's own number, why. */
  readonly note?: string;
}

export interface ComponentSummary {
  readonly name: string;
  readonly group: "baseline" | "trend" | "seasonality" | "holidays" | "controls" | "treatments" | "organic" | "media";
  readonly total: Estimate;
  readonly share: number;
  readonly overTime: SeriesEstimate;
}

/** A thinned trace for pictures: at most 400 draws per chain, and rank histograms. */
export interface TraceRow {
  readonly label: string;
  /** (chain)(draw). */
  readonly chains: readonly (readonly number[])[];
  /** (chain)(bin): how many of the chain's draws fall into each of 20 rank bins. */
  readonly ranks: readonly (readonly number[])[];
  readonly rhat: number;
}

export interface Evaluation {
  readonly title: string;
  readonly model: { readonly kind: string; readonly framework: string };
  readonly kpi: { readonly name: string; readonly kind: "revenue" | "units" };
  readonly currency: string;
  readonly frequency: "daily" | "weekly" | "monthly";
  readonly dates: readonly string[];
  /** Observed KPI, summed over the geos in which it is known; null in periods in which it is known nowhere. */
  readonly observed: readonly (number | null)[];
  /** Posterior predictive, noise included: of the same geos in each period, of all where `observed` is null. */
  readonly predicted: SeriesEstimate;
  /** Present where the KPI is not known all over. */
  readonly unknown?: {
    /** Values of single geos and periods that are not known, and how many there would be. */
    readonly cells: number;
    readonly of: number;
    readonly sentence: string;
  };
  readonly quality: FitQuality;
  readonly diagnostics: DiagnosticsReport;
  /** Share of the known KPI that media brought. */
  readonly mediaShare: Estimate;
  readonly blendedRoas: Estimate;
  /** In the order of the spec: one color per channel, for ever. */
  readonly channels: readonly ChannelEvaluation[];
  readonly components: readonly ComponentSummary[];
  /** Absent for national data. */
  readonly byGeo?: GeoEvaluations;
  readonly spendOverTime: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly parameters: readonly ParameterRow[];
  readonly traces: readonly TraceRow[];
  /** Where the truth is known (generated data), else empty. */
  readonly recovery: readonly RecoveryRow[];
  /** True channel contributions and ROAS where known. */
  readonly trueRoas: Readonly<Record<string, number>>;
  readonly sampling: {
    readonly chains: number;
    readonly warmup: number;
    readonly draws: number;
    readonly seed: number;
    readonly targetAccept: number;
    readonly samplingSeconds: number;
    readonly gradientEvaluations: number;
    readonly interrupted: boolean;
    /** Pareto k-hat of a preview, whose draws are of an approximation; absent for draws of the posterior. Infinity is null in JSON. */
    readonly previewParetoK?: number;
    /** Of the selected models of a search, whose draws are; absent for draws of a posterior. */
    readonly ensemble?: EnsembleFacts;
  };
}

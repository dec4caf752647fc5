// What a configuration may say to one framework alone, and about comparing them.
import type { ConfigAdstock, ConfigPrior, ConfigSaturation } from "./config.ts";

/** What a prior of a channel may be about: its return, the return of the last percent, its share of the KPI, or the bare coefficient. */
export type PaidPriorKind = "roi" | "mroi" | "contribution" | "coefficient";

/** Parts of Meridian's model, other than channels, controls and treatments, that a prior can be given for; by our names. */
type MeridianPriorName =
  | "knots"
  | "geo_intercept"
  | "controls"
  | "control_sd"
  | "treatments"
  | "treatment_sd"
  | "media_sd"
  | "noise";

export interface ConfigMeridian {
  /** How geos differ in what media bring: by factors, or by additions. National models are always `normal`. */
  readonly effects: "log-normal" | "normal";
  /** How many knots, evenly spaced; their rows; or as many as the data ask for. Null: every period for geos, one for national data. */
  readonly knots: number | readonly number[] | "automatic" | null;
  /** What the prior of paid channels is about where a channel's own priors do not say. */
  readonly paid_prior: PaidPriorKind;
  readonly organic_prior: "contribution" | "coefficient";
  readonly treatment_prior: "contribution" | "coefficient";
  /** Belief about the share of the KPI that all paid media brought, where KPI and money have no common unit; null: the original's. */
  readonly paid_share: { readonly mean: number; readonly sd: number } | null;
  /** The geo that the others' intercepts are counted from; null: the most populous. */
  readonly baseline_geo: string | null;
  readonly noise_by_geo: boolean;
  /** As the original: scales see held-out cells too. */
  readonly leaky_scales: boolean;
  readonly priors: { readonly [name in MeridianPriorName]?: ConfigPrior };
}

/** Lower and upper end of a search. */
type ConfigRange = readonly [number, number];

/** Where Robyn's search looks for a channel's transforms. Null: the package's default range. */
export interface ConfigRobynChannel {
  readonly theta: ConfigRange | null;
  readonly alpha: ConfigRange | null;
  readonly gamma: ConfigRange | null;
  readonly shape: ConfigRange | null;
  readonly scale: ConfigRange | null;
}

export type CoefficientSign = "positive" | "negative" | "free";

export type DecompositionPart = "trend" | "season" | "weekday" | "monthly" | "holiday";

/** What an experiment found: that a channel's spend in a window brought so much more KPI. */
export interface ConfigLift {
  /** One channel, or several that were tested together. */
  readonly channels: readonly string[];
  readonly from: string;
  readonly to: string;
  /** KPI that the tested spend brought, over the window. */
  readonly lift: number;
  /** Money spent in the test; null: what the data say for the window. */
  readonly spend: number | null;
  /** How sure the experiment is of its finding, 0 to 1. */
  readonly confidence: number;
  /** Whether what carries over beyond the window counts. */
  readonly scope: "immediate" | "total";
}

export interface ConfigRobyn {
  /** First and last date that are modeled; what is before only carries over. Null: all. */
  readonly window: { readonly from: string; readonly to: string } | null;
  readonly adstock: "geometric" | "weibull-cdf" | "weibull-pdf";
  /** Null: trend, season and holiday, and weekday for daily data. */
  readonly decomposition: readonly DecompositionPart[] | null;
  /** Signs of controls, treatments and decomposition columns, by name; free where not named. */
  readonly signs: Readonly<Record<string, CoefficientSign>>;
  readonly penalty: "ridge" | "lasso" | "elastic-net";
  /** Of an elastic net: 0 is ridge, 1 is lasso. */
  readonly mixing: number;
  /** Whether each regressor's penalty is searched for too. */
  readonly penalty_factors: boolean;
  readonly trials: number;
  readonly iterations: number;
  /** Whether the last periods are kept for validation and test, and the share that trains, searched for in this range. */
  readonly validation: boolean;
  readonly train_share: ConfigRange;
  readonly objective_weights: { readonly nrmse: number; readonly rssd: number; readonly lift: number };
  readonly zero_effect_penalty: boolean;
  readonly calibration: readonly ConfigLift[];
  /** Candidates wanted from the Pareto fronts before they are clustered. */
  readonly candidates: number;
  /** Number of clusters; null: found from the candidates. */
  readonly clusters: number | null;
  /** Models that stand for the ensemble, each repeated by its weight. */
  readonly draws: number;
  /** Whether each of them has its coefficients estimated anew on residuals resampled in blocks: sampling uncertainty. */
  readonly bootstrap: boolean;
}

export interface ConfigOrganic {
  readonly name: string;
  /** Columns: an exposure, or reach and frequency. */
  readonly exposure: string | null;
  readonly reach: string | null;
  readonly frequency: string | null;
  readonly adstock: ConfigAdstock | null;
  readonly saturation: ConfigSaturation | null;
  readonly order: "adstock-first" | "saturation-first";
  readonly priors: Readonly<Record<string, ConfigPrior>>;
  readonly robyn: ConfigRobynChannel;
}

/** Something the advertiser does other than media: a price, a promotion. */
export interface ConfigTreatment {
  readonly column: string;
  /** What its effect is counted against. */
  readonly baseline: "min" | "max" | number;
  readonly by_population: boolean;
  /** Null: the model's default. */
  readonly prior: ConfigPrior | null;
}

/** The frameworks side by side. */
export interface ConfigCompare {
  readonly frameworks: readonly ("bayesian" | "meridian" | "robyn" | "default" | "adelon" | "pymc-marketing")[];
  /** Rolling folds that score each framework on what it has not seen; null: as many as the data allow, three at most. */
  readonly folds: number | null;
  /** Whether ingredients are swapped between frameworks to say where they disagree. */
  readonly swaps: boolean;
}

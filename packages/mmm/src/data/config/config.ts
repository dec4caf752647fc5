// The configuration as the rest of the program sees it: every key present, defaults filled in, null for "not given".
// Keys are snake_case because they are the keys of the YAML file, and a problem must be able to name them.

import type {
  ConfigCompare,
  ConfigMeridian,
  ConfigOrganic,
  ConfigRobyn,
  ConfigRobynChannel,
  ConfigTreatment,
} from "./frameworks.ts";
import type { ConfigEvent, ConfigTimeVarying, LikelihoodKind } from "./structure.ts";

/** A prior as it stands in YAML: the distribution's name and its parameters. */
export interface ConfigPrior {
  readonly distribution: string;
  readonly [parameter: string]: number | string;
}

/** A field of numbers: the money one unit of KPI is worth, as a column or as one number. */
export type ColumnOrNumber = string | number;

export interface ConfigKpi {
  readonly column: string;
  /** Money already, or units that `revenue_per_kpi` turns into money. */
  readonly kind: "revenue" | "units";
  /** Null: 1 for every unit. */
  readonly revenue_per_kpi: ColumnOrNumber | null;
}

export type DateFormat = "yyyy-mm-dd" | "dd/mm/yyyy" | "mm/dd/yyyy";

export interface ConfigData {
  /** Path of the file, relative to the YAML. */
  readonly path: string;
  /** Column of the dates. */
  readonly date: string;
  /** Null: found out from the dates themselves where they leave no doubt. */
  readonly date_format: DateFormat | null;
  /** Column of the geo names; null for national data. */
  readonly geo: string | null;
  /** Column of the people per geo; null when not known. */
  readonly population: string | null;
  /** Null: detected from the dates. */
  readonly frequency: "daily" | "weekly" | "monthly" | null;
  readonly decimal: "." | ",";
  readonly thousands: "," | "." | " " | "'" | "none";
  /** ISO 4217 code. */
  readonly currency: string;
  readonly kpi: ConfigKpi;
  /** Whether rows before the first known KPI are media history: they carry over and are not explained. */
  readonly history: boolean;
  /** Whether geos may begin later, end earlier or miss rows. */
  readonly ragged: boolean;
  /** Column of 0 and 1: where it is 1 the KPI is kept from the fit; null: all is seen. */
  readonly holdout: string | null;
  /** Path of the generator's ground truth, relative to the YAML; null for real data. */
  readonly truth: string | null;
}

export interface ConfigAdstock {
  readonly kind: "none" | "geometric" | "delayed" | "weibull-pdf" | "weibull-cdf" | "binomial";
  /** Lag weights, the period of exposure included; null: the model's default. */
  readonly window: number | null;
  /** Whether the weights sum to one; null: the model's default. */
  readonly normalize: boolean | null;
}

export interface ConfigSaturation {
  readonly kind:
    | "none"
    | "hill"
    | "logistic"
    | "inverse-scaled-logistic"
    | "tanh"
    | "tanh-baselined"
    | "michaelis-menten"
    | "hill-sigmoid"
    | "root"
    | "log";
}

export interface ConfigChannel {
  readonly name: string;
  /** Column of the money spent. */
  readonly spend: string;
  /** Column of impressions, clicks, …; null: the spend itself is the exposure. */
  readonly exposure: string | null;
  /** Columns of how many people were reached, and how often each of them on average; both or neither, and then no exposure. */
  readonly reach: string | null;
  readonly frequency: string | null;
  /** Null: the model's default. */
  readonly adstock: ConfigAdstock | null;
  /** Null: the model's default. */
  readonly saturation: ConfigSaturation | null;
  readonly order: "adstock-first" | "saturation-first";
  /** Priors by parameter name; the model's defaults for those not named. */
  readonly priors: Readonly<Record<string, ConfigPrior>>;
  /** Days that a prior about the return is about; null: all. */
  readonly calibration_period: { readonly from: string; readonly to: string } | null;
  readonly robyn: ConfigRobynChannel;
}

export interface ConfigControl {
  readonly column: string;
  /** Of a column of words: the one that counts as 1, all others as 0. Null: a column of numbers. */
  readonly is: string | null;
  /** Whether its values are amounts that are divided by the people of a geo. */
  readonly by_population: boolean;
  /** Null: the model's default. */
  readonly prior: ConfigPrior | null;
}

/** Parts of the model, other than channels and single controls, that a prior can be given for. */
export type ModelPriorName =
  | "intercept"
  | "trend"
  | "yearly"
  | "day_of_week"
  | "holidays"
  | "controls"
  | "noise"
  | "changepoints"
  | "degrees_of_freedom"
  | "geo_intercept_sd"
  | "geo_control_sd"
  | "geo_media_sd"
  | "knot_sd";

export interface ConfigModel {
  readonly kind: "default" | "adelon" | "pymc-marketing" | "meridian" | "robyn";
  /** Sine and cosine pairs over the year, 0 for none; null: the model's default. */
  readonly yearly_order: number | null;
  /** Null: the model's default. */
  readonly year_start: "calendar" | "first-row" | null;
  /** Null: the model's default, on for daily data. */
  readonly day_of_week: boolean | null;
  /** Null: the model's default. */
  readonly trend: "linear" | "none" | null;
  /** Where the linear trend may bend: how many evenly spaced points, or their dates; null: nowhere. */
  readonly changepoints: number | readonly string[] | null;
  readonly time_varying: ConfigTimeVarying;
  readonly likelihood: LikelihoodKind;
  /** Knots of the time effect that geos share, 0 for none; null: the model's default. */
  readonly knots: number | null;
  /** ISO 3166 alpha-2 country; null for no holidays. */
  readonly holidays: string | null;
  readonly priors: { readonly [name in ModelPriorName]?: ConfigPrior };
  readonly meridian: ConfigMeridian;
  readonly robyn: ConfigRobyn;
}

export interface ConfigSampler {
  readonly chains: number;
  /** Null: the model's default. */
  readonly warmup: number | null;
  readonly draws: number;
  /** Null: the model's default. */
  readonly target_accept: number | null;
  readonly max_tree_depth: number;
  readonly seed: number;
}

export interface Config {
  /** Heading of the report; null: made from the file's name. */
  readonly title: string | null;
  readonly data: ConfigData;
  readonly channels: readonly ConfigChannel[];
  readonly organic: readonly ConfigOrganic[];
  readonly treatments: readonly ConfigTreatment[];
  readonly controls: readonly ConfigControl[];
  readonly events: readonly ConfigEvent[];
  readonly model: ConfigModel;
  readonly sampler: ConfigSampler;
  readonly compare: ConfigCompare;
}

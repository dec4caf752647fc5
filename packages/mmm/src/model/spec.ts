// The frozen specification of a fit: everything that, with the panel, determines the posterior. Plain data, JSON-able.
import type { Covariance, EventShape, LikelihoodKind } from "../data/config/structure.ts";
import type { HilbertBasis } from "../design/hilbert-basis.ts";
import type { AdstockSpec } from "../media/adstock.ts";
import type { SaturationSpec } from "../media/saturation.ts";
import type { MeridianSpec } from "./meridian-spec.ts";
import type { RobynSpec } from "./robyn-spec.ts";

/** A distribution by name and parameters, as it stands in YAML and in a manifest: { distribution: "beta", alpha: 2, beta: 2 }. */
export interface PriorSpec {
  readonly distribution: string;
  readonly [parameter: string]: number | string;
}

export type ModelKind = "default" | "adelon" | "pymc-marketing" | "meridian" | "robyn";
/** Kinds whose baseline is our own: trend, season, events and what changes smoothly over time. */
export type StructuredKind = Exclude<ModelKind, "meridian" | "robyn">;

/** How one channel's exposure becomes effect. */
export interface ChannelSpec {
  readonly name: string;
  readonly adstock: AdstockSpec;
  readonly saturation: SaturationSpec;
  readonly order: "adstock-first" | "saturation-first";
  /**
   * Present where exposure is reach: what frequency is divided by before the curve. The curve is then the frequency's, its
   * height what one person reached is worth, and the reached times that height carry over; `order` has no meaning.
   */
  readonly frequencyScale?: number;
  /** Priors by parameter name (`retention`, `halfSaturation`, `slope`, `roi` or `coefficient`, …). */
  readonly priors: Readonly<Record<string, PriorSpec>>;
}

/** A treatment's effect, per `scale` of its distance from the baseline. */
export interface TreatmentSpec {
  readonly name: string;
  /** In the treatment's own unit. */
  readonly baseline: number;
  readonly center: number;
  readonly scale: number;
  readonly prior: PriorSpec;
}

/** Constants measured once on the training panel; a spec belongs to that panel and no other. */
export interface Scales {
  /** KPI divisor, in KPI units. */
  readonly kpi: number;
  /** Exposure divisor of each channel, in the order of `channels`. */
  readonly media: readonly number[];
  /** Exposure divisor of each organic channel. Absent: none. */
  readonly organic?: readonly number[];
  /** Total spend of each channel over the training window, money. */
  readonly spend: readonly number[];
  /** Center and divisor of each control, in the order of the panel's controls. */
  readonly controls: readonly { readonly center: number; readonly scale: number }[];
  /** First date and number of periods of the training window. */
  readonly trainedFrom: string;
  readonly trainedPeriods: number;
}

interface TrendSpec {
  readonly kind: "none" | "linear";
  readonly prior: PriorSpec;
}

interface SeasonalitySpec {
  /** Number of sine and cosine pairs over the year; 0 for none. */
  readonly yearlyOrder: number;
  /** Where the year starts: day of the calendar year, or the first row (the seed's model). */
  readonly anchor: "calendar" | "first-row";
  readonly prior: PriorSpec;
  /** Day-of-week effects, Monday the reference; daily data only. */
  readonly dayOfWeek: boolean;
  readonly dayOfWeekPrior: PriorSpec;
}

interface HolidaySpec {
  /** ISO 3166 alpha-2 country of the built-in calendar; null for none. */
  readonly country: string | null;
  readonly prior: PriorSpec;
}

/** How geos differ from what they have in common. */
export interface GeoSpec {
  /** Size of each geo, in the panel's order, with mean 1: KPI and exposure are divided by it besides their scales. */
  readonly sizes: readonly number[];
  readonly sizedBy: "population" | "kpi";
  /** Rows, counted from the first period of training, between which the common time effect is straight; empty for none. */
  readonly knots: readonly number[];
  /**
   * Of standard deviations: of the geos' intercepts, control effects, log media effects; of the knots. In Meridian's model
   * intercepts and knots have these priors themselves.
   */
  readonly priors: {
    readonly intercept: PriorSpec;
    readonly controls: PriorSpec;
    readonly media: PriorSpec;
    readonly knots: PriorSpec;
  };
}

/** Points at which the slope of the linear trend may change. */
interface ChangepointSpec {
  readonly dates: readonly string[];
  /** Periods from the first of training, one for each date. */
  readonly rows: readonly number[];
  readonly prior: PriorSpec;
}

/** A smooth function of time: a Gaussian process over rows, counted from the first period of training. */
export interface ProcessSpec {
  readonly covariance: Covariance;
  readonly basis: HilbertBasis;
  /** Standard deviation; and length scale, in periods. */
  readonly amplitude: PriorSpec;
  readonly lengthscale: PriorSpec;
}

export interface MediaProcessSpec extends ProcessSpec {
  readonly sharing: "shared" | "per-channel";
  readonly channelAmplitude: PriorSpec;
}

interface TimeVaryingSpec {
  readonly intercept?: ProcessSpec;
  readonly media?: MediaProcessSpec;
}

/** Full effect from `start` to `end`, fading around them over days that are a parameter. */
export interface EventSpec {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly shape: EventShape;
  readonly prior: PriorSpec;
  readonly width: PriorSpec;
}

export type LikelihoodSpec =
  | { readonly kind: Exclude<LikelihoodKind, "student-t"> }
  | { readonly kind: "student-t"; readonly degreesOfFreedom: PriorSpec };

/** By the posterior's variable, for its elements in order. */
export type ElementPriors = Readonly<Record<string, readonly PriorSpec[]>>;

/**
 * A normal density of many parameters together, on the scale of their supports and besides their priors: exp(−½ |W (u − m)|²),
 * see `addJointPrior`.
 */
export interface JointPrior {
  /** Whose elements, in this order; of each variable the first so many. */
  readonly variables: readonly { readonly name: string; readonly elements: number }[];
  /** m, one for each element. */
  readonly mean: readonly number[];
  /** W column by column, one column for each element. */
  readonly columns: readonly (readonly number[])[];
}

export interface ModelSpec {
  readonly kind: ModelKind;
  readonly channels: readonly ChannelSpec[];
  /** Channels that cost nothing, in the order of the panel's. Absent: none. */
  readonly organic?: readonly ChannelSpec[];
  /** In the order of the panel's treatments. Absent: none. */
  readonly treatments?: readonly TreatmentSpec[];
  readonly intercept: PriorSpec;
  readonly trend: TrendSpec;
  readonly seasonality: SeasonalitySpec;
  readonly holidays: HolidaySpec;
  /** One prior for each control, by name. */
  readonly controls: Readonly<Record<string, PriorSpec>>;
  readonly noise: PriorSpec;
  /** Absent: normal. */
  readonly likelihood?: LikelihoodSpec;
  /** Absent: a straight trend, nothing that varies, no events. */
  readonly changepoints?: ChangepointSpec;
  readonly timeVarying?: TimeVaryingSpec;
  readonly events?: readonly EventSpec[];
  readonly scales: Scales;
  /** Absent for national data. */
  readonly geo?: GeoSpec;
  /** Of Meridian's model; absent for others. */
  readonly meridian?: MeridianSpec;
  /** Cells, geo · periods + period of the training panel, whose KPI neither likelihood nor scales have seen; ascending. Absent: none. */
  readonly holdout?: readonly number[];
  /**
   * Cells whose KPI the likelihood leaves out although scales were measured on them: what the priors have seen already, or what
   * lies before a sliding window; ascending, counted as in `holdout`. Absent: none.
   */
  readonly silenced?: readonly number[];
  /** Priors of single elements, in place of the one that their kind shares. Absent: none. */
  readonly elementPriors?: ElementPriors;
  /** Absent: priors are independent of each other. */
  readonly joint?: JointPrior;
  /** What a search is asked; present for kind `robyn` alone. */
  readonly robyn?: RobynSpec;
  /** Digest of the panel the scales were measured on. */
  readonly dataDigest: string;
}

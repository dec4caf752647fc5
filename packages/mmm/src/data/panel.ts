// The validated panel: what every later stage may believe about the data.

export type Frequency = "daily" | "weekly" | "monthly";

/** One paid channel. */
export interface MediaSeries {
  readonly name: string;
  /** What the model transforms (impressions, people reached, or spend itself); (geo, time), ≥ 0. */
  readonly exposure: Float64Array;
  /** Present where `exposure` is reach: how often each person reached saw it on average; (geo, time), ≥ 0. */
  readonly frequency?: Float64Array;
  /** Money, for ROI and budgets; (geo, time), ≥ 0. The same array as `exposure` when only spend is known. */
  readonly spend: Float64Array;
}

/** A context variable: price, promotion, weather. */
export interface ControlSeries {
  readonly name: string;
  /** (geo, time), in its own unit. */
  readonly values: Float64Array;
}

/** A channel that costs nothing. */
export interface OrganicSeries {
  readonly name: string;
  /** As `MediaSeries`. */
  readonly exposure: Float64Array;
  readonly frequency?: Float64Array;
}

/** What is done besides media and could be done otherwise: a price, a promotion. */
export interface TreatmentSeries {
  readonly name: string;
  /** (geo, time), in its own unit. */
  readonly values: Float64Array;
  /** What its effect is counted against, in the same unit. */
  readonly baseline: number;
}

/** Media before the panel's first period: they carry over into it, and nothing else is known of their time. */
export interface MediaHistory {
  readonly periods: number;
  /** In the order of the panel's media; (geo, period of the history). */
  readonly media: readonly { readonly exposure: Float64Array; readonly frequency?: Float64Array }[];
  /** In the order of the panel's organic channels. */
  readonly organic: readonly { readonly exposure: Float64Array; readonly frequency?: Float64Array }[];
}

/** A rectangular panel with equally spaced dates, no missing value but of the KPI, no negative spend. National data have one geo. */
export interface Panel {
  readonly frequency: Frequency;
  /** ISO dates `YYYY-MM-DD` of each period's first day, ascending and equally spaced. */
  readonly dates: readonly string[];
  /** Names of the geos; `["national"]` for national data. */
  readonly geos: readonly string[];
  /** People per geo; 1 where not given. */
  readonly population: Float64Array;
  readonly kpi: {
    readonly name: string;
    /** (geo, time); NaN where it is not known, as in the missing rows of a ragged panel. */
    readonly values: Float64Array;
    readonly kind: "revenue" | "units";
    /** Money per unit of KPI; (geo, time). All ones for revenue. */
    readonly revenuePerKpi: Float64Array;
  };
  readonly media: readonly MediaSeries[];
  readonly controls: readonly ControlSeries[];
  /** Absent: none. */
  readonly organic?: readonly OrganicSeries[];
  readonly treatments?: readonly TreatmentSeries[];
  readonly history?: MediaHistory;
  /** ISO 4217 code, such as USD. */
  readonly currency: string;
  /** sha256-free content digest: 16 hex digits over names, dates and values; equal data give equal digests. */
  readonly digest: string;
}

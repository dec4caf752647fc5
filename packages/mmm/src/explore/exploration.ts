// What can be said of data before any model: Meridian's exploratory checks, as plain JSON.

/** `fail`: no model can be identified from this; `review`: look at it; `info`: a number to know. */
type Severity = "fail" | "review" | "info";

type ExplorationCheck =
  | "kpi-variability"
  | "pairwise-correlation"
  | "variance-inflation"
  | "variability"
  | "outliers"
  | "cost-per-unit"
  | "geo-and-time"
  | "population"
  | "data-per-parameter"
  | "prior-baseline";

export interface ExplorationFinding {
  readonly check: ExplorationCheck;
  readonly severity: Severity;
  /** One sentence with the numbers. */
  readonly found: string;
  /** One sentence; null where there is nothing to do. */
  readonly remedy: string | null;
}

export type VariableGroup = "media" | "organic" | "treatments" | "controls";

export interface CorrelatedPair {
  readonly left: string;
  readonly right: string;
  readonly correlation: number;
}

/** Of one series: the KPI, what explains it, reach or frequency. */
export interface SeriesSummary {
  readonly name: string;
  readonly group: VariableGroup | "kpi" | "reach" | "frequency";
  /** Cells beyond 1.5 interquartile ranges from the quartiles of their geo, and in how many geos. */
  readonly outliers: number;
  readonly outlierGeos: number;
  /** The one farthest from zero on the scale of the model; null without any. */
  readonly farthest: { readonly geo: string; readonly date: string; readonly value: number } | null;
  /** Geos in which nothing varies once outliers are left out. */
  readonly constantGeos: readonly string[];
}

export interface VariableFacts {
  readonly name: string;
  readonly group: VariableGroup;
  /** Over all geos and periods; null for what does not vary. At most 1e15: what doubles can tell from infinite. */
  readonly varianceInflation: number | null;
  /** Adjusted R² of the variable on geos, and on periods, as categories; null for national data and for what does not vary. */
  readonly explainedByGeo: number | null;
  readonly explainedByTime: number | null;
  /** Spearman's correlation of geos' means with their population, as the model scales the variable; null for national data. */
  readonly populationScaled: number | null;
  /** The same of media as they are. */
  readonly populationRaw: number | null;
}

export interface CostFacts {
  readonly channel: string;
  /** Money per unit of exposure, over all. */
  readonly cost: number | null;
  readonly outliers: number;
  /** Cells with exposure that cost nothing, and with money that bought none. */
  readonly freeCells: number;
  readonly emptyCells: number;
}

export interface Exploration {
  readonly level: "geo" | "national";
  readonly geos: number;
  readonly periods: number;
  /** Gravest first. */
  readonly findings: readonly ExplorationFinding[];
  /** The ten most correlated pairs over all geos and periods. */
  readonly pairs: readonly CorrelatedPair[];
  readonly variables: readonly VariableFacts[];
  readonly series: readonly SeriesSummary[];
  readonly costs: readonly CostFacts[];
  /** Known values of the KPI over parameters of the original's count. */
  readonly dataPerParameter: { readonly data: number; readonly parameters: number; readonly ratio: number };
  /** Of the model's priors, where a model was asked. */
  readonly prior?: PriorExploration;
}

/** What the priors believe before the KPI is seen. */
export interface PriorExploration {
  /** Probability that the total worth of the baseline is below zero. */
  readonly negativeBaseline: number;
  /** Mean share of the observed KPI's worth, by paid channel. */
  readonly shares: Readonly<Record<string, number>>;
  readonly draws: number;
}

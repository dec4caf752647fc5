// What a comparison of scenarios says: plain JSON for the command line, the report and programs.

export type Interval = readonly [number, number];

/** A quantity with its equal-tailed interval. */
export interface Forecast {
  readonly expected: number;
  readonly interval: Interval;
}

/** A difference to the base plan, paired draw by draw. */
export interface Difference {
  readonly delta: number;
  readonly deltaInterval: Interval;
  /** Share of draws in which the scenario's quantity is the larger one; equal ones count half. */
  readonly probabilityBetter: number;
}

export interface ChannelOutcome {
  readonly name: string;
  /** In the horizon, money. */
  readonly spend: number;
  /** What the channel brings in the horizon, carry-in from before it included, KPI units. */
  readonly contribution: Forecast;
}

interface ChannelChange extends ChannelOutcome {
  readonly spendChange: number;
  readonly contributionChange: Omit<Difference, "probabilityBetter">;
}

/** National sums by period of the horizon. */
export interface OutcomeSeries {
  readonly expected: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** A plan that goes beyond what was seen in training: there the model is extrapolating. */
export interface BeyondData {
  readonly kind: "channel" | "control";
  readonly name: string;
  /** Periods (of any geo) beyond. */
  readonly periods: number;
  /** Most extreme value there, and the nearest that was seen: exposure of a channel, value of a control. */
  readonly planned: number;
  readonly seen: number;
  readonly sentence: string;
}

/** A plan's outcome in the horizon; KPI units where not said otherwise. */
export interface PlanOutcome extends Forecast {
  readonly name: string;
  /** Interval of the expected outcome widened by the scatter of observations: of what may be observed. */
  readonly observableInterval: Interval;
  readonly money: Forecast & { readonly observableInterval: Interval };
  /** All channels in the horizon, money. */
  readonly spend: number;
  readonly overTime: OutcomeSeries;
  /** Interval by period of what may be observed. */
  readonly observableOverTime: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  readonly beyondData: readonly BeyondData[];
}

export interface BaseOutcome extends PlanOutcome {
  readonly channels: readonly ChannelOutcome[];
}

export interface ScenarioOutcome extends PlanOutcome, Difference {
  /** Each change as text, and how many periods it touches. */
  readonly changes: readonly { readonly text: string; readonly periods: number }[];
  readonly channels: readonly ChannelChange[];
  readonly spendChange: number;
  readonly deltaOverTime: OutcomeSeries;
  /** In money. */
  readonly moneyDifference: Difference;
  /** What the horizon's changes bring after it, not part of any other number but `net`. */
  readonly carryOut: { readonly delta: number; readonly deltaInterval: Interval; readonly money: number };
  /** Money gained in the horizon and after it, less the extra spend; null where the worth of a unit of KPI is not known. */
  readonly net: (Forecast & { readonly probabilityPositive: number }) | null;
}

export interface ScenarioComparison {
  readonly kpi: { readonly name: string; readonly kind: "revenue" | "units" };
  readonly currency: string;
  readonly frequency: "daily" | "weekly" | "monthly";
  /** First days of the horizon's periods. */
  readonly dates: readonly string[];
  /** How many of them lie after the data. */
  readonly futurePeriods: number;
  readonly lastObserved: string;
  /** Periods after the horizon in which carry-out is counted. */
  readonly carryOutPeriods: number;
  /** How the periods after the data were filled, a sentence each. */
  readonly assumptions: readonly string[];
  /** Mass of all intervals. */
  readonly level: number;
  readonly draws: number;
  readonly seed: number;
  readonly base: BaseOutcome;
  readonly scenarios: readonly ScenarioOutcome[];
}

// A scenario as plain data: a name, and changes to the plan that are applied in order.

/** How much to change something by. */
export type Step =
  /** Signed, of what is there: 20 is a fifth more, −100 all of it away. */
  | { readonly unit: "percent"; readonly value: number }
  /** Times what is there; ≥ 0. */
  | { readonly unit: "factor"; readonly value: number }
  /** Signed money; over the whole window, or in every day, week, month or period of it. */
  | { readonly unit: "money"; readonly value: number; readonly per?: PerUnit };

export type PerUnit = "day" | "week" | "month" | "period";

/** An amount of money over the window, or in every day, week, month or period of it. */
export interface Amount {
  readonly value: number;
  readonly per?: PerUnit;
}

/** Some of the plan's channels by name, or all of them: the budget. */
export type Channels = "all" | readonly string[];

/** When a change holds. Without a year it holds in every year of the horizon. */
export type Window =
  /** Months 1 to 12, both inclusive; from November to February is 11 to 2. */
  | { readonly kind: "months"; readonly first: number; readonly last: number }
  /** ISO weeks 1 to 53, both inclusive; across New Year the first is the larger. */
  | { readonly kind: "weeks"; readonly first: number; readonly last: number }
  /** ISO dates, both inclusive. */
  | { readonly kind: "dates"; readonly from: string; readonly to: string }
  /** Of the horizon. */
  | {
      readonly kind: "edge";
      readonly edge: "first" | "last";
      readonly count: number;
      readonly unit: PerUnit;
    };

/** Where and when; everywhere and over the whole horizon by default. */
interface Place {
  readonly window?: Window;
  readonly geos?: readonly string[];
}

/** Moves money between channels within every geo and period: nothing is gained or lost. */
export interface ShiftChange extends Place {
  readonly kind: "shift";
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** A percentage from 0 to 100, or an amount. */
  readonly step: Exclude<Step, { unit: "factor" }>;
}

/** More or less of channels, their exposure going with the money. `tv off` is the factor 0. */
interface AdjustChange extends Place {
  readonly kind: "adjust";
  readonly channels: Channels;
  readonly step: Step;
}

interface SetChange extends Place {
  readonly kind: "set";
  readonly channels: Channels;
  readonly amount: Amount;
}

/** What a unit of exposure costs: the money stays, it buys more or less. */
interface CostChange extends Place {
  readonly kind: "cost";
  readonly channels: Channels;
  readonly step: Exclude<Step, { unit: "money" }>;
}

/** A price, promotion or other control under another plan. */
export interface ControlChange extends Place {
  readonly kind: "control";
  readonly control: string;
  readonly step:
    | Exclude<Step, { unit: "money" }>
    | { readonly unit: "add"; readonly value: number }
    | { readonly unit: "to"; readonly value: number };
}

/** The money that one unit of KPI is worth. */
interface ValueChange extends Place {
  readonly kind: "value";
  readonly step: Exclude<Step, { unit: "money" }>;
}

export type Change = ShiftChange | AdjustChange | SetChange | CostChange | ControlChange | ValueChange;

export interface Scenario {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** The names a scenario may use. */
export interface Vocabulary {
  readonly channels: readonly string[];
  readonly controls: readonly string[];
  /** Empty for national data. */
  readonly geos: readonly string[];
  /** Channels that are spoken of together. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

// What is said about an optimized budget: plain JSON, for the command line, the report and scripts.
import type { Estimate } from "../analysis/evaluation.ts";
import type { FrequencyChoice } from "./frequency-choice.ts";
import type { BudgetMethod, Decision, Objective } from "./problem.ts";

/** A limit that holds the plan back. */
export interface BindingLimit {
  readonly kind: "bound" | "constraint" | "budget" | "target";
  readonly name: string;
  readonly side: "lower" | "upper";
  /** Money; a return for a target. */
  readonly limit: number;
  /** What the objective would gain if the limit gave way by one unit of money. */
  readonly price: number;
  readonly sentence: string;
}

/** One channel over the window. */
export interface ChannelPlan {
  readonly name: string;
  readonly current: number;
  readonly plan: number;
  /** Plan over current less one; null where nothing is spent now. */
  readonly change: number | null;
  /** Least and most that its own bounds allow; null where only sums are bounded. */
  readonly bounds: readonly [number, number] | null;
  /** Money brought above none at all, in the mean over draws, and what of it each unit of money brings. */
  readonly worthCurrent: number;
  readonly worthPlan: number;
  readonly roiCurrent: number;
  readonly roiCurrentInterval: readonly [number, number];
  readonly roiPlan: number;
  readonly roiPlanInterval: readonly [number, number];
  /** What the next unit of money brings when all of the channel is scaled alike, in the mean over draws. */
  readonly marginalRoiCurrent: number;
  readonly marginalRoiPlan: number;
  /** Largest exposure of a period in the plan over the largest observed: above 1 the model extrapolates. */
  readonly peakRatio: number;
}

/** One decision variable. */
export interface AllocationRow {
  readonly channel: string;
  readonly geo: string | null;
  /** First and last period it is spent in. */
  readonly from: string;
  readonly to: string;
  readonly current: number;
  readonly plan: number;
}

/**
 * Meridian's own account of its search. Outcomes are means over draws of what a channel brings inside the window when all of its
 * media, those before the window too, are multiplied alike; what it brings after the window is not counted.
 */
export interface MeridianGrid {
  /** Digits of money spends are rounded to, and the money between rows. */
  readonly roundFactor: number;
  readonly step: number;
  /** Of all channels together, and how many jumps the climb took. */
  readonly rows: number;
  readonly jumps: number;
  /** What may be spent: the rounded current plan's money, scaled to the budget; null where a return is the limit. */
  readonly budget: number | null;
  readonly outcomeBefore: number;
  readonly outcomeAfter: number;
  readonly channels: readonly {
    readonly name: string;
    readonly lower: number;
    readonly upper: number;
    /** Rounded spend. */
    readonly before: number;
    readonly after: number;
    readonly outcomeBefore: number;
    readonly outcomeAfter: number;
  }[];
}

/** Spend of a period, money; and Robyn's response to it upon the mean carryover, KPI units, with what one more unit of money adds. */
export interface RobynPoint {
  readonly spend: number;
  readonly response: number;
  readonly marginal: number;
}

/** Robyn's own account of its allocation, per period and in the mean over the selected models. */
export interface RobynAllocation {
  readonly periods: number;
  /** How many times as far from the current spend the bounds of the second solution lie. */
  readonly widening: number;
  /** Σ over channels. */
  readonly response: { readonly initial: number; readonly plan: number; readonly widened: number };
  readonly channels: readonly {
    readonly name: string;
    readonly meanCarryover: number;
    readonly bounds: readonly [number, number];
    readonly wideBounds: readonly [number, number];
    readonly initial: RobynPoint;
    readonly plan: RobynPoint;
    readonly widened: RobynPoint;
  }[];
}

export interface Optimization {
  readonly method: BudgetMethod;
  /** Present when the draws are selected models of a search: their shares are no probabilities. */
  readonly ensemble?: true | undefined;
  readonly decide: Decision;
  readonly objective: {
    readonly kind: Objective["kind"];
    /** In words. */
    readonly text: string;
    /** Of the plan and of the current one, by its definition, of the draws as they are. */
    readonly plan: number;
    readonly current: number;
  };
  readonly currency: string;
  /** What worth and lift are counted in: the currency, or the KPI's name where the worth of a unit is not known. */
  readonly worthUnit: string;
  /** Share of the draws that intervals hold. */
  readonly level: number;
  readonly window: {
    readonly from: string;
    readonly to: string;
    readonly periods: number;
    /** Periods after the window in which what media still bring is counted. */
    readonly carryOutPeriods: number;
    readonly isFuture: boolean;
  };
  /** Spent by the plan. */
  readonly budget: number;
  readonly currentBudget: number;
  /** Money by channel. */
  readonly allocation: Readonly<Record<string, number>>;
  readonly current: Readonly<Record<string, number>>;
  /** Mean over draws of worth(plan) − worth(current), money. */
  readonly expectedLift: number;
  /** Equal-tailed, holding `level` of the draws. */
  readonly liftInterval: readonly [number, number];
  readonly lift: Estimate;
  /** Share of draws in which the plan brings more than the current one. */
  readonly probabilityBetter: number;
  readonly costOfBeingWrong: {
    readonly probabilityWorse: number;
    /** Mean loss against the current plan in the draws in which the plan brings less; 0 without such draws. */
    readonly lossWhenWorse: number;
    /** Mean over all draws of that loss. */
    readonly expectedLoss: number;
    /** Mean over draws of what each draw's own best plan would bring more; null where it was not computed. */
    readonly expectedRegret: number | null;
  };
  readonly kktResidual: number;
  /** What a better plan could at most add to the objective; null where nothing bounds it. */
  readonly dualityGap: number | null;
  /** What the next unit of budget would add to the objective; 0 where it does not bind. */
  readonly price: number;
  readonly binding: readonly BindingLimit[];
  readonly extrapolation: readonly {
    readonly channel: string;
    readonly peakRatio: number;
    readonly sentence: string;
  }[];
  readonly channels: readonly ChannelPlan[];
  readonly rows: readonly AllocationRow[];
  /** What a reader should know, most important first. */
  readonly sentences: readonly string[];
  /** Search and everything said; without opening the planner, making its table, and the verification. */
  readonly milliseconds: number;
  /** The plan asked of the model itself, where the search used a table of it; null where there was no table, or nobody asked. */
  readonly verification: {
    readonly milliseconds: number;
    /** Largest difference of a draw's worth, relative to the mean worth. */
    readonly largestDifference: number;
  } | null;
  readonly draws: number;
  /** Draws the search went over before it was finished on all of them. */
  readonly searchDraws: number;
  readonly search: string;
  /** Where frequencies were chosen: by channel with reach. Lift is on top of what they bring. */
  readonly frequencies?: readonly FrequencyChoice[];
  /** Where the method is Meridian's: its grid, and what it says of both plans. */
  readonly grid?: MeridianGrid;
  /** Where the method is Robyn's: its table, with the second solution. */
  readonly robyn?: RobynAllocation;
}

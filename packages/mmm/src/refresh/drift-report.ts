// What a refresh moved and why, as plain JSON-able data: the report and the command line read this and nothing else.
import type { Estimate } from "../analysis/evaluation.ts";
import type { Restatement } from "./compare-panels.ts";

/** One number before and after. */
export interface Shift {
  readonly before: Estimate;
  readonly after: Estimate;
  /** Of the means. */
  readonly change: number;
  /** The change in standard deviations of the earlier posterior; null where that has none. */
  readonly standardized: number | null;
  /** P(after > before), the two posteriors taken as independent. */
  readonly probabilityHigher: number;
  /** P(moved) = |2 P(after > before) − 1|: 0 where the posteriors are the same, 1 where they do not overlap. */
  readonly probabilityMoved: number;
  /**
   * The change over the standard deviation that further data of the same kind would give it, √(var before − var after), with
   * the Monte Carlo errors (`shift`): beyond ±3 the earlier posterior had promised that this would not happen. Null where
   * that has no size.
   */
  readonly surprise: number | null;
  /** More than its own uncertainty explains: |surprise| ≥ 3 and |standardized| ≥ ½, or |standardized| ≥ 2. */
  readonly moved: boolean;
}

export interface ParameterDrift extends Shift {
  readonly label: string;
}

/** Why a channel's ROI is another than in the earlier run: steps of the mean that add up to the change. */
interface RoiSteps {
  /** As the earlier run reported it. */
  readonly reported: number;
  /** The past as restated, by the earlier coefficients. */
  readonly restated: number;
  /** The new periods' spend and circumstances, by the earlier coefficients. */
  readonly spend: number;
  /** The coefficients: the sum of the next two. */
  readonly coefficients: number;
  /**
   * What the new periods taught: the step to the earlier draws weighted by the new periods' likelihood (`Reweighted`). Null
   * without new periods, or where so few draws carry the weight that it cannot be told.
   */
  readonly newData: number | null;
  /** The rest: other priors, restated or silenced history, the Monte Carlo error of both fits. Null with the step before. */
  readonly other: number | null;
}

/** Contribution per period in money, and what of its change comes from where. */
interface ContributionSteps {
  /** Per period of the earlier window, by the earlier coefficients. */
  readonly before: Estimate;
  /** Per new period, by the earlier coefficients. */
  readonly oldCoefficients: Estimate;
  /** Per new period, by the new coefficients. */
  readonly after: Estimate;
  /** Of the means: other spend and circumstances; other coefficients. */
  readonly fromSpend: number;
  readonly fromCoefficients: number;
}

export interface ChannelDrift {
  readonly name: string;
  /** As each run reports it: over its own window. */
  readonly roi: Shift;
  /** Both over the window as it is now, so that only coefficients differ. */
  readonly roiLikeForLike: Shift;
  readonly contributionShare: Shift;
  readonly marginalRoi: Shift;
  readonly roiSteps: RoiSteps;
  /** Null without new periods. */
  readonly contribution: ContributionSteps | null;
  readonly parameters: readonly ParameterDrift[];
  /** One or two sentences: what happened to the channel and the likely reason. */
  readonly sentence: string;
}

/** How the earlier model foretold the new periods, which it had not seen. */
export interface Foretold {
  readonly periods: number;
  /** Shares of the new cells inside the earlier model's predictive intervals. */
  readonly coverage50: number;
  readonly coverage80: number;
  readonly coverage94: number;
  /** Of the cells; and the same over the earlier window, which it was fitted to. */
  readonly mape: number;
  readonly mapeBefore: number;
  /** Mean continuous ranked probability score of the cells, KPI units; smaller is better. */
  readonly crps: number;
  readonly crpsBefore: number;
  /** Sum over the new periods, KPI units. */
  readonly observed: number;
  readonly predicted: Estimate;
  /** P(predicted ≤ observed), of the sum. */
  readonly probabilityBelow: number;
  /** Sums over geos. */
  readonly weeks: readonly {
    readonly date: string;
    readonly observed: number;
    readonly predicted: number;
    readonly lower50: number;
    readonly upper50: number;
    readonly lower90: number;
    readonly upper90: number;
    /** Normal score of P(predicted ≤ observed): beyond ±2 one in twenty. */
    readonly surprise: number;
  }[];
  /** Whether the sum lies outside its 94 % interval, or too few cells inside theirs to be chance. */
  readonly failed: boolean;
  readonly sentence: string;
}

/** How the new periods' inputs compare with the range the earlier model knew. */
export interface DataDrift {
  readonly spend: readonly {
    readonly name: string;
    /** Per period, money. */
    readonly before: number;
    readonly after: number;
    /** Money per unit of exposure; null where there is no exposure, or it is the money. */
    readonly costBefore: number | null;
    readonly costAfter: number | null;
    /** Largest exposure of a cell, in units of the geo's size. */
    readonly largestBefore: number;
    readonly largestAfter: number;
    /** Share of the new cells with more exposure than that geo ever had. */
    readonly shareBeyond: number;
  }[];
  readonly controls: readonly {
    readonly name: string;
    readonly before: number;
    readonly after: number;
    /** Change of the mean in standard deviations of the earlier values; null where they did not vary. */
    readonly shift: number | null;
    /** Share of the new cells outside the earlier range. */
    readonly shareOutside: number;
  }[];
  /** Per period, sums over geos. */
  readonly kpi: {
    readonly before: number;
    readonly after: number;
    /** The same periods a year earlier; null where the data do not reach back so far. */
    readonly yearEarlier: number | null;
  };
  readonly sentences: readonly string[];
}

/** How far the earlier draws can stand for a fit to the new periods as well, when weighted by their likelihood. */
interface Reweighted {
  /** Pareto k-hat of the weights; null when infinite. */
  readonly paretoK: number | null;
  /** Whether k-hat is within what so many draws can carry. */
  readonly reliable: boolean;
}

export interface DriftReport {
  readonly before: RunWindow;
  readonly after: RunWindow;
  readonly newPeriods: number;
  readonly currency: string;
  readonly frequency: "daily" | "weekly" | "monthly";
  readonly prior: "spec" | "posterior";
  readonly restated: readonly Restatement[];
  /** In the order of the specification. */
  readonly channels: readonly ChannelDrift[];
  /** Of what does not belong to a channel, most moved first; parts with many elements, such as knots, left out. */
  readonly parameters: readonly ParameterDrift[];
  /** Null without new periods. */
  readonly foretold: Foretold | null;
  /** Null without new periods. */
  readonly reweighted: Reweighted | null;
  readonly data: DataDrift;
  /** Channels whose like-for-like ROI moved more than its own uncertainty explains. */
  readonly flagged: readonly string[];
  /** What moved most and the likely reason: the first for the header, then the rest. */
  readonly sentences: readonly string[];
}

export interface RunWindow {
  readonly from: string;
  readonly to: string;
  readonly periods: number;
}

/** A refresh as it is kept with the run it made. */
export interface Refresh {
  /** Id of the run that was refreshed. */
  readonly run: string;
  /** With the posterior as prior: what its variances were divided by. Null otherwise. */
  readonly discount: number | null;
  /** Latest periods that counted; null: all, or with the posterior as prior the new ones. */
  readonly window: number | null;
  /** Periods whose KPI counted in the likelihood. */
  readonly seenPeriods: number;
  /** Earlier periods that the data lacked and the earlier run knew. */
  readonly fromHistory: number;
  readonly addedKnots: number;
  readonly widened: readonly string[];
  readonly drift: DriftReport;
}

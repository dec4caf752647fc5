// What an analysis of incrementality says, as plain JSON-able data. Every term is defined by formula in docs/glossary.md.
import type { ChannelGroup } from "./channel-groups.ts";
import type { FlightedCurve } from "./flighted-curve.ts";
import type { LevelEstimate, RatioEstimate } from "./level-estimate.ts";
import type { OptimalFrequency } from "./optimal-frequency.ts";
import type { SteadyCurve } from "./steady-curve.ts";

/** KPI inside the window that the subject's media of all times caused. KPI units unless said otherwise. */
export interface WindowView {
  readonly contribution: LevelEstimate;
  /** Of it: by the media of the window itself … */
  readonly own: LevelEstimate;
  /** … and by media shown before. The two sum to the contribution, draw by draw. */
  readonly carryIn: LevelEstimate;
  /** The contribution in money. */
  readonly money: LevelEstimate;
  /** Money of the contribution per money spent in the window; null without spend. */
  readonly roi: ReturnEstimate | null;
  /** Spend in the window per unit of the contribution; null without spend. */
  readonly cpik: RatioEstimate | null;
  /** Contribution over that of all media together. */
  readonly shareOfMedia: RatioEstimate;
  /** Contribution over the expected KPI. */
  readonly shareOfKpi: RatioEstimate;
  /** Relative change of the expected KPI in the window per relative change of the subject's media at all times, by +1 %. */
  readonly elasticity: RatioEstimate;
}

/** All KPI, inside the window and after it, that the subject's media of the window caused. */
export interface FlightView {
  readonly contribution: LevelEstimate;
  /** Of it: inside the window (the window view's `own`) … */
  readonly inside: LevelEstimate;
  /** … and after it. The two sum to the contribution, draw by draw. */
  readonly carryOut: LevelEstimate;
  readonly money: LevelEstimate;
  /** Money per money spent in the window; null without spend. */
  readonly roi: ReturnEstimate | null;
  /** Spend per unit of KPI; null without spend. */
  readonly cpik: RatioEstimate | null;
  /** Money gained per money spent more, when the window's media are scaled up by 1 %; null without spend. */
  readonly marginalRoi: LevelEstimate | null;
  /** The same for a step towards zero: the exact derivative of the posterior mean; null without spend. */
  readonly marginalRoiDerivative: number | null;
  /** Money spent more per unit of KPI gained, by +1 %; null without spend. */
  readonly marginalCpik: RatioEstimate | null;
}

/**
 * Money back per money spent. The spend is known, so that the ratio of means and the mean of ratios are one number; both are
 * given, since it is not so for what divides by something uncertain.
 */
export interface ReturnEstimate extends LevelEstimate {
  readonly ratioOfMeans: number;
  readonly meanOfRatios: number;
  /** Posterior probability that more came back than was spent. */
  readonly probabilityAboveOne: number;
}

export interface SubjectIncrementality {
  readonly name: string;
  readonly kind: "channel" | "group" | "total";
  readonly channels: readonly string[];
  /** In the window, money. */
  readonly spend: number;
  readonly windowView: WindowView;
  readonly flightView: FlightView;
}

export interface PlaceIncrementality {
  /** KPI that was observed in the window, of what is known of it. */
  readonly observed: number;
  /** How many values of single geos and periods are not known, and lack in `observed`; absent where all are known. */
  readonly unknown?: number;
  readonly expected: LevelEstimate;
  /** Expected KPI less what all media together caused. */
  readonly baseline: LevelEstimate;
  /** Channels in the panel's order, then the groups, then the total. */
  readonly subjects: readonly SubjectIncrementality[];
}

export interface WindowIncrementality extends PlaceIncrementality {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly periods: number;
  /** Absent unless asked for. */
  readonly geos?: readonly (PlaceIncrementality & { readonly name: string })[];
}

export interface Incrementality {
  readonly kpi: { readonly name: string; readonly kind: "revenue" | "units" };
  readonly currency: string;
  readonly frequency: "daily" | "weekly" | "monthly";
  /** Mass of every interval. */
  readonly level: number;
  /** Posterior draws behind every figure but the curves'. */
  readonly draws: number;
  /** Whether channels' contributions sum to those of groups and total; not so where effects multiply. */
  readonly addsUp: boolean;
  readonly groups: readonly ChannelGroup[];
  /** How far effects were followed after the data: periods, and the largest share of an effect that comes later still. */
  readonly followed: { readonly periods: number; readonly unfollowedShare: number };
  readonly windows: readonly WindowIncrementality[];
  /** Absent unless asked for; one for each channel. */
  readonly curves?: {
    readonly from: string;
    readonly to: string;
    readonly draws: number;
    readonly flighted: readonly FlightedCurve[];
    readonly steady: readonly SteadyCurve[];
    /** Of channels known by reach and frequency, over all of the data: how often people should be reached. */
    readonly frequencies: readonly OptimalFrequency[];
  };
}

// The trust report: what was checked about a fit, what came of it and why, as plain JSON-able data.
import type { MeridianHealth } from "./meridian-health-report.ts";
import type { PlaceboResult } from "./placebo.ts";

export type Verdict = "pass" | "caution" | "fail";

type TrustCheckId =
  | "convergence"
  | "posterior-predictive"
  | "residual-autocorrelation"
  | "shared-shocks"
  | "influential-observations"
  | "in-sample-fit"
  | "out-of-sample"
  | "prior-predictive"
  | "contraction"
  | "prior-sensitivity"
  | "prior-only-spend"
  | "collinearity"
  | "extrapolation"
  | "plausible-roi"
  | "negative-baseline"
  | "sample-size"
  | "model-spread"
  | "placebo";

export interface TrustNumber {
  readonly name: string;
  /** Null where there is none, such as the p-value of a series that does not vary. */
  readonly value: number | null;
}

/** What a check found about one channel. */
export interface ChannelFinding {
  readonly channel: string;
  readonly verdict: Verdict;
  readonly numbers: readonly TrustNumber[];
  /** A clause that goes on from "tv: caution – ", without a full stop. */
  readonly reason: string;
}

export interface TrustCheck {
  readonly id: TrustCheckId;
  /** What is asked, in two to five words. */
  readonly title: string;
  readonly verdict: Verdict | "not-run";
  /** A failure of a critical check fails the run; of another one it cautions. */
  readonly critical: boolean;
  readonly numbers: readonly TrustNumber[];
  /** What the numbers should be. */
  readonly threshold: string;
  /** One sentence with the number. */
  readonly reason: string;
  /** One sentence; null where there is nothing to do. */
  readonly remedy: string | null;
  /** In the order of the specification; absent where a check is about no channel. */
  readonly channels?: readonly ChannelFinding[];
}

/** Whether a channel's ROI can be used, to stand beside it. */
export interface ChannelTrust {
  readonly name: string;
  readonly verdict: Verdict;
  /** "tv: caution – its ROI is 80 % prior". */
  readonly line: string;
  /** Median and interval of the ROI at the report's level. */
  readonly roi: { readonly median: number; readonly lower: number; readonly upper: number };
  /** Share of the prior's variance of the ROI that is left; null where it cannot be told. */
  readonly priorShare: number | null;
}

export interface TrustReport {
  readonly verdict: Verdict;
  /** For who decides: whether the numbers can be used, and the gravest reason why not. */
  readonly sentence: string;
  /** Of the intervals of the ROIs. */
  readonly level: number;
  /** Posterior draws the checks were made on. */
  readonly draws: number;
  readonly counts: Readonly<Record<TrustCheck["verdict"], number>>;
  /** In a fixed order. */
  readonly checks: readonly TrustCheck[];
  /** In the order of the specification. */
  readonly channels: readonly ChannelTrust[];
  /** Where one was fitted: it need not be fitted again. */
  readonly placebo?: PlaceboResult;
  /** What Meridian's own, more lenient checks say of the same draws; absent for ensembles and previews. It decides nothing here. */
  readonly meridianHealth?: MeridianHealth;
}

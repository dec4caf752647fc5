// Meridian's health checks of a fit as plain data, beside our own verdict.
import type { PredictiveAccuracy } from "../analysis/predictive-accuracy.ts";

export type HealthStatus = "pass" | "review" | "fail" | "not-run";

type HealthCheckId =
  | "convergence"
  | "baseline"
  | "predictive"
  | "fit"
  | "shift"
  | "consistency"
  | "implausible-roi"
  | "high-variance"
  | "potential-bias";

export interface HealthChannel {
  readonly channel: string;
  readonly status: HealthStatus;
  /** What the check looks at; null where there is none. */
  readonly value: number | null;
}

export interface HealthCheck {
  readonly id: HealthCheckId;
  readonly title: string;
  readonly status: HealthStatus;
  /** The number it decides by: of the worst channel where it is about channels. */
  readonly value: number | null;
  readonly threshold: string;
  readonly found: string;
  /** What it does not see. */
  readonly blind: string;
  /** Its weight in the score, 0 where it does not enter. */
  readonly weight: number;
  readonly channels?: readonly HealthChannel[];
}

export interface MeridianHealth {
  /** Of the original whose rules these are. */
  readonly version: "2.1";
  readonly status: "passed" | "passed with reviews" | "failed";
  /** From 0 to 100. */
  readonly score: number;
  readonly sentence: string;
  readonly checks: readonly HealthCheck[];
  readonly accuracy: PredictiveAccuracy;
  /** By the rules of releases before 2: R² by geo and period, and a p-value of the expected total without noise. */
  readonly before: { readonly score: number; readonly r2: number | null; readonly predictive: number };
}

// What a configuration may say beyond channels and calendar: smooth change over time, changepoints, events, likelihoods.
import type { ConfigPrior } from "./config.ts";

/** How observations scatter around what is expected of them. */
export type LikelihoodKind = "normal" | "student-t" | "log-normal" | "negative-binomial";

/** How alike a smooth function is at two times. */
export type Covariance = "matern-52" | "matern-32" | "squared-exponential";

/** A smooth function of time: a Gaussian process, approximated by a few basis functions. */
export interface ConfigProcess {
  readonly covariance: Covariance;
  /** Number of basis functions; null: the model's default. */
  readonly functions: number | null;
  /** Half width of the basis over half the training window. */
  readonly boundary: number;
  /** Prior of its standard deviation; null: the model's default. */
  readonly amplitude: ConfigPrior | null;
  /** Prior of the periods over which it stays alike; null: the model's default. */
  readonly lengthscale: ConfigPrior | null;
}

interface ConfigMediaProcess extends ConfigProcess {
  /** One multiplier of all channels, or one of each, around a common one. */
  readonly sharing: "shared" | "per-channel";
  /** Prior of the standard deviation of each channel's own part; null: the model's default. */
  readonly channel_amplitude: ConfigPrior | null;
}

export interface ConfigTimeVarying {
  readonly intercept: ConfigProcess | null;
  readonly media: ConfigMediaProcess | null;
}

/** How an event's effect comes and goes; `before` and `after` fade on that side only. */
export type EventShape = "gaussian" | "before" | "after" | "asymmetric";

export interface ConfigEvent {
  readonly name: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly start: string;
  readonly end: string;
  readonly shape: EventShape;
  /** Prior of the effect at its height; null: the model's default. */
  readonly prior: ConfigPrior | null;
  /** Prior of the days over which the effect fades; null: the model's default. */
  readonly width: ConfigPrior | null;
}

// What can be asked of a sampling run, and what it reports while it runs.
import { SamplingError } from "../errors.ts";
import type { MetricKind } from "./metric.ts";

export interface SampleOptions {
  readonly chains: number;
  /** Iterations per chain that tune the sampler and are not kept. */
  readonly warmup: number;
  /** Kept iterations per chain. */
  readonly draws: number;
  /** Mean acceptance probability the step size is tuned to, in (0, 1). */
  readonly targetAcceptance: number;
  /** A trajectory has at most 2^maxTreeDepth steps. */
  readonly maxTreeDepth: number;
  readonly metric: MetricKind;
  /**
   * Sampling ends once every scalar has this many effective draws (bulk ESS), asked at every hundred draws; `draws` is then
   * the most that are made. Undefined: all are made.
   */
  readonly untilEss?: number | undefined;
  /** Integer ≥ 0; the same seed gives the same draws on one platform. */
  readonly seed: number;
}

export const defaultSampleOptions: SampleOptions = {
  chains: 4,
  warmup: 1000,
  draws: 1000,
  targetAcceptance: 0.9,
  maxTreeDepth: 10,
  metric: "dense",
  seed: 42,
};

/** Warm-up of a chain that begins with what an earlier run learned: the step size settles, and the start is forgotten. */
export const warmStartWarmup = 150;

/** One chain's state of affairs. */
export interface ChainProgress {
  readonly chain: number;
  readonly phase: "initializing" | "warmup" | "sampling" | "done";
  /** Iterations done, warm-up included. */
  readonly iteration: number;
  /** Iterations asked for, warm-up included. */
  readonly total: number;
  readonly stepSize: number;
  /** Divergent transitions after warm-up. */
  readonly divergences: number;
  /** Leapfrog steps of the latest transition. */
  readonly leapfrogs: number;
  readonly elapsedMs: number;
}

/** @throws SamplingError naming every option out of its range. */
export function checkSampleOptions(options: SampleOptions): void {
  const wrong: string[] = [];
  const whole = (name: "chains" | "warmup" | "draws" | "maxTreeDepth" | "seed", least: number, most: number): void => {
    const value = options[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      wrong.push(`${name} is ${value}; it must be a whole number from ${least} to ${most}`);
    }
  };
  whole("chains", 1, 1000);
  whole("warmup", 0, 1_000_000);
  whole("draws", 1, 1_000_000);
  whole("maxTreeDepth", 1, 20);
  whole("seed", 0, Number.MAX_SAFE_INTEGER);
  if (!(options.targetAcceptance > 0 && options.targetAcceptance < 1)) {
    wrong.push(`targetAcceptance is ${options.targetAcceptance}; it must lie between 0 and 1`);
  }
  if (options.untilEss !== undefined && !(options.untilEss > 0 && Number.isFinite(options.untilEss))) {
    wrong.push(`untilEss is ${options.untilEss}; it must be a number above 0`);
  }
  if (wrong.length > 0) throw new SamplingError(wrong.join("\n"));
}

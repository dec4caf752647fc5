// What a chain is between two iterations, and what it sends home: plain data, so that it can be kept, sent and resumed.
import type { MetricState } from "./metric.ts";
import type { StepSizeState } from "./step-size.ts";
import type { WarmupPoints } from "./warmup-window.ts";

/** The statistics kept of every draw, in the order of their columns. */
export const statisticNames = [
  "logDensity",
  "acceptanceRate",
  "divergent",
  "energy",
  "energyError",
  "stepSize",
  "treeDepth",
  "leapfrogs",
  "depthSaturated",
] as const;

/** How many numbers of each random stream a chain has taken. */
interface StreamPositions {
  readonly momentum: number;
  readonly tree: number;
  readonly block: number;
}

/** Where a warm-up stands. */
export interface WarmupState {
  readonly stepSize: StepSizeState;
  readonly points: WarmupPoints;
}

/** A chain between two iterations; with the posterior and the options it determines every draw that follows. */
export interface ChainState {
  /** Iterations done, warm-up included. */
  readonly iteration: number;
  readonly position: Float64Array; // (dim)
  readonly stepSize: number;
  readonly metric: MetricState;
  readonly streams: StreamPositions;
  /** Undefined once the warm-up is over. */
  readonly warmup: WarmupState | undefined;
  /** True for a chain whose metric came from an earlier run. */
  readonly keepsMetric: boolean;
  readonly divergences: number;
  readonly gradientEvaluations: number;
}

/** What an earlier run learned of the posterior's shape, for one chain. */
export type ChainAdaptation = Pick<ChainState, "position" | "stepSize" | "metric">;

/** How a chain begins: from the prior, with what an earlier run learned, or where it was left. */
export type ChainStart =
  | { readonly kind: "fresh" }
  | ({ readonly kind: "warm" } & ChainAdaptation)
  | { readonly kind: "resumed"; readonly state: ChainState; readonly finished: number };

/** A stretch of finished draws on its way home. */
export interface ChainBlock {
  readonly chain: number;
  /** Number of the block's first draw in its chain. */
  readonly first: number;
  readonly draws: number;
  readonly records: Float64Array; // (draws, recordLength)
  readonly statistics: Float64Array; // (draws, statisticNames.length)
  /** The chain after the block's last draw; in answers to a report and at the end. */
  readonly state?: ChainState | undefined;
  /** True when the chain sends no more. */
  readonly ended: boolean;
}

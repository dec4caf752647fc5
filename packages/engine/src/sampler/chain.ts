// One chain: start, warm-up, kept draws; it pauses often enough for its host to report and to stop it.
import type { Posterior } from "../graph/log-density.ts";
import { openStream } from "../random/philox.ts";
import { initialize } from "./initialize.ts";
import { unitMetric } from "./metric.ts";
import { Nuts, type Transition } from "./nuts.ts";
import type { ChainProgress, SampleOptions } from "./options.ts";
import { Warmup } from "./warmup.ts";

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

/** What one chain brings home; plain data, so that it crosses from a worker. */
export interface ChainDraws {
  readonly chain: number;
  /** Kept draws finished; fewer than asked when stopped. */
  readonly finished: number;
  /** (finished, recordLength). */
  readonly records: Float64Array;
  /** (finished, statisticNames.length). */
  readonly statistics: Float64Array;
  readonly gradientEvaluations: number;
  readonly elapsedMs: number;
}

export interface ChainHost {
  onProgress?(progress: ChainProgress): void;
  /** Asked between iterations; true ends the chain with what it has. */
  stopRequested?(): boolean;
}

/** Time between pauses; long against a timer's delay, short against a person's patience. */
const pauseEveryMs = 100;

/** Runs chain number `chain`. @throws SamplingError when no usable starting point is found. */
export async function runChain(
  posterior: Posterior,
  chain: number,
  options: SampleOptions,
  host: ChainHost = {},
): Promise<ChainDraws> {
  const startedMs = performance.now();
  const total = options.warmup + options.draws;
  const nuts = new Nuts(posterior, unitMetric(options.metric, posterior.dim), {
    maxTreeDepth: options.maxTreeDepth,
    momentumStream: openStream({ seed: options.seed, chain, purpose: "momentum" }),
    treeStream: openStream({ seed: options.seed, chain, purpose: "tree" }),
  });
  const blockStream = openStream({ seed: options.seed, chain, purpose: "block" });
  const records = new Float64Array(options.draws * posterior.recordLength); // (draw, recordLength)
  const statistics = new Float64Array(options.draws * statisticNames.length); // (draw, statistic)
  let finished = 0;
  let divergences = 0;

  const report = (phase: ChainProgress["phase"], iteration: number, leapfrogs: number): void =>
    host.onProgress?.({
      chain,
      phase,
      iteration,
      total,
      stepSize: nuts.stepSize,
      divergences,
      leapfrogs,
      elapsedMs: performance.now() - startedMs,
    });

  report("initializing", 0, 0);
  initialize(nuts, posterior, chain, options);
  const warmup = new Warmup(nuts, posterior.dim, options);
  let lastPauseMs = performance.now();
  let iteration = 0;

  while (iteration < total) {
    const transition = nuts.transition();
    if (iteration < options.warmup) {
      warmup.learn(iteration, transition);
    } else {
      divergences += transition.divergent ? 1 : 0;
      const record = records.subarray(finished * posterior.recordLength, (finished + 1) * posterior.recordLength);
      posterior.record(nuts.position, blockStream, record);
      writeStatistics(statistics, finished, transition, nuts.stepSize);
      finished += 1;
    }
    iteration += 1;
    if (performance.now() - lastPauseMs > pauseEveryMs) {
      report(iteration < options.warmup ? "warmup" : "sampling", iteration, transition.leapfrogs);
      await pause();
      lastPauseMs = performance.now();
      if (host.stopRequested?.() === true) break;
    }
  }
  report("done", iteration, nuts.result.leapfrogs);
  return {
    chain,
    finished,
    records: records.slice(0, finished * posterior.recordLength),
    statistics: statistics.slice(0, finished * statisticNames.length),
    gradientEvaluations: nuts.gradientEvaluations,
    elapsedMs: performance.now() - startedMs,
  };
}

/** Lets timers, messages and other chains of this thread have their turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function writeStatistics(statistics: Float64Array, draw: number, transition: Transition, stepSize: number): void {
  const values: Record<(typeof statisticNames)[number], number> = {
    logDensity: transition.logDensity,
    acceptanceRate: transition.acceptanceRate,
    divergent: transition.divergent ? 1 : 0,
    energy: transition.energy,
    energyError: transition.energyError,
    stepSize,
    treeDepth: transition.treeDepth,
    leapfrogs: transition.leapfrogs,
    depthSaturated: transition.depthSaturated ? 1 : 0,
  };
  statisticNames.forEach((name, column) => {
    statistics[draw * statisticNames.length + column] = values[name];
  });
}

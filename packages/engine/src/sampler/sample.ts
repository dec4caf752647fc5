// Sampling: several chains, carried out by a runner, gathered into labelled draws.
import type { Draws } from "../draws/draws.ts";
import { SamplingError } from "../errors.ts";
import type { Posterior } from "../graph/log-density.ts";
import { elementCount } from "../math/shape.ts";
import { type ChainDraws, runChain, statisticNames } from "./chain.ts";
import { type ChainProgress, checkSampleOptions, defaultSampleOptions, type SampleOptions } from "./options.ts";
import type { StopSignal } from "./stop-signal.ts";

/** Where chains are carried out: in this thread, or each in a worker of its own. */
export interface ChainRunner {
  /**
   * Runs chains 0 … options.chains − 1. When `signal` aborts, it resolves with what each chain has finished.
   * @param payload  what the posterior is made from, where the posterior itself cannot be sent
   */
  run(request: RunRequest): Promise<ChainDraws[]>;
}

export interface RunRequest {
  readonly posterior: Posterior;
  /** Plain data from which a worker's module makes the same posterior. */
  readonly payload: unknown;
  readonly options: SampleOptions;
  readonly signal?: StopSignal | undefined;
  onProgress(progress: ChainProgress): void;
}

export interface SampleRequest {
  readonly payload?: unknown;
  readonly options?: Partial<SampleOptions>;
  readonly runner?: ChainRunner | undefined;
  /** Aborting ends the run early and keeps the finished draws. */
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: ChainProgress) => void) | undefined;
}

export interface SampleResult {
  readonly draws: Draws;
  /** True when the run was stopped before all asked draws were made. */
  readonly interrupted: boolean;
  readonly gradientEvaluations: number;
  /** Wall time from the start of the first chain to the end of the last. */
  readonly samplingMs: number;
}

/**
 * Draws from the posterior.
 * @throws SamplingError for options out of range, when no chain finds a start, or when a stop left no kept draw
 */
export async function sample(posterior: Posterior, request: SampleRequest = {}): Promise<SampleResult> {
  const options: SampleOptions = { ...defaultSampleOptions, ...request.options };
  checkSampleOptions(options);
  const startedMs = performance.now();
  const chains = await (request.runner ?? sameThreadRunner).run({
    posterior,
    payload: request.payload,
    options,
    signal: request.signal,
    onProgress: request.onProgress ?? (() => {}),
  });
  return {
    draws: gather(posterior, chains),
    interrupted: chains.some((chain) => chain.finished < options.draws),
    gradientEvaluations: chains.reduce((total, chain) => total + chain.gradientEvaluations, 0),
    samplingMs: performance.now() - startedMs,
  };
}

/** All chains in this thread, taking turns. */
export const sameThreadRunner: ChainRunner = {
  run: ({ posterior, options, signal, onProgress }) =>
    Promise.all(
      Array.from({ length: options.chains }, (_, chain) =>
        runChain(posterior, chain, options, { onProgress, stopRequested: () => signal?.aborted ?? false }),
      ),
    ),
};

/** Puts chains side by side. After a stop: chains with at least half the draws of the longest, cut to equal length. */
function gather(posterior: Posterior, all: readonly ChainDraws[]): Draws {
  const longest = Math.max(...all.map((chain) => chain.finished));
  const chains = all.filter((chain) => chain.finished > 0 && 2 * chain.finished >= longest);
  const draws = Math.min(...chains.map((chain) => chain.finished));
  if (chains.length === 0) {
    throw new SamplingError("stopped before the first draw was kept; let the warm-up finish, or ask for a shorter one");
  }
  const column = (name: (typeof statisticNames)[number]): Float64Array => {
    const index = statisticNames.indexOf(name);
    const values = new Float64Array(chains.length * draws); // (chain, draw)
    chains.forEach((chain, c) => {
      for (let d = 0; d < draws; d += 1) values[c * draws + d] = chain.statistics[d * statisticNames.length + index];
    });
    return values;
  };
  return {
    chains: chains.length,
    draws,
    coordinates: posterior.coordinates,
    variables: posterior.variables.map(({ name, dims, shape, offset }) => {
      const size = elementCount(shape);
      const values = new Float64Array(chains.length * draws * size); // (chain, draw, ...shape)
      chains.forEach((chain, c) => {
        for (let d = 0; d < draws; d += 1) {
          const start = d * posterior.recordLength + offset;
          values.set(chain.records.subarray(start, start + size), (c * draws + d) * size);
        }
      });
      return { name, dims, shape, values };
    }),
    statistics: {
      logDensity: column("logDensity"),
      acceptanceRate: column("acceptanceRate"),
      divergent: Uint8Array.from(column("divergent")),
      energy: column("energy"),
      energyError: column("energyError"),
      stepSize: column("stepSize"),
      treeDepth: Uint8Array.from(column("treeDepth")),
      leapfrogs: Uint32Array.from(column("leapfrogs")),
      depthSaturated: Uint8Array.from(column("depthSaturated")),
    },
  };
}

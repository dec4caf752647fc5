// All folds of a validation, some at a time: finished ones stay when the rest is stopped.
import {
  type ChainRunner,
  type SampleOptions,
  SamplingError,
  type StopSignal,
  type TaskRunner,
} from "@carryover/engine";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import type { Fold } from "./splits.ts";
import { validateFold } from "./validate-fold.ts";
import type { FailedFold, FoldResult } from "./validation.ts";

export type FoldStage = "waiting" | "sampling" | "done" | "failed" | "stopped";

export interface FoldProgress {
  readonly index: number;
  readonly name: string;
  readonly stage: FoldStage;
  /** Of the fold's sampling, 0 to 1. */
  readonly share: number;
}

export interface RunFoldsOptions {
  readonly sampling: Partial<SampleOptions> & { readonly seed: number };
  /** Folds at a time; 1 by default. */
  readonly concurrency?: number;
  /** Opened once for every fold under way; chains run in this thread by default. */
  readonly openRunner?: (() => ChainRunner & { close?(): void }) | undefined;
  /** Where searches are made; in this thread by default. */
  readonly taskRunner?: TaskRunner | undefined;
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: (progress: FoldProgress) => void;
}

export interface FoldOutcomes {
  /** In the order of the folds. */
  readonly finished: readonly FoldResult[];
  /** The data or the model did not allow them. */
  readonly failed: readonly FailedFold[];
  readonly stopped: readonly string[];
}

/** Seeds of folds lie this far apart: a fold's seed does not depend on how many there are, nor on which run at a time. */
const seedStep = 1000;

/** The seed of the fold at a position, from the validation's. */
export function foldSeed(seed: number, index: number): number {
  return (seed + seedStep * (index + 1)) % 2 ** 32;
}

export async function runFolds(
  panel: Panel,
  config: Config,
  folds: readonly Fold[],
  options: RunFoldsOptions,
): Promise<FoldOutcomes> {
  const { sampling, concurrency = 1, openRunner, taskRunner, signal, onProgress } = options;
  const results: (FoldResult | FailedFold | undefined)[] = folds.map(() => undefined);
  const report = (index: number, stage: FoldStage, share: number): void =>
    onProgress?.({ index, name: folds[index].name, stage, share });
  folds.forEach((_, index) => {
    report(index, "waiting", 0);
  });
  let next = 0;
  const worker = async (): Promise<void> => {
    const runner = openRunner?.();
    try {
      while (next < folds.length && signal?.aborted !== true) {
        const index = next;
        next += 1;
        report(index, "sampling", 0);
        const result = await attempt({
          panel,
          config,
          fold: folds[index],
          sampling: { ...sampling, seed: foldSeed(sampling.seed, index) },
          runner,
          taskRunner,
          signal,
          onProgress: (share) => report(index, "sampling", share),
        });
        results[index] = result;
        report(index, result === undefined ? "stopped" : "reason" in result ? "failed" : "done", 1);
      }
    } finally {
      runner?.close?.();
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, folds.length) }, worker));
  return {
    finished: results.filter((each): each is FoldResult => each !== undefined && !("reason" in each)),
    failed: results.filter((each): each is FailedFold => each !== undefined && "reason" in each),
    stopped: folds.filter((_, index) => results[index] === undefined).map(({ name }) => name),
  };
}

/** A fold that cannot be fitted does not take the others with it. */
async function attempt(request: Parameters<typeof validateFold>[0]): Promise<FoldResult | FailedFold | undefined> {
  try {
    return await validateFold(request);
  } catch (error) {
    if (!(error instanceof SpecError || error instanceof SamplingError)) throw error;
    return { name: request.fold.name, reason: error.message };
  }
}

// All folds of a validation, some at a time: finished ones stay when the rest is stopped.
import type { SampleOptions } from "@carryover/engine";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { type RunJobsOptions, runJobs } from "./run-jobs.ts";
import type { Fold } from "./splits.ts";
import { validateFold } from "./validate-fold.ts";
import type { FailedFold, FoldResult } from "./validation.ts";

export interface RunFoldsOptions extends Omit<RunJobsOptions<FoldResult>, "onResult"> {
  readonly sampling: Partial<SampleOptions> & { readonly seed: number };
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

/** A fold that cannot be fitted does not take the others with it. */
export async function runFolds(
  panel: Panel,
  config: Config,
  folds: readonly Fold[],
  { sampling, ...options }: RunFoldsOptions,
): Promise<FoldOutcomes> {
  const outcomes = await runJobs(
    folds.map((fold, index) => ({
      name: fold.name,
      run: ({ onShare, ...host }) => {
        const own = { ...sampling, seed: foldSeed(sampling.seed, index) };
        return validateFold({ panel, config, fold, sampling: own, ...host, onProgress: onShare });
      },
    })),
    options,
  );
  const named = folds.map(({ name }, index) => ({ name, outcome: outcomes[index] }));
  return {
    finished: named.flatMap(({ outcome }) => (outcome !== undefined && "result" in outcome ? [outcome.result] : [])),
    failed: named.flatMap(({ name, outcome }) =>
      outcome !== undefined && "failure" in outcome ? [{ name, reason: outcome.failure }] : [],
    ),
    stopped: named.filter(({ outcome }) => outcome === undefined).map(({ name }) => name),
  };
}

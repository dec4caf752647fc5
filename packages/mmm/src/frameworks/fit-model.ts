// Fits any model by the way of its kind: chains that sample a posterior, or a search.
import type { TaskRunner } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import type { ModelSpec } from "../model/spec.ts";
import { type FitOptions, startFit } from "./bayesian/fit.ts";
import { searchRobyn } from "./robyn/fit.ts";
import type { RobynSearch } from "./robyn/search-result.ts";

export interface ModelFitOptions extends FitOptions {
  /** Where a search is made, its module `@carryover/mmm/robyn-search`; in this thread by default. */
  readonly taskRunner?: TaskRunner | undefined;
  /** Called as the fit goes on with the share of it that is done, 0 to 1. */
  readonly onShare?: ((share: number) => void) | undefined;
  /** Given what a search found, besides the fit its models make. */
  readonly onSearch?: ((search: RobynSearch) => void) | undefined;
}

/**
 * A fit of whatever kind, from its start to its end. Of `sampling` a search takes the seed alone.
 * @throws SpecError for what the model cannot do, SamplingError when nothing could be drawn or found
 */
export async function fitModel(panel: Panel, spec: ModelSpec, options: ModelFitOptions = {}): Promise<Fit> {
  const { onShare, onSearch, onProgress, taskRunner, ...sampling } = options;
  if (spec.kind === "robyn") {
    const { fit, search } = await searchRobyn(panel, spec, {
      runner: taskRunner,
      signal: sampling.signal,
      seed: sampling.sampling?.seed,
      onProgress: ({ evaluated, total }) => onShare?.(evaluated / total),
    });
    onSearch?.(search);
    return fit;
  }
  const shares: number[] = [];
  return startFit(panel, spec, {
    ...sampling,
    onProgress: (progress) => {
      shares[progress.chain] = progress.iteration / progress.total;
      const chains = sampling.sampling?.chains ?? shares.length;
      onShare?.(shares.reduce((sum, share) => sum + (share ?? 0), 0) / chains);
      onProgress?.(progress);
    },
  }).fit;
}

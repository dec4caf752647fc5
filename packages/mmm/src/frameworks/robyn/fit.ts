// The Robyn framework: searches models, selects some of them and answers from these.
import type { Panel } from "../../data/panel.ts";
import type { Fit } from "../../fit.ts";
import { robynOf } from "../../model/robyn.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { resampledMembers } from "./bootstrap.ts";
import { type EnsembleOptions, fitFromSearch } from "./fit-from-search.ts";
import { type SearchOptions, searchModels } from "./search.ts";
import type { RobynSearch } from "./search-result.ts";

export interface RobynFitOptions extends SearchOptions {
  /** In place of the specification's. */
  readonly seed?: number | undefined;
}

/** What becomes of a search that was started: itself, and the fit its selected models make. */
export interface RobynFit {
  readonly search: RobynSearch;
  readonly fit: Fit;
}

/** A search stopped by its signal keeps what was evaluated; the fit is marked as interrupted. @throws as `searchModels` */
export async function searchRobyn(panel: Panel, spec: ModelSpec, options: RobynFitOptions = {}): Promise<RobynFit> {
  const { seed, ...searching } = options;
  const seeded = withSeed(spec, seed);
  const search = await searchModels(panel, seeded, searching);
  return { search, fit: fitFromSearch(panel, seeded, search, ensembleOptions(panel, seeded)) };
}

/** How a specification's selected models become draws. */
export function ensembleOptions(panel: Panel, spec: ModelSpec): EnsembleOptions {
  const { ensemble, search } = robynOf(spec);
  const { draws, bootstrap } = ensemble ?? { draws: undefined, bootstrap: true };
  return { draws, members: bootstrap ? resampledMembers(panel, spec, search.seed) : undefined };
}

function withSeed(spec: ModelSpec, seed: number | undefined): ModelSpec {
  if (seed === undefined) return spec;
  const robyn = robynOf(spec);
  return { ...spec, robyn: { ...robyn, search: { ...robyn.search, seed } } };
}

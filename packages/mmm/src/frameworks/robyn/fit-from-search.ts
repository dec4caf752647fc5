// What a search found as a fit: its selected models stand behind every answer, each as often as it weighs.
import type { Panel } from "../../data/panel.ts";
import type { EnsembleFacts, Fit } from "../../fit.ts";
import { robynOf } from "../../model/robyn.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { fitFromDraws } from "../bayesian/fit-from-draws.ts";
import type { Candidate } from "./candidate.ts";
import { type EnsembleMember, ensembleCounts, ensembleDraws } from "./ensemble.ts";
import type { RobynSearch } from "./search-result.ts";

export interface EnsembleOptions {
  /** Draws that stand for the ensemble; 400 by default. */
  readonly draws?: number | undefined;
  /** Models that were tried, where the search no longer lists them all. */
  readonly evaluations?: number | undefined;
  /** The members of a model that stands `count` times; the model itself that often by default. */
  readonly members?: ((model: Candidate, count: number, place: number) => readonly EnsembleMember[]) | undefined;
}

const defaultDraws = 400;

/** What the objectives are called in sentences. */
const objectiveNames = { nrmse: "NRMSE", rssd: "DECOMP.RSSD", mapeLift: "MAPE.LIFT" } as const;

export function fitFromSearch(
  panel: Panel,
  spec: ModelSpec,
  search: RobynSearch,
  { draws = defaultDraws, members, evaluations = search.evaluations.trial.length }: EnsembleOptions = {},
): Fit {
  const models = selectedModels(search);
  const counts = ensembleCounts(
    search.selected.map(({ weight }) => weight),
    draws,
  );
  const drawn = models.flatMap((model, place): readonly EnsembleMember[] =>
    members === undefined ? new Array<Candidate>(counts[place]).fill(model) : members(model, counts[place], place),
  );
  return fitFromDraws(panel, spec, ensembleDraws(spec, drawn), {
    interrupted: search.interrupted,
    timings: { samplingSeconds: search.searchSeconds, gradientEvaluations: 0 },
    ensemble: { ...ensembleFacts(spec, search), evaluations, bootstrapped: members !== undefined },
  });
}

/** In the order of `selected`. @throws RangeError when a selected model is not among the candidates */
export function selectedModels({ selected, candidates }: RobynSearch): Candidate[] {
  return selected.map(({ id }) => {
    const found = candidates.find((each) => each.id === id);
    if (found === undefined) throw new RangeError(`selected model ${id} is not among the candidates`);
    return found;
  });
}

function ensembleFacts(spec: ModelSpec, search: RobynSearch): Pick<EnsembleFacts, "models" | "trials" | "unsettled"> {
  return {
    models: search.selected.length,
    trials: robynOf(spec).search.trials,
    unsettled: search.convergence
      .filter(({ converged }) => !converged)
      .map(({ objective }) => objectiveNames[objective]),
  };
}

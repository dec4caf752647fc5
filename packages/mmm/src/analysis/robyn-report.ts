// What a search found, as plain data for people and for later: its errors, its convergence, its clusters, its selected models.
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import type { Candidate } from "../frameworks/robyn/candidate.ts";
import { ensembleOptions } from "../frameworks/robyn/fit.ts";
import { fitFromSearch, selectedModels } from "../frameworks/robyn/fit-from-search.ts";
import type {
  ObjectiveConvergence,
  RobynSearch,
  SearchEvaluations,
  SpreadInterval,
} from "../frameworks/robyn/search-result.ts";
import { robynOf } from "../model/robyn.ts";
import type { ModelSpec } from "../model/spec.ts";

/** A selected model in full: enough to make it again. */
export interface RobynModel extends Candidate {
  readonly cluster: number;
  /** Lower is better; among all candidates. */
  readonly errorScore: number;
  /** Weights of all selected models sum to 1. */
  readonly weight: number;
  /** Models of the fronts that are like it. */
  readonly clusterSize: number;
  /**
   * By paid channel: 95 % interval of the return on spend among the models of its cluster, null where it is alone. A spread between
   * models, not sampling uncertainty.
   */
  readonly returnSpread: Readonly<Record<string, SpreadInterval | null>>;
}

/** The answer to "which models were tried, and which stand for them"; `robyn.json` of a run. */
export interface RobynReport {
  readonly adstock: string;
  readonly penalty: number;
  readonly window: { readonly from: string; readonly to: string; readonly periods: number };
  readonly trials: number;
  readonly iterations: number;
  readonly seed: number;
  readonly evaluations: number;
  readonly fronts: number;
  readonly candidates: number;
  readonly hypervolume: number;
  readonly lambdaRange: readonly [number, number];
  readonly interrupted: boolean;
  readonly searchSeconds: number;
  readonly selectionSeconds: number;
  readonly hasLifts: boolean;
  /** Errors of models: all of the fronts that were taken, the others evenly thinned. */
  readonly errors: Pick<SearchEvaluations, "trial" | "iteration" | "nrmse" | "rssd" | "mapeLift" | "front">;
  readonly convergence: readonly ObjectiveConvergence[];
  /** By falling weight. */
  readonly models: readonly RobynModel[];
  /** How the models became draws. */
  readonly draws: number;
}

/** Models behind the fronts whose errors are kept, at most. */
const keptErrors = 2_000;

/** @param fit  made of the search */
export function robynReport(fit: Fit, search: RobynSearch): RobynReport {
  const robyn = robynOf(fit.spec);
  const { dates } = fit.panel;
  const { window } = robyn;
  const models = selectedModels(search);
  return {
    adstock: robyn.adstock,
    penalty: robyn.penalty.mixing,
    window: { from: dates[window.from], to: dates[window.to - 1], periods: window.to - window.from },
    trials: robyn.search.trials,
    iterations: robyn.search.iterations,
    seed: robyn.search.seed,
    evaluations: search.evaluations.trial.length,
    fronts: search.fronts,
    candidates: search.candidates.length,
    hypervolume: search.hypervolume,
    lambdaRange: search.lambdaRange,
    interrupted: search.interrupted,
    searchSeconds: search.searchSeconds,
    selectionSeconds: search.selectionSeconds,
    hasLifts: robyn.lifts.length > 0,
    errors: thinnedErrors(search.evaluations),
    convergence: search.convergence,
    models: search.selected.map(({ cluster, errorScore, weight }, index) => {
      const own = search.clusters.find((each) => each.cluster === cluster);
      return {
        ...models[index],
        cluster,
        errorScore,
        weight,
        clusterSize: own?.members.length ?? 1,
        returnSpread: own?.returnOnSpend ?? {},
      };
    }),
    draws: fit.draws.draws,
  };
}

/**
 * The fit that a report's models make, as it was when the search ended.
 * @throws RangeError when a model lacks a coefficient or hyperparameter of the specification
 */
export function fitFromRobynReport(panel: Panel, spec: ModelSpec, report: RobynReport): Fit {
  const { models, errors, convergence, lambdaRange, interrupted, searchSeconds, selectionSeconds } = report;
  return fitFromSearch(
    panel,
    spec,
    {
      evaluations: errors,
      candidates: models,
      errorScores: models.map(({ errorScore }) => errorScore),
      fronts: report.fronts,
      firstFront: [],
      clusters: [],
      selected: models.map(({ id, cluster, errorScore, weight }) => ({ id, cluster, errorScore, weight })),
      convergence,
      hypervolume: report.hypervolume,
      lambdaRange,
      interrupted,
      searchSeconds,
      selectionSeconds,
    },
    { ...ensembleOptions(panel, spec), draws: report.draws, evaluations: report.evaluations },
  );
}

/** Every model of a front, and of the others as many as are to be kept. */
function thinnedErrors(all: SearchEvaluations): RobynReport["errors"] {
  const behind = all.front.flatMap((front, index) => (front === 0 ? [index] : []));
  const step = Math.max(1, behind.length / keptErrors);
  const kept = new Set(
    Array.from({ length: Math.min(behind.length, keptErrors) }, (_, each) => behind[Math.floor(each * step)]),
  );
  const places = all.front.flatMap((front, index) => (front > 0 || kept.has(index) ? [index] : []));
  const at = (values: readonly number[]): number[] => places.map((place) => values[place]);
  return {
    trial: at(all.trial),
    iteration: at(all.iteration),
    nrmse: at(all.nrmse),
    rssd: at(all.rssd),
    mapeLift: at(all.mapeLift),
    front: at(all.front),
  };
}

// The search: trials evaluated wherever the runner has them run, then fronts, clusters and the models that stand for them.
import { SamplingError, sameThreadTasks, type TaskRunner } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { CandidateEvaluator } from "./candidate-evaluator.ts";
import { candidateFronts } from "./candidate-fronts.ts";
import { convergenceOf } from "./convergence.ts";
import { dominatedVolume } from "./pareto.ts";
import { type SearchProblem, searchProblem } from "./search-problem.ts";
import { joinParts, type SearchRecord } from "./search-record.ts";
import type { ObjectiveConvergence, RobynSearch } from "./search-result.ts";
import { openTask } from "./search-task.ts";
import { errorCount, type TrialPart } from "./search-trial.ts";
import { scoreCandidates, selectModels } from "./select-models.ts";

export interface SearchProgress {
  /** Models evaluated so far, and how many there will be. */
  readonly evaluated: number;
  readonly total: number;
}

export interface SearchOptions {
  /** Its module is `@carryover/mmm/robyn-search`; without one all trials run in this thread. The result is the same. */
  readonly runner?: TaskRunner | undefined;
  /** Ends the search early; what was evaluated until then is searched for the best. */
  readonly signal?: Parameters<TaskRunner["run"]>[0]["signal"];
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
}

/**
 * Searches the specification's models for those that fit well and are likely by the objectives.
 *
 * @throws RangeError for what `searchProblem` refuses, SamplingError when it was ended before any model was evaluated or none has
 *   finite errors
 */
export async function searchModels(panel: Panel, spec: ModelSpec, options: SearchOptions = {}): Promise<RobynSearch> {
  const { runner = sameThreadTasks, signal, onProgress } = options;
  const started = performance.now();
  const problem = searchProblem(panel, spec);
  const { trials, iterations } = problem.spec.search;
  const parts: TrialPart[][] = Array.from({ length: trials }, () => []);
  let evaluated = 0;
  await runner.run({
    openTask,
    payload: problem,
    tasks: trials,
    signal,
    onPart(task, part) {
      const own = part as TrialPart;
      parts[task].push(own);
      evaluated += own.errors.length / 3;
      onProgress?.({ evaluated, total: trials * iterations });
    },
  });
  const record = joinParts(parts);
  if (record.trial.length === 0) {
    throw new SamplingError("the search was ended before a model was evaluated; let it run for longer");
  }
  const searched = performance.now();
  const result = selectFrom(problem, record);
  return {
    ...result,
    interrupted: signal?.aborted === true,
    searchSeconds: (searched - started) / 1000,
    selectionSeconds: (performance.now() - searched) / 1000,
  };
}

function selectFrom(
  problem: SearchProblem,
  record: SearchRecord,
): Omit<RobynSearch, "interrupted" | "searchSeconds" | "selectionSeconds"> {
  const { spec, lambdaRange } = problem;
  const isCalibrated = errorCount(problem) === 3;
  const { front, fronts, candidates } = candidateFronts(record, { ...spec.search, isCalibrated });
  if (candidates.length === 0) {
    throw new SamplingError(
      "no model of the search has finite errors: no paid channel has an effect in any of them; free their signs or widen their bounds",
    );
  }
  const evaluator = new CandidateEvaluator(problem);
  const scored = scoreCandidates(
    spec,
    candidates.map((model) => {
      const genes = record.genes[model];
      return { candidate: evaluator.describe(genes, record.trial[model], record.iteration[model]), genes };
    }),
  );
  const { nrmse, rssd, mapeLift, trial, iteration } = record;
  const objectives: readonly ObjectiveConvergence["objective"][] = isCalibrated
    ? ["nrmse", "rssd", "mapeLift"]
    : ["nrmse", "rssd"];
  const points = Array.from(nrmse, (_, model) => objectives.map((objective) => record[objective][model]));
  return {
    evaluations: {
      trial: [...trial],
      iteration: [...iteration],
      nrmse: [...nrmse],
      rssd: [...rssd],
      mapeLift: [...mapeLift],
      front: [...front],
    },
    candidates: scored.map(({ candidate }) => candidate),
    errorScores: scored.map(({ errorScore }) => errorScore),
    fronts,
    firstFront: candidates.filter((model) => front[model] === 1).map((model) => `${trial[model]}_${iteration[model]}`),
    ...selectModels(spec, scored),
    convergence: objectives.map((objective) => convergenceOf(objective, iteration, record[objective])),
    hypervolume: dominatedVolume(
      points,
      objectives.map(() => 1),
    ),
    lambdaRange,
  };
}

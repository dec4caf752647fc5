// One trial of a search: an evolution of its own, evaluated generation by generation.
import { openStream } from "@carryover/engine";
import { CandidateEvaluator } from "./candidate-evaluator.ts";
import { DifferentialEvolution } from "./differential-evolution.ts";
import type { SearchProblem } from "./search-problem.ts";

/** Models of one trial that were evaluated together, in order of iteration. */
export interface TrialPart {
  /** From 1. */
  readonly trial: number;
  /** Genes of all models, (models, genes). */
  readonly genes: Float64Array;
  /** (models, 3): NRMSE, DECOMP.RSSD, MAPE.LIFT. */
  readonly errors: Float64Array;
}

/** How many errors there are to make small: the third only with lift tests. */
export function errorCount({ lifts }: SearchProblem): 2 | 3 {
  return lifts.length === 0 ? 2 : 3;
}

/**
 * Evaluates the models of a trial, a generation a step. The trial's stream is keyed by seed and trial alone: it goes the same way
 * wherever it runs, and whatever runs beside it. Without a free hyperparameter there is one model.
 */
export function* searchTrial(problem: SearchProblem, trial: number): Generator<TrialPart> {
  const { seed, iterations } = problem.spec.search;
  const evaluator = new CandidateEvaluator(problem);
  const size = evaluator.hyperparameters.free.length;
  const count = errorCount(problem);
  const evolution = new DifferentialEvolution(size, openStream({ seed, chain: trial, purpose: "search" }));
  const wanted = size === 0 ? 1 : iterations;
  let evaluated = 0;
  while (evaluated < wanted) {
    const points = evolution.ask().slice(0, wanted - evaluated);
    const genes = new Float64Array(points.length * size);
    const errors = new Float64Array(points.length * 3);
    const members = points.map((point, index) => {
      const own = errors.subarray(3 * index, 3 * index + 3);
      evaluator.evaluate(point, own);
      genes.set(point, index * size);
      return { genes: point, errors: own.slice(0, count) };
    });
    evolution.tell(members);
    evaluated += points.length;
    yield { trial, genes, errors };
  }
}

// What a search's worker needs: one trial, from plain data.
import type { TaskParts } from "@carryover/engine";
import type { SearchProblem } from "./search-problem.ts";
import { searchTrial } from "./search-trial.ts";

/**
 * The parts of a trial, a generation each.
 * @param payload  a `SearchProblem`
 * @param task  number of the trial, from 0
 */
export function openTask(payload: unknown, task: number): TaskParts {
  return searchTrial(payload as SearchProblem, task + 1);
}

// Robyn's rule of convergence: the last twentieth of the search varies less than the first three and its median lies far below theirs.
import { mean, median, standardDeviation } from "@carryover/engine";
import type { ConvergenceCut, ObjectiveConvergence } from "./search-result.ts";

const CUTS = 20;
const FIRST = 3;

/**
 * Models of all trials are cut by iteration into twenty parts: part k ends with the last iteration up to k/20 of all. Errors that are not finite are left out. Not converged where there are
 * fewer iterations than cuts.
 *
 * @param iterations  of the models, from 1
 */
export function convergenceOf(
  objective: ObjectiveConvergence["objective"],
  iterations: ArrayLike<number>,
  errors: ArrayLike<number>,
): ObjectiveConvergence {
  let last = 0;
  for (let model = 0; model < iterations.length; model += 1) last = Math.max(last, iterations[model]);
  const parts: number[][] = Array.from({ length: CUTS }, () => []);
  for (let model = 0; model < iterations.length; model += 1) {
    if (!Number.isFinite(errors[model])) continue;
    parts[Math.ceil((iterations[model] * CUTS) / last) - 1].push(errors[model]);
  }
  const cuts = parts.map(
    (part): ConvergenceCut => ({
      models: part.length,
      median: median(part),
      standardDeviation: part.length > 1 ? standardDeviation(part) : Number.NaN,
    }),
  );
  const ending = cuts[CUTS - 1];
  const spread = mean(cuts.slice(0, FIRST).map((cut) => cut.standardDeviation));
  const medianLimit = Math.abs(cuts[0].median - 2 * spread);
  return {
    objective,
    cuts,
    standardDeviation: ending.standardDeviation,
    standardDeviationLimit: spread,
    median: Math.abs(ending.median),
    medianLimit,
    converged: ending.standardDeviation < spread && Math.abs(ending.median) < medianLimit,
  };
}

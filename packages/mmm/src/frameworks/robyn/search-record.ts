// All evaluated models of a search, in order of trial and iteration.
import type { TrialPart } from "./search-trial.ts";

export interface SearchRecord {
  readonly trial: Int32Array;
  readonly iteration: Int32Array;
  readonly nrmse: Float64Array;
  readonly rssd: Float64Array;
  readonly mapeLift: Float64Array;
  readonly genes: readonly Float64Array[];
}

/** @param trials  the parts of each trial, in order */
export function joinParts(trials: readonly (readonly TrialPart[])[]): SearchRecord {
  const models = trials.flatMap((parts) => {
    let iteration = 0;
    return parts.flatMap(({ trial, genes, errors }) => {
      const count = errors.length / 3;
      const size = genes.length / count;
      return Array.from({ length: count }, (_, index) => {
        iteration += 1;
        return {
          trial,
          iteration,
          errors: errors.subarray(3 * index, 3 * index + 3),
          genes: genes.subarray(index * size, (index + 1) * size),
        };
      });
    });
  });
  return {
    trial: Int32Array.from(models, ({ trial }) => trial),
    iteration: Int32Array.from(models, ({ iteration }) => iteration),
    nrmse: Float64Array.from(models, ({ errors }) => errors[0]),
    rssd: Float64Array.from(models, ({ errors }) => errors[1]),
    mapeLift: Float64Array.from(models, ({ errors }) => errors[2]),
    genes: models.map(({ genes }) => genes),
  };
}

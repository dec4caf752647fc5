// Which models of a search are candidates: those of the first Pareto fronts of NRMSE and DECOMP.RSSD.
import { quantile } from "@carryover/engine";
import { paretoFronts } from "./pareto.ts";

export interface EvaluatedErrors {
  readonly nrmse: Float64Array;
  readonly rssd: Float64Array;
  readonly mapeLift: Float64Array;
}

export interface CandidateFronts {
  /** Of each model, from 1; 0 for none. */
  readonly front: Int32Array;
  readonly fronts: number;
  /** Places of the candidates, front by front. */
  readonly candidates: readonly number[];
}

export interface FrontOptions {
  readonly fronts: number | "auto";
  /** With "auto": fronts are taken until so many models are candidates. */
  readonly candidates: number;
  /** With lift tests a candidate's MAPE.LIFT is at most its 10 % quantile, the other errors at most their 90 % quantiles. */
  readonly isCalibrated: boolean;
}

/** Models whose errors are not finite are no candidates; of models with the same errors the first is. */
export function candidateFronts(
  errors: EvaluatedErrors,
  { fronts, candidates, isCalibrated }: FrontOptions,
): CandidateFronts {
  const { nrmse, rssd, mapeLift } = errors;
  const seen = new Set<string>();
  const distinct = Array.from(nrmse, (_, model) => model).filter((model) => {
    if (!(Number.isFinite(nrmse[model]) && Number.isFinite(rssd[model]) && Number.isFinite(mapeLift[model])))
      return false;
    const key = `${nrmse[model]} ${rssd[model]} ${mapeLift[model]}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const eligible = isCalibrated ? nearLifts(errors, distinct) : distinct;
  const points = eligible.map((model) => Float64Array.of(nrmse[model], rssd[model]));
  const all = paretoFronts(points, fronts === "auto" ? candidates : points.length);
  const taken = all.slice(0, fronts === "auto" ? all.length : fronts);
  const front = new Int32Array(nrmse.length);
  for (const [index, members] of taken.entries()) for (const member of members) front[eligible[member]] = index + 1;
  return { front, fronts: taken.length, candidates: taken.flat().map((member) => eligible[member]) };
}

function nearLifts({ nrmse, rssd, mapeLift }: EvaluatedErrors, models: readonly number[]): number[] {
  const limit = (errors: Float64Array, probability: number): number =>
    quantile(
      models.map((model) => errors[model]),
      probability,
    );
  if (models.length === 0) return [];
  const mostLift = limit(mapeLift, 0.1);
  const mostNrmse = limit(nrmse, 0.9);
  const mostRssd = limit(rssd, 0.9);
  return models.filter((model) => mapeLift[model] <= mostLift && nrmse[model] <= mostNrmse && rssd[model] <= mostRssd);
}

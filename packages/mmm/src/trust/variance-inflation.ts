// How far channels can be told apart from each other and from the baseline: variance inflation and partial correlations.
import { dot } from "@carryover/engine";
import { extendBasis, remainder } from "../design/orthonormal-basis.ts";

export interface Separability {
  /**
   * Variance inflation of each series: its variance over what is left of it once the others and the baseline are known,
   * 1/(1 − R²). Infinity where nothing is left.
   */
  readonly inflation: readonly number[];
  /** The same against the baseline alone. */
  readonly inflationByBaseline: readonly number[];
  /** Correlation of two series once the baseline is taken out of both, (series)(series); 0 where nothing is left of one. */
  readonly correlation: readonly (readonly number[])[];
}

/** Less than this share of a column's length left: it is a combination of those before it. */
const dependent = 1e-8;

/**
 * @param series    one for each channel, of one length
 * @param baseline  columns that are in the model besides; a constant is always among them
 */
export function separability(series: readonly Float64Array[], baseline: readonly Float64Array[]): Separability {
  const rows = series[0]?.length ?? 0;
  const basis: Float64Array[] = [];
  extendBasis(basis, new Float64Array(rows).fill(1), dependent);
  const centered = series.map((each) => remainder(each, basis));
  for (const column of baseline) extendBasis(basis, column, dependent);
  const cleaned = centered.map((each) => remainder(each, basis));
  const ratio = (whole: Float64Array, left: Float64Array): number => {
    const total = dot(whole, whole);
    const rest = dot(left, left);
    return rest > dependent ** 2 * total ? total / rest : Number.POSITIVE_INFINITY;
  };
  const alone = centered.map((each, index) => ratio(each, cleaned[index]));
  const inflation = centered.map((each, index) => {
    const others: Float64Array[] = [];
    cleaned.forEach((other, place) => {
      if (place !== index && Number.isFinite(alone[place])) extendBasis(others, other, dependent);
    });
    return Number.isFinite(alone[index]) ? ratio(each, remainder(cleaned[index], others)) : Number.POSITIVE_INFINITY;
  });
  const correlation = cleaned.map((left, row) =>
    cleaned.map((right, column) => {
      if (!(Number.isFinite(alone[row]) && Number.isFinite(alone[column]))) return 0;
      return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
    }),
  );
  return { inflation, inflationByBaseline: alone, correlation };
}

// What the exploration measures of columns without unknown values: outliers, inflation, what groups explain.
import { correlation, dot, mean, quantileSorted, ranks } from "@carryover/engine";
import { extendBasis, remainder } from "../design/orthonormal-basis.ts";
import { centerAndScale } from "../model/column-measures.ts";

/** 1.5 interquartile ranges below the lower and above the upper quartile. */
export function outlierBounds(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((left, right) => left - right);
  const [lower, upper] = [quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75)];
  return [lower - 1.5 * (upper - lower), upper + 1.5 * (upper - lower)];
}

/** Spearman's, equal values sharing their mean rank; NaN where one does not vary. */
export function rankCorrelation(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return correlation(ranks(left), ranks(right));
}

/** A share of its length that no column keeps but by rounding. */
const dependent = 1e-12;
/** What doubles cannot tell from a variance inflation that is infinite. */
const mostInflation = 1e15;

/**
 * 1 / (1 − R²) of each column regressed on all others and a constant.
 * @returns  null for columns whose deviation is below `leastDeviation`, which are left out of the others' regressions too
 */
export function varianceInflations(
  columns: readonly Float64Array[],
  leastDeviation: number,
): readonly (number | null)[] {
  const measured = columns.map((column) => ({ column, ...centerAndScale(column) }));
  const kept = measured.flatMap(({ scale }, index) => (scale < leastDeviation ? [] : [index]));
  const normalized = kept.map((index) => {
    const { column, center, scale } = measured[index];
    return column.map((value) => (value - center) / scale / Math.sqrt(column.length));
  });
  const inflations = normalized.map((column, index) => {
    const others: Float64Array[] = [];
    for (const other of normalized.filter((_, place) => place !== index)) extendBasis(others, other, dependent);
    const rest = remainder(column, others);
    const left = dot(rest, rest);
    return left * mostInflation <= 1 ? mostInflation : 1 / left;
  });
  return columns.map((_, index) => (kept.includes(index) ? inflations[kept.indexOf(index)] : null));
}

/** Adjusted R² of a regression on as many categories as groups; NaN for what does not vary or where no freedom is left. */
export function explainedByGroups(groups: readonly (readonly number[])[]): number {
  const all = groups.flat();
  const center = mean(all);
  const total = all.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const within = groups.reduce((sum, group) => {
    const own = mean(group);
    return sum + group.reduce((inner, value) => inner + (value - own) ** 2, 0);
  }, 0);
  const free = all.length - groups.length;
  return total > 0 && free > 0 ? 1 - (within / free) * ((all.length - 1) / total) : Number.NaN;
}

// The few statistics that the exploration needs; unknown values are left out.

export function meanOf(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index];
  return total / values.length;
}

/** @param lost  degrees of freedom taken off the number of values */
export function deviationOf(values: ArrayLike<number>, lost: 0 | 1): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += (values[index] - mean) ** 2;
  return Math.sqrt(squares / (values.length - lost));
}

/** Interpolated between the neighbors of its rank. @param sorted  ascending */
export function quantileOf(sorted: ArrayLike<number>, probability: number): number {
  const rank = probability * (sorted.length - 1);
  const below = Math.floor(rank);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
}

/** 1.5 interquartile ranges below the lower and above the upper quartile. */
export function outlierBounds(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((left, right) => left - right);
  const [lower, upper] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)];
  return [lower - 1.5 * (upper - lower), upper + 1.5 * (upper - lower)];
}

/** Pearson's; NaN where one does not vary. */
export function correlationOf(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const [meanLeft, meanRight] = [meanOf(left), meanOf(right)];
  let [products, squaresLeft, squaresRight] = [0, 0, 0];
  for (let index = 0; index < left.length; index += 1) {
    products += (left[index] - meanLeft) * (right[index] - meanRight);
    squaresLeft += (left[index] - meanLeft) ** 2;
    squaresRight += (right[index] - meanRight) ** 2;
  }
  return squaresLeft > 0 && squaresRight > 0 ? products / Math.sqrt(squaresLeft * squaresRight) : Number.NaN;
}

/** Spearman's, equal values sharing their mean rank. */
export function rankCorrelation(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return correlationOf(ranksOf(left), ranksOf(right));
}

function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let place = start; place < end; place += 1) ranks[order[place]] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}

/** What doubles cannot tell from a variance inflation that is infinite. */
const mostInflation = 1e15;

/**
 * 1 / (1 − R²) of each column regressed on all others and a constant.
 * @returns  null for columns whose deviation is below `leastDeviation`, which are left out of the others' regressions too
 */
export function varianceInflations(
  columns: readonly ArrayLike<number>[],
  leastDeviation: number,
): readonly (number | null)[] {
  const kept = columns.flatMap((column, index) => (deviationOf(column, 0) < leastDeviation ? [] : [index]));
  const normalized = kept.map((index) => {
    const column = Float64Array.from(columns[index]);
    const [mean, deviation] = [meanOf(column), deviationOf(column, 0)];
    return column.map((value) => (value - mean) / deviation / Math.sqrt(column.length));
  });
  const inflations = normalized.map((column, index) => {
    const rest = residual(column, orthonormal(normalized.filter((_, other) => other !== index)));
    const left = rest.reduce((sum, value) => sum + value ** 2, 0);
    return left * mostInflation <= 1 ? mostInflation : 1 / left;
  });
  return columns.map((_, index) => (kept.includes(index) ? inflations[kept.indexOf(index)] : null));
}

/** By Gram and Schmidt, twice; columns that the ones before span are dropped. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = residual(residual(column, basis), basis);
    const size = Math.sqrt(rest.reduce((sum, value) => sum + value ** 2, 0));
    if (size > 1e-12) basis.push(rest.map((value) => value / size));
  }
  return basis;
}

function residual(column: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = column.slice();
  for (const direction of basis) {
    let along = 0;
    for (let index = 0; index < rest.length; index += 1) along += rest[index] * direction[index];
    for (let index = 0; index < rest.length; index += 1) rest[index] -= along * direction[index];
  }
  return rest;
}

/** Adjusted R² of a regression on as many categories as groups; NaN for what does not vary or where no freedom is left. */
export function explainedByGroups(groups: readonly (readonly number[])[]): number {
  const all = groups.flat();
  const mean = meanOf(all);
  const total = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const within = groups.reduce((sum, group) => {
    const own = meanOf(group);
    return sum + group.reduce((inner, value) => inner + (value - own) ** 2, 0);
  }, 0);
  const free = all.length - groups.length;
  return total > 0 && free > 0 ? 1 - (within / free) * ((all.length - 1) / total) : Number.NaN;
}

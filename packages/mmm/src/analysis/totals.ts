// Sums: over geos to the nation, over time to the window, over cells to money.

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index];
  return total;
}

/** Adds arrays of equal length element by element. */
export function addUp(parts: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts) for (let index = 0; index < total.length; index += 1) total[index] += part[index];
  return total;
}

/** Sums (…, geo, time) over geos into (…, time). National data, with one geo, come back as they are. */
export function sumOverGeos(values: Float64Array, geos: number, periods: number): Float64Array {
  if (geos === 1) return values;
  const rows = values.length / (geos * periods);
  const national = new Float64Array(rows * periods); // (row, time)
  for (let row = 0; row < rows; row += 1) {
    for (let geo = 0; geo < geos; geo += 1) {
      const from = (row * geos + geo) * periods;
      for (let period = 0; period < periods; period += 1) national[row * periods + period] += values[from + period];
    }
  }
  return national;
}

/** Sum over time of each series: one number for each (draw), or (draw, geo) of a (draw, geo, time). */
export function totals(series: Float64Array, periods: number): Float64Array {
  return weightedTotals(series, new Float64Array(periods).fill(1), periods);
}

/**
 * Sum over time of each series times its cells' weights: money from KPI units.
 *
 * @param values   (draw, …, time)
 * @param weights  (…, time), the same for every draw
 * @param periods  length of the time axis; that of the weights, all of which are then summed over, when left out
 */
export function weightedTotals(
  values: Float64Array,
  weights: Float64Array,
  periods: number = weights.length,
): Float64Array {
  const out = new Float64Array(values.length / periods); // (draw, …)
  for (let row = 0; row < out.length; row += 1) {
    const start = row * periods;
    const offset = start % weights.length;
    let sum = 0;
    for (let period = 0; period < periods; period += 1) sum += values[start + period] * weights[offset + period];
    out[row] = sum;
  }
  return out;
}

/** Sum over geos of each draw's numbers: (draw, geo) to (draw). */
export function overGeos(values: Float64Array, geos: number): Float64Array {
  return geos === 1 ? values : totals(values, geos);
}

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

/** Sum over time of each draw's series: (draw). */
export function totals(series: Float64Array, periods: number): Float64Array {
  const draws = series.length / periods;
  const out = new Float64Array(draws); // (draw)
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    for (let period = 0; period < periods; period += 1) sum += series[draw * periods + period];
    out[draw] = sum;
  }
  return out;
}

/** Sum over cells of each draw's values times the cells' weights: money from KPI units. */
export function weightedTotals(values: Float64Array, weights: Float64Array): Float64Array {
  const cells = weights.length;
  const draws = values.length / cells;
  const out = new Float64Array(draws); // (draw)
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) sum += values[draw * cells + cell] * weights[cell];
    out[draw] = sum;
  }
  return out;
}

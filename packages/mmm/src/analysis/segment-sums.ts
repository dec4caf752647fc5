// Sums of what two plans differ by, over segments of time: per draw and place, in KPI units and in money.

/** Where differences are summed, and what a unit of KPI is worth there. */
export interface SummedPanel {
  readonly geos: number;
  /** Length of the time axis. */
  readonly periods: number;
  /** (geo, time). */
  readonly revenuePerKpi: Float64Array;
  /** One place for each geo, or one for all of them. */
  readonly places: number;
}

/** (draw, place). */
export interface Sums {
  readonly kpi: Float64Array;
  readonly money: Float64Array;
}

/** Positions in time, [first, end); an end beyond the last is the last. */
export interface Segment {
  readonly first: number;
  readonly end: number;
}

export function emptySums(draws: number, places: number): Sums {
  return { kpi: new Float64Array(draws * places), money: new Float64Array(draws * places) };
}

/**
 * Adds Σ over a segment of (more − less) to the sums of one draw.
 *
 * @param draw  which
 * @param more  (geo, time)
 * @param less  the same; null for zero
 */
export function addSegment(
  sums: Sums,
  draw: number,
  more: Float64Array,
  less: Float64Array | null,
  { first, end }: Segment,
  { geos, periods, revenuePerKpi, places }: SummedPanel,
): void {
  const last = Math.min(end, periods);
  for (let geo = 0; geo < geos; geo += 1) {
    let kpi = 0;
    let money = 0;
    for (let cell = geo * periods + first; cell < geo * periods + last; cell += 1) {
      const difference = less === null ? more[cell] : more[cell] - less[cell];
      kpi += difference;
      money += difference * revenuePerKpi[cell];
    }
    const place = draw * places + (places === 1 ? 0 : geo);
    sums.kpi[place] += kpi;
    sums.money[place] += money;
  }
}

/** The sums of several, element by element. */
export function addSums(parts: readonly Sums[], draws: number, places: number): Sums {
  const total = emptySums(draws, places);
  for (const { kpi, money } of parts) {
    for (let index = 0; index < kpi.length; index += 1) {
      total.kpi[index] += kpi[index];
      total.money[index] += money[index];
    }
  }
  return total;
}

/** One place's column, or the sum over all of them for `"all"`; (draw). */
export function ofPlace(values: Float64Array, places: number, place: number | "all"): Float64Array {
  if (places === 1) return values;
  const column = new Float64Array(values.length / places); // (draw)
  for (let draw = 0; draw < column.length; draw += 1) {
    if (place === "all") for (let each = 0; each < places; each += 1) column[draw] += values[draw * places + each];
    else column[draw] = values[draw * places + place];
  }
  return column;
}

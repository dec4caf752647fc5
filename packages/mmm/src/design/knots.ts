// Knots of a time effect: where it may bend, and the columns that join them by straight lines.
import type { Frequency, Panel } from "../data/panel.ts";
import { forEveryGeo, type LabeledColumns } from "./columns.ts";

/** Periods between knots where their number is not given: a quarter, less than a season and more than a campaign. */
const spacing: Readonly<Record<Frequency, number>> = { daily: 91, weekly: 13, monthly: 3 };

/** Number of knots, about a quarter apart, for this many periods; at least two. */
export function automaticKnots(periods: number, frequency: Frequency): number {
  return Math.max(2, Math.round((periods - 1) / spacing[frequency]) + 1);
}

/** Rows of `count` evenly spread knots from the first row to the last, ascending; `count` from 2 to the number of periods. */
export function knotRows(periods: number, count: number): number[] {
  return Array.from({ length: count }, (_, knot) => Math.round((knot * (periods - 1)) / (count - 1)));
}

/**
 * One column per knot, 1 at its own row and falling to 0 at its neighbors' rows: their weighted sum is the line that joins
 * the weights, held level before the first and beyond the last. Labels are the dates of the knots' rows. The columns of a row sum to 1.
 *
 * @param rows  ascending rows of the knots
 */
export function knotColumns(panel: Panel, rows: readonly number[]): LabeledColumns {
  return {
    labels: rows.map((row) => panel.dates[row]),
    columns: rows.map((row, knot) => {
      const before = rows[knot - 1] ?? Number.NEGATIVE_INFINITY;
      const after = rows[knot + 1] ?? Number.POSITIVE_INFINITY;
      const column = panel.dates.map((_, t) => {
        if (t === row) return 1;
        if (t <= before || t >= after) return 0;
        const end = t < row ? before : after;
        return Number.isFinite(end) ? (end - t) / (end - row) : 1;
      });
      return forEveryGeo(panel, Float64Array.from(column));
    }),
  };
}

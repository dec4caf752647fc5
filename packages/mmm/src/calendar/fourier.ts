// Yearly seasonality as sines and cosines of the time of year.
import { cos, sin } from "@carryover/engine";
import { dayOfYear } from "./dates.ts";

/** One regressor made from the calendar. */
export interface CalendarColumn {
  readonly name: string;
  /** One value per period. */
  readonly values: Float64Array;
}

const daysPerYear = 365.25;

/**
 * sin(2πk · position / 365.25) and cos(2πk · position / 365.25) for k = 1 … order.
 *
 * @param positions  days into the year, one per period: `calendarPositions` or `rowPositions`
 * @param order      number of pairs, ≥ 0
 * @returns          sin_1, cos_1, sin_2, cos_2, …
 */
export function fourierTerms(positions: Float64Array, order: number): CalendarColumn[] {
  return Array.from({ length: order }, (_, index) => {
    const frequency = (2 * Math.PI * (index + 1)) / daysPerYear;
    return [
      { name: `sin_${index + 1}`, values: positions.map((position) => sin(frequency * position)) },
      { name: `cos_${index + 1}`, values: positions.map((position) => cos(frequency * position)) },
    ];
  }).flat();
}

/** Day of the calendar year of each date, 1 to 366: the same date means the same season whatever row comes first. */
export function calendarPositions(dates: readonly string[]): Float64Array {
  return Float64Array.from(dates, dayOfYear);
}

/**
 * Days since the first row: 0, step, 2 · step, … The seed's model counts so; the meaning of its coefficients then hangs
 * on the first date, so prefer `calendarPositions`.
 *
 * @param daysPerRow  1 for daily, 7 for weekly data
 */
export function rowPositions(rows: number, daysPerRow = 1): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => row * daysPerRow);
}

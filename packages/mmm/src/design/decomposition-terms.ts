// The regressors of the decomposition: bends of the trend, waves by absolute days, combinations of holidays.
import { cos, sin } from "@carryover/engine";
import { dayOfDate, weekdayOfDay } from "../calendar/dates.ts";
import { holidaysWithin } from "../calendar/holidays.ts";
import { firstDayOfMonth, monthNumber } from "../data/days.ts";
import type { Frequency } from "../data/panel.ts";

/** A season of the decomposition. */
export type Season = "season" | "weekday" | "monthly";

/** Days after which each season repeats, and its pairs of waves. @see prophet's defaults; the month is Robyn's */
const seasonShapes: Readonly<Record<Season, { readonly period: number; readonly order: number }>> = {
  season: { period: 365.25, order: 10 },
  weekday: { period: 7, order: 3 },
  monthly: { period: 30.5, order: 5 },
};

/** sin(2πk·day/period), cos(2πk·day/period) for k = 1 … order, by days since 1970-01-01: (date, 2 · order), one row per date. */
export function waves(dates: readonly string[], season: Season): Float64Array {
  const { period, order } = seasonShapes[season];
  const rows = new Float64Array(dates.length * 2 * order);
  dates.forEach((date, row) => {
    const turn = (2 * Math.PI * dayOfDate(date)) / period;
    for (let k = 0; k < order; k += 1) {
      rows[row * 2 * order + 2 * k] = sin(turn * (k + 1));
      rows[row * 2 * order + 2 * k + 1] = cos(turn * (k + 1));
    }
  });
  return rows;
}

const mostChangepoints = 25;
const changepointShare = 0.8;

/** Rows at which the trend may bend: up to 25, evenly spread over the first 80 % of the known rows, never the first row. */
export function changepointRows(rows: number): number[] {
  const within = Math.floor(rows * changepointShare);
  const count = Math.max(0, Math.min(mostChangepoints, within - 1));
  return Array.from({ length: count }, (_, index) => roundHalfToEven(((index + 1) * (within - 1)) / count));
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/**
 * Labels of what each period holds in holidays, none for most: all names of the period, joined. A week across New Year
 * has one label per year, as in Robyn.
 *
 * @param dates  first day of each period, ascending
 * @throws SpecError for a country or years the calendar does not know
 */
export function holidayLabels(dates: readonly string[], frequency: Frequency, country: string): string[][] {
  if (dates.length === 0) return [];
  const byPeriod = new Map<number, Map<string, string[]>>();
  const start = periodStart(dates[0], frequency);
  for (const { date, name } of holidaysWithin(dates, frequency, country)) {
    const period = start(dayOfDate(date));
    const years = byPeriod.get(period) ?? new Map<string, string[]>();
    const year = date.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), name]);
    byPeriod.set(period, years);
  }
  const joined =
    frequency === "daily" ? (names: string[]): string[] => names : (names: string[]): string[] => [names.join(", ")];
  return dates.map((date) => [...(byPeriod.get(dayOfDate(date))?.values() ?? [])].flatMap(joined));
}

/** First day of the period that a day falls into; weeks begin on the weekday of `anchor`. */
function periodStart(anchor: string, frequency: Frequency): (day: number) => number {
  if (frequency === "daily") return (day) => day;
  if (frequency === "monthly") return (day) => firstDayOfMonth(monthNumber(day));
  const weekday = weekdayOfDay(dayOfDate(anchor));
  return (day) => day - ((weekdayOfDay(day) - weekday + 7) % 7);
}

// Design columns: what the baseline is made of, one column per coefficient, over (geo, time).
import { daysBetween } from "../calendar/dates.ts";
import { dayOfWeekColumns as weekdayColumns } from "../calendar/day-of-week.ts";
import { type CalendarColumn, calendarPositions, fourierTerms, rowPositions } from "../calendar/fourier.ts";
import { holidayDays, holidaysWithin } from "../calendar/holidays.ts";
import type { Panel } from "../data/panel.ts";

/** Columns with the labels of their coefficients. */
export interface LabeledColumns {
  readonly labels: readonly string[];
  /** One per label, each (geo, time). */
  readonly columns: readonly Float64Array[];
}

/** Periods since the first row: 0, 1, 2, … */
export function rowColumn(panel: Panel): Float64Array {
  return forEveryGeo(panel, rowPositions(panel.dates.length));
}

/**
 * Sine and cosine pairs over the year.
 * @param anchor  `calendar`: by day of the year; `first-row`: by days since the first row
 */
export function yearlyColumns(panel: Panel, order: number, anchor: "calendar" | "first-row"): LabeledColumns {
  const [first] = panel.dates;
  const positions =
    anchor === "calendar"
      ? calendarPositions(panel.dates)
      : Float64Array.from(panel.dates, (date) => daysBetween(first, date));
  return labeled(panel, fourierTerms(positions, order));
}

/** One column per weekday but Monday, labeled `tue` … `sun`. Daily data only. */
export function weekdayEffectColumns(panel: Panel): LabeledColumns {
  const { labels, columns } = labeled(panel, weekdayColumns(panel.dates));
  return { labels: labels.map((label) => label.slice(0, 3).toLowerCase()), columns };
}

/**
 * Days of each period on which a holiday of the country falls: one column for any holiday, then one per holiday, so that a
 * rare holiday is judged by what holidays have in common. A day observed instead of another counts as that holiday.
 *
 * @param trainedPeriods  holidays that fall on none of these first periods have no column of their own: nothing is known of them
 */
export function holidayColumns(panel: Panel, country: string, trainedPeriods: number): LabeledColumns {
  const { dates, frequency } = panel;
  const plainName = (name: string): string => name.replace(/\s*\(observed\)/i, "");
  const holidays = holidaysWithin(dates, frequency, country).map(({ date, name }) => ({
    date,
    name: plainName(name),
  }));
  const trained = holidaysWithin(dates.slice(0, trainedPeriods), frequency, country);
  const names = [...new Set(trained.map(({ name }) => plainName(name)))];
  if (names.length === 0) return { labels: [], columns: [] };
  return labeled(panel, [
    { name: "any holiday", values: holidayDays(dates, frequency, holidays) },
    ...names.map((holiday) => ({
      name: holiday,
      values: holidayDays(
        dates,
        frequency,
        holidays.filter(({ name }) => name === holiday),
      ),
    })),
  ]);
}

function labeled(panel: Panel, columns: readonly CalendarColumn[]): LabeledColumns {
  return {
    labels: columns.map(({ name }) => name),
    columns: columns.map(({ values }) => forEveryGeo(panel, values)),
  };
}

/** The same series for every geo. */
export function forEveryGeo(panel: Panel, series: Float64Array): Float64Array {
  const column = new Float64Array(panel.geos.length * series.length); // (geo, time)
  for (let geo = 0; geo < panel.geos.length; geo += 1) column.set(series, geo * series.length);
  return column;
}

// Design columns: what the baseline is made of, one column per coefficient, over (geo, time).
import { dayOfDate, daysBetween, daysOfPeriod } from "../calendar/dates.ts";
import { dayOfWeekColumns as weekdayColumns } from "../calendar/day-of-week.ts";
import { type CalendarColumn, calendarPositions, fourierTerms, rowPositions } from "../calendar/fourier.ts";
import { holidaysOf } from "../calendar/holidays.ts";
import { isoDate } from "../data/days.ts";
import type { Panel } from "../data/panel.ts";

/** Columns with the labels of their coefficients. */
export interface LabelledColumns {
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
export function yearlyColumns(panel: Panel, order: number, anchor: "calendar" | "first-row"): LabelledColumns {
  const [first] = panel.dates;
  const positions =
    anchor === "calendar"
      ? calendarPositions(panel.dates)
      : Float64Array.from(panel.dates, (date) => daysBetween(first, date));
  return labelled(panel, fourierTerms(positions, order));
}

/** One column per weekday but Monday, labelled `tue` … `sun`. Daily data only. */
export function weekdayEffectColumns(panel: Panel): LabelledColumns {
  const { labels, columns } = labelled(panel, weekdayColumns(panel.dates));
  return { labels: labels.map((label) => label.slice(0, 3).toLowerCase()), columns };
}

/**
 * Days of each period on which a holiday of the country falls: one column for any holiday, then one per holiday, so that a
 * rare holiday is judged by what holidays have in common. A day observed instead of another counts as that holiday.
 */
export function holidayColumns(panel: Panel, country: string): LabelledColumns {
  const spans = panel.dates.map((date) => daysOfPeriod(date, panel.frequency));
  const firstDay = spans[0][0];
  const lastDay = spans[spans.length - 1][1] - 1;
  const holidays = holidaysOf(country, isoDate(firstDay), isoDate(lastDay)).map(({ date, name }) => ({
    day: dayOfDate(date),
    name: name.replace(/\s*\(observed\)/i, ""),
  }));
  const names = [...new Set(holidays.map(({ name }) => name))];
  if (names.length === 0) return { labels: [], columns: [] };
  const count = (belongs: (name: string) => boolean): Float64Array => {
    const days = new Set(holidays.filter(({ name }) => belongs(name)).map(({ day }) => day));
    return Float64Array.from(spans, ([from, to]) => {
      let found = 0;
      for (let day = from; day < to; day += 1) found += days.has(day) ? 1 : 0;
      return found;
    });
  };
  return labelled(panel, [
    { name: "any holiday", values: count(() => true) },
    ...names.map((holiday) => ({ name: holiday, values: count((name) => name === holiday) })),
  ]);
}

function labelled(panel: Panel, columns: readonly CalendarColumn[]): LabelledColumns {
  return {
    labels: columns.map(({ name }) => name),
    columns: columns.map(({ values }) => forEveryGeo(panel, values)),
  };
}

/** The same series for every geo. */
function forEveryGeo(panel: Panel, series: Float64Array): Float64Array {
  const column = new Float64Array(panel.geos.length * series.length); // (geo, time)
  for (let geo = 0; geo < panel.geos.length; geo += 1) column.set(series, geo * series.length);
  return column;
}

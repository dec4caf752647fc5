// Which periods of the horizon a window holds: those that lie in it with more than half of their days.
import { dayOfDate, daysOfPeriod } from "../calendar/dates.ts";
import { calendarDate, firstDayOfMonth, monthNumber } from "../data/days.ts";
import type { Frequency } from "../data/panel.ts";
import { isoWeekOfDay } from "./iso-weeks.ts";
import type { PerUnit, Window } from "./scenario.ts";

/** Consecutive periods that are planned: `first` to `last`, both inclusive, of the panel's dates. */
export interface Horizon {
  readonly first: number;
  readonly last: number;
}

/**
 * Positions in `dates` of the horizon's periods inside a window, ascending; all of the horizon without one.
 *
 * @param dates  ISO dates of each period's first day
 */
export function periodsInWindow(
  dates: readonly string[],
  frequency: Frequency,
  horizon: Horizon,
  window?: Window,
): number[] {
  const periods = Array.from({ length: horizon.last - horizon.first + 1 }, (_, index) => horizon.first + index);
  if (window === undefined) return periods;
  if (window.kind === "edge" && window.unit === "period") {
    return window.edge === "first" ? periods.slice(0, window.count) : periods.slice(-window.count);
  }
  const [start] = daysOfPeriod(dates[horizon.first], frequency);
  const [, end] = daysOfPeriod(dates[horizon.last], frequency);
  const holds = dayTest(window, start, end);
  return periods.filter((period) => {
    const [first, afterLast] = daysOfPeriod(dates[period], frequency);
    let inside = 0;
    for (let day = first; day < afterLast; day += 1) if (holds(day)) inside += 1;
    return 2 * inside > afterLast - first;
  });
}

/** Whether a day number lies in the window of a horizon [start, end). */
function dayTest(window: Window, start: number, end: number): (day: number) => boolean {
  switch (window.kind) {
    case "months":
      return (day) => isWithin(calendarDate(day).month, window.first, window.last);
    case "weeks":
      return (day) => isWithin(isoWeekOfDay(day).week, window.first, window.last);
    case "dates": {
      const [from, to] = [dayOfDate(window.from), dayOfDate(window.to)];
      return (day) => day >= from && day <= to;
    }
    case "edge": {
      const { edge, count, unit } = window;
      if (edge === "first") {
        const until = moved(start, count, unit);
        return (day) => day < until;
      }
      const from = moved(end, -count, unit);
      return (day) => day >= from;
    }
  }
}

/** On the circle of the year: from November to February holds January. */
function isWithin(number: number, first: number, last: number): boolean {
  return first <= last ? number >= first && number <= last : number >= first || number <= last;
}

/** The day `count` units later; a month later is the same day of the month, or its last. */
function moved(day: number, count: number, unit: PerUnit): number {
  if (unit !== "month") return day + count * (unit === "week" ? 7 : 1);
  const month = monthNumber(day) + count;
  const [first, next] = [firstDayOfMonth(month), firstDayOfMonth(month + 1)];
  return Math.min(first + calendarDate(day).day - 1, next - 1);
}

// Day-of-week effects as indicators.
import { dayOfWeek } from "./dates.ts";
import type { CalendarColumn } from "./fourier.ts";

/** Names of the days, Monday first, as `dayOfWeek` counts them. */
export const weekdays: readonly string[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

/** Six indicators, Tuesday to Sunday: 1 on that day, else 0. Monday is the reference. */
export function dayOfWeekColumns(dates: readonly string[]): CalendarColumn[] {
  const days = dates.map(dayOfWeek);
  return weekdays.slice(1).map((name, index) => ({
    name,
    values: Float64Array.from(days, (day) => (day === index + 1 ? 1 : 0)),
  }));
}

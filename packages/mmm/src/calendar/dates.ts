// Arithmetic on ISO dates, free of clocks and time zones.
import { dayNumber, firstDayOfMonth, isoDate, monthNumber } from "../data/days.ts";
import type { Frequency } from "../data/panel.ts";

const iso = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01 of `YYYY-MM-DD`. @throws RangeError for anything else, a day that does not exist included */
export function dayOfDate(date: string): number {
  const parts = iso.exec(date);
  const day = parts === null ? undefined : dayNumber(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (day === undefined) throw new RangeError(`"${date}" is not a date of the form YYYY-MM-DD`);
  return day;
}

/** The date `days` later (earlier when negative). */
export function addDays(date: string, days: number): string {
  return isoDate(dayOfDate(date) + days);
}

/** Whole days from one date to another; negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return dayOfDate(to) - dayOfDate(from);
}

/** Weekday of a day number: 0 for Monday to 6 for Sunday. */
export function weekdayOfDay(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Weekday of a date: 0 for Monday to 6 for Sunday. */
export function dayOfWeek(date: string): number {
  return weekdayOfDay(dayOfDate(date));
}

/** Day of the year: 1 for 1 January to 365, or 366 in a leap year. */
export function dayOfYear(date: string): number {
  const day = dayOfDate(date);
  return day - dayOfDate(`${date.slice(0, 4)}-01-01`) + 1;
}

/** `count` dates in a row, one period apart, starting at `start`. */
export function dateRange(start: string, count: number, frequency: Frequency = "daily"): string[] {
  const first = dayOfDate(start);
  if (frequency !== "monthly") {
    const step = frequency === "daily" ? 1 : 7;
    return Array.from({ length: count }, (_, i) => isoDate(first + step * i));
  }
  const month = monthNumber(first);
  return Array.from({ length: count }, (_, i) => isoDate(firstDayOfMonth(month + i)));
}

/** Day numbers [first, end) of the period that starts at a date: a day, seven days, or up to the next month's first. */
export function daysOfPeriod(date: string, frequency: Frequency): readonly [number, number] {
  const first = dayOfDate(date);
  switch (frequency) {
    case "daily":
      return [first, first + 1];
    case "weekly":
      return [first, first + 7];
    case "monthly":
      return [first, firstDayOfMonth(monthNumber(first) + 1)];
  }
}

/** First days of the periods before the one that begins on a date, the latest first. */
export function datesBefore(date: string, frequency: Frequency, count: number): string[] {
  if (frequency !== "monthly") {
    const step = frequency === "daily" ? 1 : 7;
    return Array.from({ length: count }, (_, back) => addDays(date, -step * (back + 1)));
  }
  const month = monthNumber(dayOfDate(date));
  return Array.from({ length: count }, (_, back) => isoDate(firstDayOfMonth(month - 1 - back)));
}

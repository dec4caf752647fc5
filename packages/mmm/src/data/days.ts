// Dates as whole days since 1970-01-01 in the proleptic Gregorian calendar, without clocks or time zones.

const millisecondsPerDay = 86_400_000;

/**
 * Day number of a calendar date, 0 for 1970-01-01.
 *
 * @param year   0 to 9999
 * @param month  1 to 12
 * @param day    1 to 31
 * @returns      undefined when the month has no such day
 */
export function dayNumber(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? Math.round(date.getTime() / millisecondsPerDay) : undefined;
}

/** Year, month (1–12) and day (1–31) of a day number. */
export function calendarDate(dayNumber: number): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const date = new Date(dayNumber * millisecondsPerDay);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `YYYY-MM-DD` of a day number between the years 0 and 9999. */
export function isoDate(dayNumber: number): string {
  return new Date(dayNumber * millisecondsPerDay).toISOString().slice(0, 10);
}

/** Months since year 0 of a day number: consecutive months differ by one. */
export function monthNumber(dayNumber: number): number {
  const { year, month } = calendarDate(dayNumber);
  return year * 12 + month - 1;
}

/** Day number of the first day of a month number. */
export function firstDayOfMonth(monthNumber: number): number {
  return dayNumber(Math.floor(monthNumber / 12), (monthNumber % 12) + 1, 1) as number;
}

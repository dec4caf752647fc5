// The built-in holiday calendar: 123 countries, 1995 to 2044.
import { isoDate } from "../data/days.ts";
import type { Frequency } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import { dayOfDate, daysOfPeriod } from "./dates.ts";
import { dateLists, holidayNames, holidaysByCountry } from "./holiday-data.ts";

export interface Holiday {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly name: string;
}

/** Countries of the calendar, ISO 3166 alpha-2, in alphabetical order. */
export const holidayCountries: readonly string[] = Object.keys(holidaysByCountry);

/** First and last day the calendar knows about. */
export const holidaySpan: { readonly first: string; readonly last: string } = {
  first: "1995-01-01",
  last: "2044-12-31",
};

const firstDay = dayOfDate(holidaySpan.first);
const lastDay = dayOfDate(holidaySpan.last);
const longestGap = 36 ** 2 - 1;

/** Day numbers of one encoded list, ascending; the code is described in holiday-data.ts. */
function decodeDays(list: string): number[] {
  const days: number[] = [];
  let day = firstDay - 1;
  for (let at = 0; at < list.length; at += 2) {
    const gap = Number.parseInt(list.slice(at, at + 2), 36);
    day += gap;
    if (gap < longestGap) days.push(day);
  }
  return days;
}

/**
 * Public holidays of a country from one date to another, both included, by date and then by name. Days on which a
 * holiday is observed have their own entry; movable Islamic holidays are marked as estimated in their names.
 *
 * @param country  ISO 3166 alpha-2, one of `holidayCountries`
 * @throws SpecError for a country or dates the calendar does not know
 * @see dt_prophet_holidays of facebookexperimental/Robyn (MIT), made with Prophet's calendars
 */
export function holidaysOf(country: string, from: string, to: string): Holiday[] {
  const pairs = Object.hasOwn(holidaysByCountry, country) ? holidaysByCountry[country] : undefined;
  if (pairs === undefined) throw unknownCountry(country);
  const [first, last] = [dayOfDate(from), dayOfDate(to)];
  if (first < firstDay || last > lastDay) throw outsideSpan(from, to);
  return pairs
    .split(" ")
    .flatMap((pair) => {
      const [name, list] = pair.split(":").map((index) => Number.parseInt(index, 36));
      return decodeDays(dateLists[list])
        .filter((day) => day >= first && day <= last)
        .map((day) => ({ date: isoDate(day), name: holidayNames[name] }));
    })
    .sort((left, right) => compare(left.date, right.date) || compare(left.name, right.name));
}

/**
 * Number of days in each period on which the country has a holiday: 0 or 1 for daily data, up to 7 for weekly. A day
 * with two holidays counts once.
 *
 * @param dates  first day of each period, ascending
 * @throws SpecError as `holidaysOf`
 */
export function holidayIndicator(dates: readonly string[], frequency: Frequency, country: string): Float64Array {
  if (dates.length === 0) return new Float64Array(0);
  return holidayDays(dates, frequency, holidaysWithin(dates, frequency, country));
}

/** The country's holidays from the first day of the first period to the last of the last. @throws SpecError */
export function holidaysWithin(dates: readonly string[], frequency: Frequency, country: string): Holiday[] {
  const [, end] = daysOfPeriod(dates[dates.length - 1], frequency);
  return holidaysOf(country, dates[0], isoDate(end - 1));
}

/** Number of days in each period on which one of these holidays falls; a day with two counts once. */
export function holidayDays(
  dates: readonly string[],
  frequency: Frequency,
  holidays: readonly Holiday[],
): Float64Array {
  const days = new Set(holidays.map(({ date }) => dayOfDate(date)));
  return Float64Array.from(dates, (date) => {
    const [start, end] = daysOfPeriod(date, frequency);
    let count = 0;
    for (let day = start; day < end; day += 1) if (days.has(day)) count += 1;
    return count;
  });
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function unknownCountry(country: string): SpecError {
  return new SpecError([
    {
      code: "unknown-country",
      severity: "error",
      value: country,
      found: `"${country}" is not among the ${holidayCountries.length} countries of the holiday calendar`,
      remedy: "Give the country's two letters of ISO 3166, such as US or DE, or a holiday column of your own",
    },
  ]);
}

function outsideSpan(from: string, to: string): SpecError {
  return new SpecError([
    {
      code: "outside-holiday-calendar",
      severity: "error",
      found: `the holiday calendar knows ${holidaySpan.first} to ${holidaySpan.last}, but ${from} to ${to} was asked for`,
      remedy: "Shorten the data, or give a holiday column of your own",
    },
  ]);
}

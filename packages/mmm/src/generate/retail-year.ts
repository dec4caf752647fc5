// The retail year of a generated world: its ten holidays, and the twelve occasions of its promotions.
import { dayOfDate, weekdayOfDay } from "../calendar/dates.ts";

const [monday, thursday] = [0, 3];

function date(year: number, month: number, day: number): number {
  const two = (value: number): string => String(value).padStart(2, "0");
  return dayOfDate(`${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`);
}

/** The nth given weekday on or after a day. */
function nth(count: number, weekday: number, from: number): number {
  return from + ((weekday - weekdayOfDay(from) + 7) % 7) + 7 * (count - 1);
}

/**
 * Day numbers of the ten days of a year that the seed counts as holidays: New Year's Day, Martin Luther King Jr. Day,
 * Presidents' Day, Memorial Day, Independence Day, Labor Day, Thanksgiving, the Friday and the Monday after, Christmas.
 * The days themselves, never a day on which they are observed instead.
 */
export function retailHolidays(year: number): number[] {
  const thanksgiving = nth(4, thursday, date(year, 11, 1));
  return [
    date(year, 1, 1),
    nth(3, monday, date(year, 1, 1)),
    nth(3, monday, date(year, 2, 1)),
    nth(1, monday, date(year, 5, 25)),
    date(year, 7, 4),
    nth(1, monday, date(year, 9, 1)),
    thanksgiving,
    thanksgiving + 1,
    thanksgiving + 4,
    date(year, 12, 25),
  ];
}

/**
 * Day numbers around which promotions run: the holidays that shops sell to, a clearance in January and in February, and
 * the weeks before Christmas. Most fall into winter, as in the seed's data.
 */
export function promotionOccasions(year: number): number[] {
  const holidays = retailHolidays(year).slice(0, 7);
  return [...holidays, date(year, 1, 25), date(year, 2, 6), date(year, 2, 27), date(year, 12, 3), date(year, 12, 24)];
}

// ISO 8601 weeks: Monday to Sunday, the first of a year being the one with its first Thursday.
import { weekdayOfDay } from "../calendar/dates.ts";
import { calendarDate, dayNumber } from "../data/days.ts";

export interface IsoWeek {
  readonly year: number;
  /** 1 to 53. */
  readonly week: number;
}

/** Week a day belongs to; its year is that of the week's Thursday. */
export function isoWeekOfDay(day: number): IsoWeek {
  const thursday = day - weekdayOfDay(day) + 3;
  const { year } = calendarDate(thursday);
  return { year, week: Math.floor((thursday - (dayNumber(year, 1, 1) as number)) / 7) + 1 };
}

/** Day number of the Monday of a week. */
export function mondayOfIsoWeek({ year, week }: IsoWeek): number {
  const fourth = dayNumber(year, 1, 4) as number;
  return fourth - weekdayOfDay(fourth) + 7 * (week - 1);
}

/** 52 or 53. */
export function isoWeeksInYear(year: number): number {
  return isoWeekOfDay(dayNumber(year, 12, 28) as number).week;
}

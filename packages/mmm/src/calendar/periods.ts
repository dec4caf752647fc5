// What depends on how long a period of the data is: how many make a year, and what one is called.
import type { Frequency } from "../data/panel.ts";

/** Periods after which seasons repeat, rounded to keep the day of the week: 364 days, 52 weeks, 12 months. */
export const yearInPeriods: Readonly<Record<Frequency, number>> = { daily: 364, weekly: 52, monthly: 12 };

const periodWords: Readonly<Record<Frequency, string>> = { daily: "day", weekly: "week", monthly: "month" };

/** `day`, `week` or `month`. */
export function periodWord(frequency: Frequency): string {
  return periodWords[frequency];
}

// Sums over calendar months and weeks: what a daily series is drawn as when its days are not the subject.
import type { Frequency } from "../../data/panel.ts";

/** Consecutive periods drawn as one. */
export interface Bucket {
  /** ISO date of the first period in it. */
  readonly date: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

const day = 86_400_000;

/** Milliseconds since 1970 in UTC of an ISO date: what a time axis is given. */
export function timeOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
}

function group(dates: readonly string[], key: (date: string) => string | number): readonly Bucket[] {
  const buckets: { date: string; from: number; to: number }[] = [];
  let last: string | number | undefined;
  dates.forEach((date, index) => {
    const current = key(date);
    if (current === last) buckets.at(-1)!.to = index + 1;
    else buckets.push({ date, from: index, to: index + 1 });
    last = current;
  });
  return buckets;
}

/** Calendar months. */
export function months(dates: readonly string[]): readonly Bucket[] {
  return group(dates, (date) => date.slice(0, 7));
}

/** Weeks from Monday. */
export function weeks(dates: readonly string[]): readonly Bucket[] {
  return group(dates, (date) => Math.floor((timeOf(date) / day + 3) / 7));
}

/** Months that are covered from their first to their last day; daily series only. */
export function wholeMonths(dates: readonly string[]): readonly Bucket[] {
  return months(dates).filter((bucket) => {
    const first = timeOf(dates[bucket.from]!);
    const last = new Date(timeOf(dates[bucket.to - 1]!) + day);
    return new Date(first).getUTCDate() === 1 && last.getUTCDate() === 1;
  });
}

/**
 * What additive series are summed to before drawing: daily ones of more than half a year to whole weeks, of more than
 * four years to whole months. Cut weeks and months at either end are left out, for they would draw as a fall.
 */
export function drawnBuckets(
  dates: readonly string[],
  frequency: Frequency,
): { readonly buckets: readonly Bucket[]; readonly period: "day" | "week" | "month" } {
  const single = dates.map((date, index) => ({ date, from: index, to: index + 1 }));
  if (frequency !== "daily") return { buckets: single, period: frequency === "weekly" ? "week" : "month" };
  if (dates.length <= 180) return { buckets: single, period: "day" };
  if (dates.length > 1500) return { buckets: wholeMonths(dates), period: "month" };
  return { buckets: weeks(dates).filter((bucket) => bucket.to - bucket.from === 7), period: "week" };
}

/** Sum of `values` over each bucket. */
export function sums(values: readonly number[], buckets: readonly Bucket[]): readonly number[] {
  return buckets.map((bucket) => {
    let sum = 0;
    for (let index = bucket.from; index < bucket.to; index++) sum += values[index]!;
    return sum;
  });
}

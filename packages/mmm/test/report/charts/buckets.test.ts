// Calendar sums.
import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOfWeek } from "../../../src/calendar/dates.ts";
import { drawnBuckets, months, sums, timeOf, weeks, wholeMonths } from "../../../src/report/charts/buckets.ts";
import { makeEvaluation } from "../make-evaluation.ts";

const daily = makeEvaluation({ periods: 1095 }).dates;

test("times are UTC midnights and weekdays start on Monday", () => {
  expect(timeOf("1970-01-02")).toBe(86_400_000);
  expect(dayOfWeek("2024-01-01")).toBe(0);
  expect(dayOfWeek("2024-01-07")).toBe(6);
  expect(dayOfWeek("1969-12-31")).toBe(2);
});

test("months and weeks partition the dates, so sums add up", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1095 }), fc.constantFrom(months, weeks), (length, split) => {
      const buckets = split(daily.slice(0, length));
      const values = Array.from({ length }, (_, index) => index);
      const total = sums(values, buckets).reduce((sum, value) => sum + value, 0);
      expect(total).toBe((length * (length - 1)) / 2);
      expect(buckets[0].from).toBe(0);
      expect(buckets.at(-1)?.to).toBe(length);
    }),
  );
});

test("whole months leave the cut ones out", () => {
  const cut = daily.slice(10, 80);
  expect(wholeMonths(cut).map(({ date }) => date)).toEqual(["2022-02-01"]);
});

test("long daily series are drawn by week, very long ones by month, others as they are", () => {
  expect(drawnBuckets(daily, "daily").period).toBe("week");
  expect(drawnBuckets(daily, "daily").buckets.every(({ from, to }) => to - from === 7)).toBe(true);
  expect(drawnBuckets(makeEvaluation({ periods: 1600 }).dates, "daily").period).toBe("month");
  expect(drawnBuckets(daily.slice(0, 90), "daily")).toMatchObject({ period: "day" });
  expect(drawnBuckets(makeEvaluation({ frequency: "weekly", periods: 150 }).dates, "weekly").buckets).toHaveLength(150);
  expect(drawnBuckets(makeEvaluation({ frequency: "monthly", periods: 40 }).dates, "monthly").period).toBe("month");
});

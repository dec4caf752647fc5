// Date arithmetic against known dates, and its laws.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dateRange,
  datesBefore,
  dayOfDate,
  dayOfWeek,
  dayOfYear,
  daysBetween,
  daysOfPeriod,
} from "../../src/calendar/dates.ts";

const date = fc.integer({ min: -200_000, max: 200_000 }).map((days) => addDays("1970-01-01", days));

test("known dates", () => {
  expect(dayOfDate("1970-01-01")).toBe(0);
  expect(dayOfWeek("2022-01-01")).toBe(5); // a Saturday
  expect(dayOfWeek("1969-12-28")).toBe(6); // a Sunday before the epoch
  expect([dayOfYear("2023-12-31"), dayOfYear("2024-12-31"), dayOfYear("2024-03-01")]).toEqual([365, 366, 61]);
  expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
});

describe("laws", () => {
  test("adding the days between two dates leads from one to the other, and weekdays turn by seven", () => {
    fc.assert(
      fc.property(date, date, (from, to) => {
        expect(addDays(from, daysBetween(from, to))).toBe(to);
        expect(dayOfWeek(addDays(from, 7))).toBe(dayOfWeek(from));
        expect(dayOfWeek(addDays(from, 1))).toBe((dayOfWeek(from) + 1) % 7);
      }),
    );
  });

  test("a local daylight-saving switch changes nothing", () => {
    // 2024-03-31 and 2024-10-27 have 23 and 25 hours in Berlin.
    expect(dateRange("2024-03-30", 3)).toEqual(["2024-03-30", "2024-03-31", "2024-04-01"]);
    expect(dateRange("2024-10-26", 3)).toEqual(["2024-10-26", "2024-10-27", "2024-10-28"]);
  });
});

test("ranges of weeks and months, and the days of a period", () => {
  expect(dateRange("2024-12-30", 2, "weekly")).toEqual(["2024-12-30", "2025-01-06"]);
  expect(dateRange("2023-12-01", 3, "monthly")).toEqual(["2023-12-01", "2024-01-01", "2024-02-01"]);
  const length = (frequency: "daily" | "weekly" | "monthly"): number => {
    const [first, end] = daysOfPeriod("2024-02-01", frequency);
    return end - first;
  };
  expect([length("daily"), length("weekly"), length("monthly")]).toEqual([1, 7, 29]);
});

test("the periods before a date count back from it", () => {
  expect(datesBefore("2024-01-02", "daily", 2)).toEqual(["2024-01-01", "2023-12-31"]);
  expect(datesBefore("2024-01-01", "weekly", 2)).toEqual(["2023-12-25", "2023-12-18"]);
  expect(datesBefore("2024-02-01", "monthly", 3)).toEqual(["2024-01-01", "2023-12-01", "2023-11-01"]);
  expect(datesBefore("2024-02-01", "monthly", 0)).toEqual([]);
});

test("what is not a date is refused", () => {
  for (const text of ["2023-02-29", "2023-2-1", "01/02/2023", ""]) expect(() => dayOfDate(text)).toThrow(RangeError);
});

import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import { dayNumber, isoDate } from "../../src/data/days.ts";
import type { Frequency } from "../../src/data/panel.ts";
import { isoWeekOfDay, isoWeeksInYear, mondayOfIsoWeek } from "../../src/scenario/iso-weeks.ts";
import { periodsInWindow } from "../../src/scenario/periods-in-window.ts";
import { read } from "./vocabulary.ts";

/** First days of the periods a window catches, of `count` periods from a date. */
function caught(window: string, from: string, count: number, frequency: Frequency = "daily"): string[] {
  const dates = dateRange(from, count, frequency);
  const found = periodsInWindow(dates, frequency, { first: 0, last: count - 1 }, read(`tv off in ${window}`).window);
  return found.map((period) => dates[period]);
}

const span = (dates: readonly string[]): [string | undefined, string | undefined, number] => [
  dates[0],
  dates.at(-1),
  dates.length,
];

describe("days", () => {
  test.each<[string, string, number, [string, string, number]]>([
    ["Q4", "2024-01-01", 366, ["2024-10-01", "2024-12-31", 92]],
    ["Q1", "2024-01-01", 366, ["2024-01-01", "2024-03-31", 91]],
    ["Q1", "2023-01-01", 365, ["2023-01-01", "2023-03-31", 90]],
    ["February", "2024-01-01", 366, ["2024-02-01", "2024-02-29", 29]],
    ["2024-02-28..2024-03-01", "2024-01-01", 366, ["2024-02-28", "2024-03-01", 3]],
    ["week 30-34", "2024-01-01", 366, ["2024-07-22", "2024-08-25", 35]],
    ["last 8 weeks", "2024-01-01", 366, ["2024-11-06", "2024-12-31", 56]],
    ["first 2 months", "2024-01-15", 200, ["2024-01-15", "2024-03-14", 60]],
    ["last 1 month", "2024-01-01", 60, ["2024-02-01", "2024-02-29", 29]],
    ["first 3 periods", "2024-01-01", 60, ["2024-01-01", "2024-01-03", 3]],
    ["last 400 periods", "2024-01-01", 60, ["2024-01-01", "2024-02-29", 60]],
    ["Nov..Feb", "2024-10-15", 120, ["2024-11-01", "2025-02-11", 103]],
  ])("%s from %s on", (window, from, count, expected) => {
    expect(span(caught(window, from, count))).toEqual(expected);
  });

  test("of the same weeks or months in every year of the horizon", () => {
    expect(caught("week 1", "2024-01-01", 731)).toHaveLength(7 + 7 + 3);
    expect(caught("December", "2022-12-25", 366 + 10)).toEqual([
      ...dateRange("2022-12-25", 7),
      ...dateRange("2023-12-01", 31),
    ]);
  });

  test("of week 53 are those of long years alone", () => {
    expect(span(caught("week 53", "2020-01-01", 1500))).toEqual(["2020-12-28", "2021-01-03", 7]);
    expect(span(caught("week 52-1", "2024-12-01", 60))).toEqual(["2024-12-23", "2025-01-05", 14]);
  });
});

describe("weeks and months", () => {
  test("belong to a window that holds more than half of their days", () => {
    // Weeks from Monday 1 January 2024: that of 30 September has one day in September, six in October.
    expect(span(caught("Q4", "2024-01-01", 60, "weekly"))).toEqual(["2024-09-30", "2024-12-23", 13]);
    expect(span(caught("Q4 2024..Q4 2024", "2024-01-01", 60, "weekly"))).toEqual(["2024-09-30", "2024-12-23", 13]);
    // Four days of the week of 28 October are in October.
    expect(caught("2024-10", "2024-01-01", 60, "weekly").at(-1)).toBe("2024-10-28");
    expect(caught("2024-11", "2024-01-01", 60, "weekly")[0]).toBe("2024-11-04");
  });

  test("that begin on Sunday count as the ISO week they mostly are", () => {
    expect(caught("week 30-31", "2024-01-07", 52, "weekly")).toEqual(["2024-07-21", "2024-07-28"]);
  });

  test("of months hold the months of a quarter", () => {
    expect(caught("Q4", "2024-01-01", 24, "monthly")).toHaveLength(6);
    expect(caught("week 30-34", "2024-01-01", 12, "monthly")).toEqual(["2024-08-01"]);
    expect(caught("last 2 months", "2024-01-01", 12, "monthly")).toEqual(["2024-11-01", "2024-12-01"]);
  });

  test("are not caught by a window of a day", () => {
    expect(caught("2024-03-06", "2024-01-01", 20, "weekly")).toEqual([]);
  });
});

test("the horizon bounds what a window catches", () => {
  const dates = dateRange("2024-01-01", 366);
  const window = read("tv off in Q4").window;
  expect(periodsInWindow(dates, "daily", { first: 300, last: 310 }, window)).toHaveLength(11);
  expect(periodsInWindow(dates, "daily", { first: 0, last: 100 }, window)).toEqual([]);
  expect(periodsInWindow(dates, "daily", { first: 5, last: 7 })).toEqual([5, 6, 7]);
});

describe("ISO weeks", () => {
  test.each([
    ["2018-12-31", 2019, 1],
    ["2021-01-03", 2020, 53],
    ["2021-01-04", 2021, 1],
    ["2024-02-29", 2024, 9],
    ["2024-12-29", 2024, 52],
    ["2024-12-30", 2025, 1],
    ["2026-12-31", 2026, 53],
    ["2027-01-01", 2026, 53],
  ])("%s lies in %i-W%i", (date, year, week) => {
    const [y, m, d] = date.split("-").map(Number);
    expect(isoWeekOfDay(dayNumber(y, m, d) as number)).toEqual({ year, week });
  });

  test("number every day of forty years without gap, from Monday to Sunday", () => {
    const first = mondayOfIsoWeek({ year: 2000, week: 1 });
    const wrong: string[] = [];
    let day = first;
    for (let year = 2000; year < 2040; year += 1) {
      for (let week = 1; week <= isoWeeksInYear(year); week += 1) {
        for (let weekday = 0; weekday < 7; weekday += 1, day += 1) {
          const found = isoWeekOfDay(day);
          if (found.year !== year || found.week !== week) wrong.push(isoDate(day));
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(isoDate(first)).toBe("2000-01-03");
    expect(isoDate(day)).toBe("2040-01-02");
  });
});

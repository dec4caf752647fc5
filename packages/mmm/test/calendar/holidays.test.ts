// The holiday calendar: what it holds, and what it says about known dates.
import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import { holidayCountries, holidayIndicator, holidaySpan, holidaysOf } from "../../src/calendar/holidays.ts";
import { SpecError } from "../../src/errors.ts";

const everything = (country: string) => holidaysOf(country, holidaySpan.first, holidaySpan.last);

describe("the calendar holds what its source held", () => {
  test("123 countries in alphabetical order", () => {
    expect(holidayCountries).toHaveLength(123);
    expect(holidayCountries).toEqual([...holidayCountries].sort());
  });

  test("87,651 rows with the same digest", () => {
    // FNV-1a over "country,date,name\n" of every row, by country, date and name; computed from the source CSV.
    let digest = 0x811c9dc5;
    let rows = 0;
    const encoder = new TextEncoder();
    for (const country of holidayCountries) {
      for (const { date, name } of everything(country)) {
        rows += 1;
        for (const byte of encoder.encode(`${country},${date},${name}\n`)) {
          digest = Math.imul(digest ^ byte, 0x01000193);
        }
      }
    }
    expect(rows).toBe(87_651);
    expect((digest >>> 0).toString(16)).toBe("806f2c90");
  });
});

describe("known dates", () => {
  test("the United States in 2022, with the days on which a holiday is observed", () => {
    expect(holidaysOf("US", "2022-01-01", "2022-12-31").map(({ date, name }) => `${date} ${name}`)).toEqual([
      "2022-01-01 New Year's Day",
      "2022-01-17 Martin Luther King Jr. Day",
      "2022-02-21 Washington's Birthday",
      "2022-05-30 Memorial Day",
      "2022-06-19 Juneteenth National Independence Day",
      "2022-06-20 Juneteenth National Independence Day (Observed)",
      "2022-07-04 Independence Day",
      "2022-09-05 Labor Day",
      "2022-10-10 Columbus Day",
      "2022-11-11 Veterans Day",
      "2022-11-24 Thanksgiving",
      "2022-12-25 Christmas Day",
      "2022-12-26 Christmas Day (Observed)",
    ]);
  });

  test("Easter Monday in Germany moves, and both ends of a range count", () => {
    expect(holidaysOf("DE", "2024-04-01", "2024-04-01")).toHaveLength(1);
    expect(holidaysOf("DE", "2024-04-02", "2024-04-30")).toHaveLength(0);
    expect(holidaysOf("DE", "2025-04-21", "2025-04-21")).toHaveLength(1);
  });
});

describe("the indicator", () => {
  test("is one on a holiday and zero on other days", () => {
    const dates = dateRange("2024-12-24", 3);
    expect([...holidayIndicator(dates, "daily", "US")]).toEqual([0, 1, 0]);
  });

  test("counts the holidays of a week and of a month, the last period whole", () => {
    // Monday 2024-12-23 holds Christmas; Monday 2024-12-30 holds New Year's Day.
    expect([...holidayIndicator(["2024-12-16", "2024-12-23", "2024-12-30"], "weekly", "US")]).toEqual([0, 1, 1]);
    // Germany in December: the 25th and the 26th.
    expect([...holidayIndicator(["2023-11-01", "2023-12-01"], "monthly", "DE")]).toEqual([0, 2]);
  });

  test("counts a day with two holidays once", () => {
    const days = holidayCountries.flatMap((country) => {
      const all = everything(country);
      const twice = all.find(({ date }, i) => i > 0 && all[i - 1].date === date);
      return twice === undefined ? [] : [[country, twice.date] as const];
    });
    expect(days.length).toBeGreaterThan(0);
    for (const [country, date] of days) expect([...holidayIndicator([date], "daily", country)]).toEqual([1]);
  });

  test("of nothing is nothing", () => {
    expect(holidayIndicator([], "weekly", "US")).toHaveLength(0);
  });
});

test("a country or a year the calendar does not know is named", () => {
  expect(() => holidaysOf("XX", "2022-01-01", "2022-12-31")).toThrow(SpecError);
  expect(() => holidaysOf("toString", "2022-01-01", "2022-12-31")).toThrow('"toString" is not among the 123 countries');
  expect(() => holidaysOf("US", "1994-12-31", "2022-12-31")).toThrow("knows 1995-01-01 to 2044-12-31");
  expect(() => holidayIndicator(["2044-12-28"], "weekly", "US")).toThrow(SpecError);
});

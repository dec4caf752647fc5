// Seasonal terms against the golden vectors and the seed's columns; day-of-week indicators.
import { describe, expect, test } from "vitest";
import { addDays, dateRange } from "../../src/calendar/dates.ts";
import { dayOfWeekColumns } from "../../src/calendar/day-of-week.ts";
import { calendarPositions, fourierTerms, rowPositions } from "../../src/calendar/fourier.ts";

describe("B31: Fourier terms by day of year", () => {
  test.each([
    [1, [0.017202, 0.999852, 0.034398, 0.999408]],
    [91, [0.999986, 0.005376, 0.010751, -0.999942]],
    [182, [0.010751, -0.999942, -0.021501, 0.999769]],
  ])("day %i", (day, expected) => {
    const columns = fourierTerms(calendarPositions([addDays("2023-01-01", day - 1)]), 2);
    expect(columns.map(({ name }) => name)).toEqual(["sin_1", "cos_1", "sin_2", "cos_2"]);
    columns.forEach(({ values }, i) => {
      expect(Math.abs(values[0] - expected[i])).toBeLessThanOrEqual(1e-6); // six decimals printed
    });
  });
});

test("the calendar's terms do not depend on the first row; the seed's do", () => {
  const dates = dateRange("2022-01-01", 60);
  const late = dates.slice(31);
  const [all, part] = [dates, late].map((each) => fourierTerms(calendarPositions(each), 1)[0].values);
  expect([...part]).toEqual([...all.slice(31)]);
  expect(fourierTerms(rowPositions(60), 1)[0].values[0]).toBe(0);
});

test("the seed's second row, counted from the first", () => {
  const columns = fourierTerms(rowPositions(2), 3);
  // mmm_daily_data.csv of the reference generator, 2022-01-02; libm may differ in the last digit
  const seed = [
    0.017201575418260506, 0.9998520419557737, 0.03439806061360801, 0.9994082116062598, 0.051584366869408364,
  ];
  seed.forEach((value, i) => {
    expect(columns[i].values[1]).toBeCloseTo(value, 15);
  });
  expect([...rowPositions(3, 7)]).toEqual([0, 7, 14]);
});

test("each day of the week has its own indicator, Monday none", () => {
  const columns = dayOfWeekColumns(dateRange("2024-01-01", 8)); // a Monday first
  expect(columns.map(({ name }) => name)).toEqual(["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]);
  expect([...columns[0].values]).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  expect([...columns[5].values]).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
});

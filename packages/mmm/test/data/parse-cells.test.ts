// Numbers and dates as people write them.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarDate, dayNumber, isoDate, monthNumber } from "../../src/data/days.ts";
import { parseDates } from "../../src/data/parse-date.ts";
import { currencyOf, type NumberFormat, parseNumber } from "../../src/data/parse-number.ts";
import { showCell } from "../../src/data/show-cell.ts";

const english: NumberFormat = { decimal: ".", thousands: ",", currency: "USD" };
const german: NumberFormat = { decimal: ",", thousands: ".", currency: "EUR" };
const plain: NumberFormat = { decimal: ".", thousands: "none", currency: "USD" };

describe("numbers", () => {
  test.each<[string | number | boolean, NumberFormat, number]>([
    ["1,234.5", english, 1234.5],
    ["$1,234,567", english, 1_234_567],
    ["-$5.25", english, -5.25],
    ["USD 12", english, 12],
    ["1.234,56 €", german, 1234.56],
    ["-0,5", german, -0.5],
    ["−3", plain, -3],
    [" 42 ", plain, 42],
    [".5", plain, 0.5],
    ["1e3", plain, 1000],
    ["1 234", { ...plain, thousands: " " }, 1234],
    ["1\u202f234,5", { ...german, thousands: " " }, 1234.5],
    ["1'234.50", { ...plain, thousands: "'" }, 1234.5],
    ["1’234", { ...plain, thousands: "'" }, 1234],
    [7, german, 7],
    [true, plain, 1],
    [false, plain, 0],
    ["TRUE", plain, 1],
  ])("%s is read", (cell, format, value) => {
    expect(parseNumber(cell, format)).toBe(value);
  });

  test.each<[string, NumberFormat, string]>([
    ["1.5", german, 'Set data.decimal: "." and data.thousands: none if it means 1.5'],
    ["1,5", plain, 'Set data.decimal: "," if it means 1.5'],
    ["1 234,50", plain, 'Set data.decimal: "," and data.thousands: " " if it means 1234.5'],
    ["1'234", plain, `Set data.thousands: "'" if it means 1234`],
    ["1.234.567", plain, 'Set data.decimal: "," and data.thousands: "." if it means 1234567'],
    ["12,34,567", english, "Replace it by a number"],
    ["€1,200", plain, 'Set data.currency: EUR, or convert the column to USD; Set data.thousands: "," if it means 1200'],
    ["CHF 3", plain, "Set data.currency: CHF"],
  ])("%s is refused, saying which setting to change", (cell, format, remedy) => {
    const problem = parseNumber(cell, format);
    expect(problem).toHaveProperty("remedy");
    if (typeof problem !== "number") expect(problem.remedy).toContain(remedy);
  });

  test("any number survives being written with marks and read back", () => {
    const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(amount, fc.constantFrom("en-US", "de-DE"), (cents, locale) => {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(cents / 100);
        expect(parseNumber(text, locale === "en-US" ? english : german)).toBe(cents / 100 + 0);
      }),
    );
  });

  test("a sign tells the currency", () => {
    expect(currencyOf("$5")).toBe("USD");
    expect(currencyOf("5 GBP")).toBe("GBP");
    expect(currencyOf("5")).toBeUndefined();
    expect(currencyOf("hello")).toBeUndefined();
  });

  test("cells are shown short, and empty ones by name", () => {
    expect(showCell("x".repeat(60))).toBe(`"${"x".repeat(40)}…"`);
    expect(showCell(null)).toBe("empty");
    expect(showCell(true)).toBe("true");
    expect(showCell(-1.5)).toBe("−1.5");
  });
});

describe("dates", () => {
  const read = (
    cells: (string | number | null)[],
    format: "yyyy-mm-dd" | "dd/mm/yyyy" | "mm/dd/yyyy" | null = null,
  ) => {
    const { days, problems } = parseDates(cells, { column: "date", line: (row) => row + 2, format });
    return { iso: Array.from(days, (day) => (Number.isNaN(day) ? null : isoDate(day))), problems };
  };

  test.each([
    ["2024-03-25", "2024-03-25"],
    ["2024/3/5", "2024-03-05"],
    ["20240325", "2024-03-25"],
    ["25.03.2024", "2024-03-25"],
    ["2024-03", "2024-03-01"],
    ["2024-03-25T00:00:00Z", "2024-03-25"],
    ["2024-03-25 00:00:00.000", "2024-03-25"],
    ["03/25/2024", "2024-03-25"],
    ["25/03/2024", "2024-03-25"],
    ["29.02.2024", "2024-02-29"],
  ])("%s is read as %s", (text, iso) => {
    expect(read([text])).toEqual({ iso: [iso], problems: [] });
  });

  test("a number may be a date without dashes", () => {
    expect(read([20240325]).iso).toEqual(["2024-03-25"]);
  });

  test("one cell above 12 tells what the others mean", () => {
    expect(read(["03/04/2024", "25/04/2024"]).iso).toEqual(["2024-04-03", "2024-04-25"]);
    expect(read(["03/04/2024", "03/25/2024"]).iso).toEqual(["2024-03-04", "2024-03-25"]);
  });

  test("the format tells where no cell does", () => {
    expect(read(["03/04/2024"], "dd/mm/yyyy").iso).toEqual(["2024-04-03"]);
    expect(read(["03/04/2024"], "mm/dd/yyyy").iso).toEqual(["2024-03-04"]);
    expect(read(["03/04/2024"], "yyyy-mm-dd").problems[0].code).toBe("ambiguous-date");
    expect(read(["25/04/2024"], "mm/dd/yyyy").problems[0].found).toContain(
      "not a day of the calendar when read as mm/dd/yyyy",
    );
  });

  test("both ways in one column are named with the rows", () => {
    const { problems } = read(["25/04/2024", "04/25/2024", "01/02/2024"]);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatchObject({ code: "mixed-date-formats", row: 2 });
    expect(problems[0].found).toContain("both day/month (row 2) and month/day (row 3)");
  });

  test.each([
    ["2023-02-29", "unparsable-date", "is not a day of the calendar"],
    ["45292", "unparsable-date", "looks like a spreadsheet's serial number"],
    ["2024-03-25 14:30", "unparsable-date", "has a time of day"],
    ["last week", "unparsable-date", '"last week" is not a date'],
    ["", "empty-date", "the date is empty"],
    [null, "empty-date", "the date is empty"],
  ])("%s is refused", (text, code, found) => {
    const { iso, problems } = read([text]);
    expect(iso).toEqual([null]);
    expect(problems[0]).toMatchObject({ code, column: "date", row: 2 });
    expect(problems[0].found).toContain(found);
  });

  test("days count through the calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (number) => {
        const { year, month, day } = calendarDate(number);
        expect(dayNumber(year, month, day)).toBe(number);
        expect([0, 1]).toContain(monthNumber(number + 1) - monthNumber(number));
      }),
    );
    expect(dayNumber(1970, 1, 1)).toBe(0);
    expect(dayNumber(2024, 2, 30)).toBeUndefined();
  });
});

// Numbers as people read them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currencySymbol, currencyUnit } from "../../src/report/currency.ts";
import {
  countOf,
  countWord,
  formatCount,
  formatDate,
  formatFixed,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPeriods,
  formatProbability,
  formatShare,
  formatShort,
  formatShortMoney,
  formatWords,
  joinNames,
  magnitudeOf,
} from "../../src/report/format.ts";
import { displayName, displayNames } from "../../src/report/names.ts";

/** Narrow no-break spaces read as plain ones in these expectations. */
const plain = (text: string): string => text.replace(/\u202f/g, " ");

describe("numbers", () => {
  test.each([
    [1_234_567, "1 230 000"],
    [31_447_455.73, "31 400 000"],
    [999.96, "1 000"],
    [0.4607, "0.461"],
    [0.04567, "0.0457"],
    [-8, "−8.00"],
    [12.34, "12.3"],
    [0, "0"],
    [0.00001234, "1.23 × 10⁻⁵"],
    [-2.5e17, "−2.50 × 10¹⁷"],
    [Number.NaN, "n/a"],
    [Number.POSITIVE_INFINITY, "n/a"],
  ])("%f reads %s", (value, text) => {
    expect(plain(formatNumber(value))).toBe(text);
  });

  test("three figures are never off by more than half a unit of the third", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e14, noNaN: true }), (value) => {
        const read = Number(formatNumber(value).replace(/\u202f/g, ""));
        // 0.5 in the third of three figures is at most half a percent of the number.
        expect(Math.abs(read - value)).toBeLessThanOrEqual(0.005001 * value);
      }),
    );
  });

  test("a number that rounds to zero has no minus sign", () => {
    expect(formatFixed(-0.004, 2)).toBe("0.00");
    expect(formatFixed(-0.006, 2)).toBe("−0.01");
  });

  test("groups are narrow no-break spaces, so that a number never breaks across lines", () => {
    expect(formatCount(1_234_567)).toBe("1\u202f234\u202f567");
  });

  test("amounts are told in words or letters from a million or a thousand on", () => {
    expect(plain(formatWords(31_234_567))).toBe("31.2 million");
    expect(plain(formatWords(84_400))).toBe("84 400");
    expect(plain(formatWords(999_999))).toBe("1.00 million");
    expect(plain(formatShort(84_400))).toBe("84.4 k");
    expect(plain(formatShort(-2.5e9))).toBe("−2.50 B");
    expect(magnitudeOf(0).divisor).toBe(1);
    expect(magnitudeOf(Number.NaN).divisor).toBe(1);
  });
});

describe("money, shares, probabilities, periods, dates", () => {
  test("the symbol stands before the number and after the minus", () => {
    expect(plain(formatMoney(31_234_567, "USD"))).toBe("$31.2 million");
    expect(plain(formatMoney(-0.49, "GBP"))).toBe("−£0.490");
    expect(plain(formatShortMoney(1230, "EUR"))).toBe("€1.23 k");
    expect(plain(formatMoney(12, "CHF"))).toBe("CHF 12.0");
    expect(plain(formatMoney(12, "XYZ"))).toBe("XYZ 12.0");
    expect(formatMoney(Number.NaN, "USD")).toBe("n/a");
  });

  test("codes are found in either case, and stand for themselves when unknown", () => {
    expect(currencySymbol("usd")).toBe("$");
    expect(currencySymbol("XYZ")).toBe("XYZ");
    expect(currencyUnit("EUR")).toBe("euro");
    expect(currencyUnit("XYZ")).toBe("XYZ");
  });

  test("shares have one decimal, a hundred percent none", () => {
    expect(plain(formatShare(0.3194))).toBe("31.9 %");
    expect(plain(formatShare(0.9999))).toBe("100 %");
    expect(plain(formatShare(-0.0523))).toBe("−5.2 %");
    expect(formatShare(Number.NaN)).toBe("n/a");
  });

  test("a probability never claims certainty", () => {
    expect(formatProbability(0.934)).toBe("0.93");
    expect(plain(formatProbability(1))).toBe("> 0.99");
    expect(plain(formatProbability(0))).toBe("< 0.01");
    expect(formatProbability(Number.NaN)).toBe("n/a");
  });

  test("periods go by the frequency, singular for exactly one", () => {
    expect(plain(formatPeriods(3.21, "daily"))).toBe("3.2 days");
    expect(plain(formatPeriods(1, "weekly"))).toBe("1 week");
    expect(plain(formatPeriods(0.98, "weekly"))).toBe("1.0 weeks");
    expect(plain(formatPeriods(12.4, "monthly"))).toBe("12 months");
  });

  test("dates are written out", () => {
    expect(formatMonth("2023-11-05")).toBe("November 2023");
    expect(plain(formatDate("2023-11-05"))).toBe("5 Nov 2023");
  });

  test("small counts are words and agree with their noun", () => {
    expect(countWord(5)).toBe("five");
    expect(plain(countWord(1095))).toBe("1 095");
    expect(countOf(0, "finding")).toBe("no findings");
    expect(countOf(1, "finding")).toBe("one finding");
    expect(joinNames(["a", "b", "c"])).toBe("a, b and c");
    expect(joinNames(["a"])).toBe("a");
    expect(joinNames([])).toBe("");
  });
});

describe("names", () => {
  test.each([
    ["tv", "TV"],
    ["print_ooh", "Print OOH"],
    ["paid-search", "Paid search"],
    ["youtube", "YouTube"],
    ["Meta Ads", "Meta Ads"],
    ["_", "_"],
  ])("%s reads %s", (name, shown) => {
    expect(displayName(name)).toBe(shown);
  });

  test("names that would read the same keep their own spelling", () => {
    expect(displayNames(["tv", "TV"])).toEqual(["tv", "TV"]);
    expect(displayNames(["tv", "search"])).toEqual(["TV", "Search"]);
  });
});

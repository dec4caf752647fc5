// The decomposition against Prophet's own, and against what defines it.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import type { DecompositionPart } from "../../src/data/config/frameworks.ts";
import type { Frequency } from "../../src/data/panel.ts";
import { type DecompositionRequest, decompositionColumns } from "../../src/design/decomposition.ts";
import { fitDecomposition } from "../../src/design/fit-decomposition.ts";
import { SpecError } from "../../src/errors.ts";

interface Reference {
  readonly frequency: Frequency;
  readonly country: string;
  readonly first: string;
  readonly values: readonly (number | null)[];
  readonly logDensity: number;
  readonly noise: number;
  readonly changepoints: readonly number[];
  readonly columns: Readonly<Partial<Record<DecompositionPart, readonly number[]>>>;
}

const referenceOf = (name: string): Reference =>
  JSON.parse(readFileSync(new URL(`../fixtures/prophet-${name}.json`, import.meta.url), "utf8")) as Reference;

function requestOf({ frequency, country, first, values, columns }: Reference): DecompositionRequest {
  return {
    dates: dateRange(first, values.length, frequency),
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    frequency,
    country,
    parts: Object.keys(columns) as DecompositionPart[],
  };
}

describe.each(["weekly", "daily"])("Prophet's own decomposition of %s data", (name) => {
  const reference = referenceOf(name);
  const fitted = fitDecomposition(requestOf(reference));

  test("is no more probable than ours, and its trend may bend on the same days", () => {
    // Stan's L-BFGS stops at the kinks of the Laplace prior: 0.1 to 0.6 of log density below the optimum.
    expect(fitted.logDensity).toBeGreaterThanOrEqual(reference.logDensity);
    expect(fitted.logDensity).toBeLessThan(reference.logDensity + 1);
    expect(fitted.noise / reference.noise).toBeCloseTo(1, 2);
    expect(fitted.changepoints.map(({ time }) => time)).toHaveLength(reference.changepoints.length);
    fitted.changepoints.forEach(({ time }, i) => {
      expect(time).toBeCloseTo(reference.changepoints[i], 11);
    });
  });

  test("has our columns, also after the last date, but for where its search stopped", () => {
    const all = decompositionColumns(
      fitted,
      dateRange(reference.first, reference.columns.trend?.length ?? 0, reference.frequency),
    );
    for (const { name: part, values } of all) {
      const theirs = reference.columns[part as DecompositionPart] ?? [];
      expect(values).toHaveLength(theirs.length);
      // What its early stop leaves: up to 0.5 % of the KPI's size in a trend and rare holidays, 0.2 % in seasons.
      const tolerance = part === "trend" || part === "holiday" ? 0.01 : 0.003;
      values.forEach((value, i) => {
        expect(Math.abs(value - theirs[i])).toBeLessThan(tolerance * fitted.scale);
      });
    }
  });
});

const dates = dateRange("2022-01-03", 156, "weekly");
const plain: DecompositionRequest = {
  dates,
  values: Float64Array.from(dates, (_, week) => 1000 + 2 * week + 100 * Math.sin((2 * Math.PI * week * 7) / 365.25)),
  frequency: "weekly",
  country: null,
  parts: ["trend", "season"],
};

describe("what the columns are", () => {
  test("a wave on a line comes apart into the line and the wave, and goes on so", () => {
    const fitted = fitDecomposition(plain);
    const later = dateRange("2024-12-30", 52, "weekly");
    const [trend, season] = decompositionColumns(fitted, later);
    later.forEach((_, i) => {
      const week = 156 + i;
      // The priors pull by some thousandths of the KPI's size.
      expect(Math.abs(trend.values[i] - 1000 - 2 * week)).toBeLessThan(5);
      expect(Math.abs(season.values[i] - 100 * Math.sin((2 * Math.PI * week * 7) / 365.25))).toBeLessThan(5);
    });
  });

  test("they scale with the KPI, and unknown weeks do not matter", () => {
    const fitted = decompositionColumns(fitDecomposition(plain), dates);
    const tenfold = fitDecomposition({ ...plain, values: plain.values.map((value) => 10 * value) });
    decompositionColumns(tenfold, dates).forEach(({ values }, column) => {
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(10 * fitted[column].values[i], 6);
      });
    });
    const gaps = fitDecomposition({ ...plain, values: plain.values.with(40, Number.NaN) });
    decompositionColumns(gaps, dates).forEach(({ values }, column) => {
      expect(Math.abs(values[40] - fitted[column].values[40])).toBeLessThan(5);
    });
  });

  test("they are plain data: read back from JSON they say the same", () => {
    const fitted = fitDecomposition({ ...plain, country: "US", parts: ["trend", "season", "holiday"] });
    const again = JSON.parse(JSON.stringify(fitted)) as typeof fitted;
    expect(decompositionColumns(again, dates)).toEqual(decompositionColumns(fitted, dates));
  });

  test("a week counts the holidays of its own seven days, whatever day it starts on", () => {
    // Christmas 2022 was a Sunday: in the week that starts on it, not in the one before.
    const sundays = dateRange("2022-01-02", 104, "weekly");
    const values = Float64Array.from(sundays, (date) => (date === "2022-12-25" || date === "2023-12-24" ? 200 : 100));
    const fitted = fitDecomposition({ dates: sundays, values, frequency: "weekly", country: "US", parts: ["holiday"] });
    const [{ values: effect }] = decompositionColumns(fitted, sundays);
    expect(effect[sundays.indexOf("2022-12-25")]).toBeGreaterThan(80);
    expect(Math.abs(effect[sundays.indexOf("2022-12-18")])).toBeLessThan(10);
  });

  test("months take the holidays that fall into them", () => {
    const months = dateRange("2018-01-01", 60, "monthly");
    const values = Float64Array.from(months, (date) => (date.slice(5, 7) === "12" ? 150 : 100));
    const fitted = fitDecomposition({ dates: months, values, frequency: "monthly", country: "DE", parts: ["holiday"] });
    const [{ values: effect }] = decompositionColumns(fitted, months);
    expect(effect[11]).toBeGreaterThan(effect[1] + 40);
    expect(effect[1]).toBe(0); // February has no holiday in Germany.
  });

  test("a factor's column is its levels' effects counted from the least", () => {
    const levels = dates.map((_, week) => ["na", "sale", "strike"][week % 13 === 0 ? 1 : week % 17 === 0 ? 2 : 0]);
    const effects: Record<string, number> = { na: 0, sale: 200, strike: -150 };
    const values = plain.values.map((value, week) => value + effects[levels[week]]);
    const factors = [{ name: "events", levels }];
    const fitted = fitDecomposition({ ...plain, values, factors });
    const column = decompositionColumns(fitted, dates, factors).find(({ name }) => name === "events");
    levels.forEach((level, week) => {
      expect(Math.abs((column?.values[week] ?? 0) - effects[level] - 150)).toBeLessThan(10);
    });
    expect(() => decompositionColumns(fitted, dates)).toThrow("factor events must have a level at each date");
    expect(() => fitDecomposition({ ...plain, factors: [{ name: "events", levels: ["na"] }] })).toThrow(RangeError);
  });
});

describe("what cannot be decomposed is said", () => {
  test("holidays without a country, weekdays of weeks, years without a calendar", () => {
    const failing = (change: Partial<DecompositionRequest>) => () => fitDecomposition({ ...plain, ...change });
    expect(failing({ parts: ["holiday"] })).toThrow("holidays are those of a country");
    expect(failing({ parts: ["weekday"] })).toThrow("weekly data have no weekdays");
    expect(failing({ parts: ["holiday"], country: "XX" })).toThrow(SpecError);
    expect(failing({ values: new Float64Array(156).fill(Number.NaN).fill(1, 0, 1) })).toThrow(
      "two periods with a KPI, not 1",
    );
  });
});

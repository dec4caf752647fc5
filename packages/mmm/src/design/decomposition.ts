// Trend, seasons and holidays of a KPI as Robyn's decomposition has them: what is asked, and the answer as plain data.
import { dot } from "@carryover/engine";
import { daysBetween } from "../calendar/dates.ts";
import type { DecompositionPart } from "../data/config/frameworks.ts";
import type { Frequency } from "../data/panel.ts";
import { holidayLabels, type Season, waves } from "./decomposition-terms.ts";

/** A variable of named levels, such as "event1", "event2" or "na" per period. */
export interface FactorSeries {
  readonly name: string;
  /** One level per period. */
  readonly levels: readonly string[];
}

export interface DecompositionRequest {
  /** First day of each period, ascending and equally spaced. */
  readonly dates: readonly string[];
  /** The KPI, one value per period; NaN where it is not known. */
  readonly values: Float64Array;
  readonly frequency: Frequency;
  /** ISO 3166 alpha-2 of the holiday calendar; needed for the part `holiday`. */
  readonly country: string | null;
  /** What is wanted as a column. A trend is always fitted; the others only when wanted. `weekday` asks for daily data. */
  readonly parts: readonly DecompositionPart[];
  /** Fitted beside the seasons, each one column. */
  readonly factors?: readonly FactorSeries[];
}

/** The fitted decomposition; plain JSON. Coefficients are in units of `scale`. */
export interface Decomposition {
  readonly frequency: Frequency;
  readonly country: string | null;
  readonly parts: readonly DecompositionPart[];
  /** Date at which time is 0, and days from there until it is 1. */
  readonly start: string;
  readonly days: number;
  /** Largest size of a known value of the KPI. */
  readonly scale: number;
  readonly growth: number;
  readonly offset: number;
  /** Times in [0, 1] at which the growth changes, and by how much. */
  readonly changepoints: readonly { readonly time: number; readonly change: number }[];
  /** Coefficients of sine and cosine in turn, per fitted season. */
  readonly seasons: Readonly<Partial<Record<"season" | "weekday" | "monthly", readonly number[]>>>;
  /** Effect of each combination of holidays seen in one period. */
  readonly holidays: Readonly<Record<string, number>>;
  /** Effect of each level of each factor. */
  readonly factors: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Standard deviation of what is left. */
  readonly noise: number;
  /** Log density of the optimum, without constants. */
  readonly logDensity: number;
}

/** One column in units of the KPI, one value per asked date. */
export interface DecompositionColumn {
  /** A part, or a factor's name. */
  readonly name: string;
  readonly values: Float64Array;
}

/**
 * The wanted parts and the factors at any dates, future ones too: the trend goes on as it last went, holidays that were never
 * seen together bring nothing. A factor's column is counted from its least level.
 *
 * @param dates    first day of each period, ascending, of the frequency that was fitted
 * @param factors  levels at these dates of every factor that was fitted; a level never seen counts as an effect of 0
 * @throws SpecError when the holiday calendar does not know these dates
 */
export function decompositionColumns(
  decomposition: Decomposition,
  dates: readonly string[],
  factors: readonly FactorSeries[] = [],
): DecompositionColumn[] {
  const { parts, scale } = decomposition;
  const columns = parts.map((name) => ({ name, values: valuesOf(decomposition, name, dates) }));
  const ofFactors = Object.entries(decomposition.factors).map(([name, effects]) => {
    const levels = factors.find((factor) => factor.name === name)?.levels;
    if (levels?.length !== dates.length) throw new RangeError(`factor ${name} must have a level at each date`);
    const least = Math.min(...Object.values(effects));
    return { name, values: Float64Array.from(levels, (level) => (effects[level] ?? 0) - least) };
  });
  return [...columns, ...ofFactors].map(({ name, values }) => ({ name, values: values.map((value) => value * scale) }));
}

/** In units of `scale`. */
function valuesOf(decomposition: Decomposition, part: DecompositionPart, dates: readonly string[]): Float64Array {
  switch (part) {
    case "trend":
      return trend(decomposition, dates);
    case "holiday":
      return holidays(decomposition, dates);
    case "season":
    case "weekday":
    case "monthly":
      return season(decomposition.seasons[part] ?? [], dates, part);
  }
}

function trend({ start, days, growth, offset, changepoints }: Decomposition, dates: readonly string[]): Float64Array {
  return Float64Array.from(dates, (date) => {
    const now = daysBetween(start, date) / days;
    let total = offset + growth * now;
    for (const { time, change } of changepoints) total += change * Math.max(0, now - time);
    return total;
  });
}

function season(coefficients: readonly number[], dates: readonly string[], part: Season): Float64Array {
  const rows = waves(dates, part);
  const width = coefficients.length;
  return Float64Array.from(dates, (_, row) =>
    dot(rows.subarray(row * width, (row + 1) * width), Float64Array.from(coefficients)),
  );
}

function holidays({ country, frequency, holidays: effects }: Decomposition, dates: readonly string[]): Float64Array {
  if (country === null) return new Float64Array(dates.length);
  const labels = holidayLabels(dates, frequency, country);
  return Float64Array.from(labels, (own) => own.reduce((total, label) => total + (effects[label] ?? 0), 0));
}

// The rectangle of geos and periods that the rows must fill, each cell once: gaps, repeats and stray dates are named.
import type { Problem } from "../errors.ts";
import { calendarDate, firstDayOfMonth, isoDate, monthNumber } from "./days.ts";
import { detectFrequency } from "./frequency.ts";
import type { Frequency } from "./panel.ts";

export interface AxisInput {
  /** Day number of each row; NaN where the date could not be read. */
  readonly days: Float64Array;
  /** Index into `geos` of each row; −1 where the geo is empty. */
  readonly geoOfRow: Int32Array;
  readonly geos: readonly string[];
  /** True when the data name their geos. */
  readonly hasGeos: boolean;
  readonly dateColumn: string;
  /** Line of the source on which a row stands. */
  readonly line: (row: number) => number;
  /** As configured; null to detect it. */
  readonly frequency: Frequency | null;
  /** Whether rows may be missing; not by default. */
  readonly ragged?: boolean;
}

export interface TimeAxis {
  readonly frequency: Frequency;
  /** First day of each period, ISO. */
  readonly dates: readonly string[];
  /** Row that fills each cell, (geo, time); −1 where one is missing: nowhere, if there is no problem and none may be. */
  readonly rowOfCell: Int32Array;
}

export interface AxisResult {
  readonly axis: TimeAxis | undefined;
  readonly problems: readonly Problem[];
}

/** One period's place on a ladder whose steps differ by exactly one: days, weeks or months. */
interface Ladder {
  readonly rung: (day: number) => number;
  /** False for a date that stands between the rungs. */
  readonly onRung: (day: number) => boolean;
  readonly date: (rung: number) => string;
  readonly expected: string;
}

const raggedRemedy = "set data.ragged: true if nothing was spent there and the KPI is not known";

const weekdays = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

function commonest(values: Iterable<number>): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0])[0][0];
}

function isMonthEnd(day: number): boolean {
  return monthNumber(day + 1) !== monthNumber(day);
}

function ladder(frequency: Frequency, days: readonly number[]): Ladder {
  switch (frequency) {
    case "daily":
      return { rung: (day) => day, onRung: () => true, date: isoDate, expected: "one date a day" };
    case "weekly": {
      const start = commonest(days.map((day) => ((day % 7) + 7) % 7));
      return {
        rung: (day) => Math.floor((day - start) / 7),
        onRung: (day) => (((day - start) % 7) + 7) % 7 === 0,
        date: (rung) => isoDate(rung * 7 + start),
        expected: `the weeks start on ${weekdays[start]}`,
      };
    }
    case "monthly": {
      const ends = days.filter(isMonthEnd).length > days.length / 2;
      const start = commonest(days.map((day) => calendarDate(day).day));
      return {
        rung: monthNumber,
        onRung: (day) => (ends ? isMonthEnd(day) : calendarDate(day).day === start),
        date: (rung) => isoDate(firstDayOfMonth(rung)),
        expected: ends ? "the months are dated by their last day" : `the months are dated by day ${start}`,
      };
    }
  }
}

function listDates(ladder: Ladder, from: number, to: number): string {
  const count = to - from + 1;
  if (count === 1) return `${ladder.date(from)} is missing`;
  if (count > 5) return `${count} dates are missing, from ${ladder.date(from)} to ${ladder.date(to)}`;
  return `${count} dates are missing: ${Array.from({ length: count }, (_, i) => ladder.date(from + i)).join(", ")}`;
}

/** Calls back with each run of consecutive indexes for which `missing` holds. */
function runs(length: number, missing: (index: number) => boolean, report: (from: number, to: number) => void): void {
  let from = -1;
  for (let i = 0; i <= length; i++) {
    if (i < length && missing(i)) {
      if (from < 0) from = i;
    } else if (from >= 0) {
      report(from, i - 1);
      from = -1;
    }
  }
}

/**
 * Periods that seem to be missing but may stand on a row whose date could not be read: those between the dates of the rows
 * above and below, when they are no more than the unread rows. The same fault is not reported twice.
 */
function excusedPeriods(days: Float64Array, stray: Uint8Array, period: (day: number) => number): ReadonlySet<number> {
  const excused = new Set<number>();
  const unread = (row: number): boolean => Number.isNaN(days[row]) || stray[row] === 1;
  runs(days.length, unread, (from, to) => {
    const above = from === 0 ? undefined : period(days[from - 1]);
    const below = to + 1 === days.length ? undefined : period(days[to + 1]);
    if (above === undefined || below === undefined || below - above - 1 > to - from + 1) return;
    for (let index = above + 1; index < below; index++) excused.add(index);
  });
  return excused;
}

/**
 * Lays the rows out over geos and periods, in whatever order they come.
 *
 * @returns the axis, undefined when its frequency cannot be told, and every problem found on the way
 */
export function timeAxis(input: AxisInput): AxisResult {
  const { days, geoOfRow, geos, hasGeos, dateColumn: column, line, ragged = false } = input;
  const distinct = [...new Set(days)].filter((day) => !Number.isNaN(day)).sort((left, right) => left - right);
  const detected = detectFrequency(distinct);
  const problem = (code: string, found: string, remedy: string): AxisResult => ({
    axis: undefined,
    problems: [{ code, severity: "error", column, found, remedy }],
  });
  if (detected.kind === "too-few") {
    const only = distinct[0];
    if (only === undefined) return { axis: undefined, problems: [] };
    return problem("too-few-rows", `${isoDate(only)} is the only date`, "Add the other periods, one row each");
  }
  if (detected.kind === "mixed") {
    return problem(
      "mixed-frequency",
      detected.found,
      "Sum the finer part to the coarser spacing, so that one holds all over",
    );
  }
  if (detected.kind === "irregular" && input.frequency === null) {
    return problem("irregular-dates", detected.found, "Give one row for every day, week or month");
  }
  if (detected.kind === "regular" && input.frequency !== null && detected.frequency !== input.frequency) {
    return problem(
      "frequency-mismatch",
      `the dates are ${detected.frequency}, but data.frequency says ${input.frequency}`,
      `Set data.frequency: ${detected.frequency}, or leave it out`,
    );
  }
  const frequency = input.frequency ?? (detected.kind === "regular" ? detected.frequency : "daily");
  const steps = ladder(frequency, distinct);
  const first = steps.rung(distinct[0]);
  const length = steps.rung(distinct[distinct.length - 1]) - first + 1;

  const problems: Problem[] = [];
  const present = new Uint8Array(length);
  const stray = new Uint8Array(days.length);
  for (let row = 0; row < days.length; row++) {
    const day = days[row];
    if (Number.isNaN(day)) continue;
    if (steps.onRung(day)) {
      present[steps.rung(day) - first] = 1;
      continue;
    }
    stray[row] = 1;
    problems.push({
      code: "irregular-date",
      severity: "error",
      column,
      row: line(row),
      date: isoDate(day),
      found: `the date does not fit: ${steps.expected}`,
      remedy: `Correct the date, or merge the row into its ${frequency === "weekly" ? "week" : "month"}`,
    });
  }
  const excused = excusedPeriods(days, stray, (day) => steps.rung(day) - first);
  runs(
    length,
    (index) => present[index] === 0 && !excused.has(index) && !ragged,
    (from, to) => {
      problems.push({
        code: "missing-dates",
        severity: "error",
        column,
        date: steps.date(first + from),
        found: listDates(steps, first + from, first + to),
        remedy: `Add a row for each, with 0 where nothing was spent, cut the data at the gap, or ${raggedRemedy}`,
      });
    },
  );
  const sparse = present.reduce((sum, value) => sum + value, 0) < length / 2;
  if (sparse && !ragged) return { axis: undefined, problems };

  const rowOfCell = new Int32Array(geos.length * length).fill(-1); // (geo, time)
  const repeated: Problem[] = [];
  for (let row = 0; row < days.length; row++) {
    const geo = geoOfRow[row];
    if (Number.isNaN(days[row]) || stray[row] === 1 || geo < 0) continue;
    const cell = geo * length + steps.rung(days[row]) - first;
    const earlier = rowOfCell[cell];
    if (earlier < 0) {
      rowOfCell[cell] = row;
      continue;
    }
    repeated.push({
      code: "duplicate-date",
      severity: "error",
      column,
      row: line(row),
      date: isoDate(days[row]),
      ...(hasGeos ? { geo: geos[geo] } : {}),
      found: `the date stands on row ${line(earlier)} already`,
      remedy: hasGeos
        ? "Keep one row per date and geo"
        : "Keep one row per date; if the rows are different places, set data.geo to the column that names them",
    });
  }
  problems.push(...repeated);
  if (hasGeos && !ragged) {
    for (let geo = 0; geo < geos.length; geo++) {
      runs(
        length,
        (index) => present[index] === 1 && !excused.has(index) && rowOfCell[geo * length + index] < 0,
        (from, to) => {
          problems.push({
            code: "geo-missing-dates",
            severity: "error",
            column,
            date: steps.date(first + from),
            geo: geos[geo],
            found: `${listDates(steps, first + from, first + to)} that other geos have`,
            remedy: `Add the rows of this geo, leave the geo out, or ${raggedRemedy}`,
          });
        },
      );
    }
  }
  const dates = Array.from({ length }, (_, index) => steps.date(first + index));
  return { axis: { frequency, dates, rowOfCell }, problems };
}

// Windows of time that questions are asked about: between two dates, or one calendar piece after another.
import { dayOfDate, daysOfPeriod } from "../calendar/dates.ts";
import { calendarDate, isoDate } from "../data/days.ts";
import type { Panel } from "../data/panel.ts";
import type { Problem } from "../errors.ts";

/** Periods in a row of a panel. A period belongs to the window its first day lies in. */
export interface TimeWindow {
  /** `2024`, `2024 Q1`, `2024-03`, or the first and the last day. */
  readonly name: string;
  /** Days, the first of the first period and the last of the last. */
  readonly from: string;
  readonly to: string;
  /** Positions in the panel's dates, [first, end). */
  readonly first: number;
  readonly end: number;
}

export const windowPieces = ["year", "quarter", "month"] as const;
export type WindowPiece = (typeof windowPieces)[number];

/** The whole panel. */
function wholeWindow(panel: Panel): TimeWindow {
  return windowAt(panel, 0, panel.dates.length);
}

/**
 * The window of all periods that begin from one day to another; the panel's ends where a day is left out.
 *
 * @param problems  gets what is wrong with the days
 * @returns         undefined when something is
 */
export function windowBetween(
  panel: Panel,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  problems: Problem[],
): TimeWindow | undefined {
  const whole = wholeWindow(panel);
  const before = problems.length;
  const first = from === undefined ? dayOfDate(whole.from) : readDay("from", from, whole, problems);
  const last = to === undefined ? dayOfDate(whole.to) : readDay("to", to, whole, problems);
  if (problems.length > before || first === undefined || last === undefined) return undefined;
  if (last < first) {
    problems.push(
      windowProblem("window-reversed", `the window ends on ${to}, before it begins on ${from}`, "Swap the two dates"),
    );
    return undefined;
  }
  const days = panel.dates.map(dayOfDate);
  const start = days.findIndex((day) => day >= first);
  const end = days.findLastIndex((day) => day <= last) + 1;
  if (start < 0 || end <= start) {
    problems.push(
      windowProblem(
        "window-empty",
        `no ${panel.frequency} period begins between ${isoDate(first)} and ${isoDate(last)}`,
        "Widen the window until the first day of a period lies in it",
      ),
    );
    return undefined;
  }
  return windowAt(panel, start, end);
}

/** Cuts a window at the calendar's years, quarters or months; the first and the last piece may be parts of one. */
export function calendarWindows(panel: Panel, { first, end }: TimeWindow, piece: WindowPiece): TimeWindow[] {
  const names = panel.dates.slice(first, end).map((date) => pieceName(date, piece));
  const starts = names.flatMap((name, index) => (index === 0 || name !== names[index - 1] ? [first + index] : []));
  return starts.map((start, index) => ({
    ...windowAt(panel, start, starts[index + 1] ?? end),
    name: names[start - first],
  }));
}

function windowAt({ dates, frequency }: Panel, first: number, end: number): TimeWindow {
  const from = dates[first];
  const to = isoDate(daysOfPeriod(dates[end - 1], frequency)[1] - 1);
  return { name: `${from} to ${to}`, from, to, first, end };
}

function pieceName(date: string, piece: WindowPiece): string {
  const { year, month } = calendarDate(dayOfDate(date));
  switch (piece) {
    case "year":
      return String(year);
    case "quarter":
      return `${year} Q${Math.ceil(month / 3)}`;
    case "month":
      return date.slice(0, 7);
  }
}

function readDay(which: "from" | "to", text: string, whole: TimeWindow, problems: Problem[]): number | undefined {
  let day: number;
  try {
    day = dayOfDate(text);
  } catch {
    problems.push(
      windowProblem(
        "not-a-date",
        `${which}: "${text}" is not a date of the form YYYY-MM-DD`,
        "Write a day such as 2024-01-31",
      ),
    );
    return undefined;
  }
  if (day >= dayOfDate(whole.from) && day <= dayOfDate(whole.to)) return day;
  problems.push(
    windowProblem(
      "window-outside-data",
      `${which}: ${text} lies outside the data, which run from ${whole.from} to ${whole.to}`,
      `Give a day between them, or leave ${which} out`,
    ),
  );
  return undefined;
}

function windowProblem(code: string, found: string, remedy: string): Problem {
  return { code, severity: "error", found, remedy };
}

// Which periods are planned: the last year of the data, a stretch of it, or periods after it.
import { dateRange, daysOfPeriod } from "../calendar/dates.ts";
import { dayNumber, firstDayOfMonth } from "../data/days.ts";
import type { Frequency, Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Horizon } from "./periods-in-window.ts";

/** What is asked for; with nothing the last year of the data. */
export interface HorizonRequest {
  /** Periods after the data. */
  readonly periods?: number;
  /** ISO dates or months, inclusive; in the data, after it, or across its end. */
  readonly from?: string;
  readonly to?: string;
}

/** The longest horizon after the data: beyond it no model is to be asked. */
const longestYears = 5;

const periodsPerYear: Readonly<Record<Frequency, number>> = { daily: 365, weekly: 52, monthly: 12 };

/** Positions of the horizon among the panel's periods and those that would follow. @throws SpecError for one that cannot be */
export function planHorizon(panel: Panel, { periods, from, to }: HorizonRequest): Horizon {
  const known = panel.dates.length;
  const year = periodsPerYear[panel.frequency];
  const longest = known + longestYears * year;
  const dates = dateRange(panel.dates[0], longest, panel.frequency);
  if (periods !== undefined) {
    if (from !== undefined || to !== undefined) {
      throw refusal("a horizon is given as a number of periods and by dates", "Give one of the two");
    }
    if (!Number.isInteger(periods) || periods < 1 || known + periods > longest) {
      throw refusal(`a horizon of ${periods} periods`, `Use a whole number from 1 to ${longest - known}`);
    }
    return { first: known, last: known + periods - 1 };
  }
  if (from === undefined && to === undefined) return { first: Math.max(0, known - year), last: known - 1 };
  const problems: Problem[] = [];
  const firstDay = from === undefined ? undefined : dayOf(from, "from", problems);
  const lastDay = to === undefined ? undefined : dayOf(to, "to", problems);
  if (problems.length > 0) throw new SpecError(problems);
  const first = firstDay === undefined ? undefined : periodOf(firstDay, dates, panel, "from");
  const last = lastDay === undefined ? undefined : periodOf(lastDay, dates, panel, "to");
  const span = { first: first ?? Math.max(0, (last ?? 0) - year + 1), last: last ?? known - 1 };
  if (span.first > span.last) {
    const ends = to === undefined ? `, where the data end on ${panel.dates.at(-1)}` : "";
    throw refusal(
      `the horizon begins on ${dates[span.first]} and ends on ${dates[span.last]}${ends}`,
      to === undefined ? "Say where it ends with --to" : "Write the earlier date first",
    );
  }
  return span;
}

function dayOf(text: string, which: "from" | "to", problems: Problem[]): number | undefined {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text.trim());
  const [year, month] = [Number(parts?.[1]), Number(parts?.[2])];
  const first = parts === null ? undefined : dayNumber(year, month, Number(parts[3] ?? 1));
  if (first === undefined) {
    problems.push({
      code: "bad-horizon",
      severity: "error",
      value: text,
      found: `the horizon's ${which === "from" ? "beginning" : "end"} "${text}" is not a date`,
      remedy: "Write YYYY-MM-DD, or YYYY-MM for a whole month",
    });
    return undefined;
  }
  const isMonth = parts?.[3] === undefined;
  return isMonth && which === "to" ? firstDayOfMonth(year * 12 + month) - 1 : first;
}

function periodOf(day: number, dates: readonly string[], panel: Panel, which: "from" | "to"): number {
  const found = dates.findIndex((date) => {
    const [first, afterLast] = daysOfPeriod(date, panel.frequency);
    return day >= first && day < afterLast;
  });
  if (found >= 0) return found;
  const [begins] = daysOfPeriod(dates[0], panel.frequency);
  const word = which === "from" ? "begins" : "ends";
  throw day < begins
    ? refusal(`the horizon ${word} before the data, which begin on ${dates[0]}`, "Choose a later date")
    : refusal(`the horizon ${word} more than ${longestYears} years after the data`, "Choose an earlier date");
}

function refusal(found: string, remedy: string): SpecError {
  return new SpecError([{ code: "bad-horizon", severity: "error", found, remedy }]);
}

/** Periods followed where carryover has no end. */
const longCarryover = 104;

/** For how many periods media keep working after the period they are shown in. */
export function carryoverPeriods(spec: ModelSpec): number {
  const windows = spec.channels.map(({ adstock }) =>
    adstock.kind === "none" ? 0 : adstock.window === null ? longCarryover : adstock.window - 1,
  );
  return Math.max(0, ...windows);
}

// When a change holds, read from text and written as text: "Q4", "Oct..Dec 2024", "week 30-34", "last 8 weeks".
import { dayOfDate } from "../calendar/dates.ts";
import { dayNumber, firstDayOfMonth, isoDate } from "../data/days.ts";
import { isoWeeksInYear, mondayOfIsoWeek } from "./iso-weeks.ts";
import type { PerUnit, Window } from "./scenario.ts";
import type { TokenReader } from "./token-reader.ts";

const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;

/** One end of a window as it is written; `year` where it is said. */
type Point =
  | { readonly kind: "months"; readonly first: number; readonly last: number; readonly year?: number }
  | { readonly kind: "week"; readonly week: number; readonly year?: number }
  | { readonly kind: "days"; readonly from: number; readonly to: number };

/** A window when one stands next; undefined, and nothing taken, when none does. */
export function readWindow(reader: TokenReader): Window | undefined {
  const mark = reader.mark();
  reader.skipWord("the");
  if (reader.isWord(["last", "first", "next"]) && reader.peek(1)?.kind === "number") return readEdge(reader);
  const point = readPoint(reader);
  if (point === undefined) {
    reader.reset(mark);
    return undefined;
  }
  const start = readStartYear(reader, point);
  const end = readEnd(reader, start);
  const year = readYear(reader);
  return windowBetween(reader, end === start ? withYear(start, year) : start, withYear(end, year));
}

/** The year of "Q4 2024..Q1 2025"'s beginning: one that a range follows. */
function readStartYear(reader: TokenReader, start: Point): Point {
  const mark = reader.mark();
  const year = readYear(reader);
  if (year !== undefined && isRangeNext(reader)) return withYear(start, year);
  reader.reset(mark);
  return start;
}

const rangeWords = ["to", "until", "till", "through"];

function isRangeNext(reader: TokenReader): boolean {
  return reader.isSign("..") || reader.isSign("-") || reader.isWord(rangeWords);
}

function readEdge(reader: TokenReader): Window {
  const edge = reader.skipWord("last") ? "last" : "first";
  if (edge === "first") reader.skipWord("first", "next");
  const count = reader.take();
  const unit = readUnit(reader);
  const isCount = count.kind === "number" && Number.isInteger(count.value) && count.value > 0;
  if (!isCount || unit === undefined) return reader.fail('Write it like "last 8 weeks"');
  return { kind: "edge", edge, count: count.value, unit };
}

/** `day`, `week`, `month` or `period`, in singular or plural. */
export function readUnit(reader: TokenReader): PerUnit | undefined {
  for (const unit of ["day", "week", "month", "period"] as const) {
    if (reader.skipWord(unit, `${unit}s`)) return unit;
  }
  return undefined;
}

/** "30", "34" of "week 30-34" are weeks because the first end says so. */
function readEnd(reader: TokenReader, start: Point): Point {
  const mark = reader.mark();
  const hasRange = reader.skipSign("..") || reader.skipSign("-") || reader.skipWord(...rangeWords);
  if (!hasRange) return start;
  const number = reader.peek();
  if (start.kind === "week" && number?.kind === "number") {
    reader.take();
    return weekPoint(reader, number.value, undefined);
  }
  const end = readPoint(reader);
  if (end !== undefined) return end;
  reader.reset(mark);
  return start;
}

function readPoint(reader: TokenReader): Point | undefined {
  const token = reader.peek();
  if (token === undefined) return undefined;
  if (token.kind === "date") {
    reader.take();
    return daysOfDate(reader, token.text);
  }
  if (token.kind === "numbered") {
    reader.take();
    const { of, year, number } = token;
    return of === "week" ? weekPoint(reader, number, year) : quarterPoint(reader, number, year);
  }
  if (token.kind === "number" && /^\d{4}$/.test(token.text)) {
    reader.take();
    const quarter = quarterOfWord(reader);
    if (quarter !== undefined) return quarterPoint(reader, quarter, token.value);
    const month = monthOfWord(reader);
    if (month !== undefined) return { kind: "months", first: month, last: month, year: token.value };
    return { kind: "months", first: 1, last: 12, year: token.value };
  }
  const quarter = quarterOfWord(reader);
  if (quarter !== undefined) return quarterPoint(reader, quarter, undefined);
  const month = monthOfWord(reader);
  if (month !== undefined) return { kind: "months", first: month, last: month };
  return readWeek(reader);
}

function readWeek(reader: TokenReader): Point | undefined {
  const token = reader.peek();
  if (token?.kind !== "word" || token.quoted) return undefined;
  const joined = /^(?:w|kw|cw|week)(\d{1,2})$/i.exec(token.text);
  if (joined !== null) {
    reader.take();
    return weekPoint(reader, Number(joined[1]), undefined);
  }
  if (!reader.isWord(["week", "weeks"])) return undefined;
  const number = reader.peek(1);
  if (number?.kind !== "number") return undefined;
  reader.take();
  reader.take();
  return weekPoint(reader, number.value, undefined);
}

function quarterOfWord(reader: TokenReader): number | undefined {
  const token = reader.peek();
  const match = token?.kind === "word" && !token.quoted ? /^q(\d)$/i.exec(token.text) : null;
  if (match === null) return undefined;
  reader.take();
  return Number(match[1]);
}

function monthOfWord(reader: TokenReader): number | undefined {
  const token = reader.peek();
  if (token?.kind !== "word" || token.quoted) return undefined;
  const text = token.text.toLowerCase();
  const index = monthNames.findIndex(
    (name) => name === text || name.slice(0, 3) === text || (text === "sept" && name === "september"),
  );
  if (index < 0) return undefined;
  reader.take();
  return index + 1;
}

function readYear(reader: TokenReader): number | undefined {
  const mark = reader.mark();
  reader.skipWord("of", "in");
  const token = reader.peek();
  if (token?.kind === "number" && /^\d{4}$/.test(token.text)) {
    reader.take();
    return token.value;
  }
  reader.reset(mark);
  return undefined;
}

function quarterPoint(reader: TokenReader, quarter: number, year: number | undefined): Point {
  if (quarter < 1 || quarter > 4) {
    return reader.refuse("no-such-window", `there is no quarter ${quarter}`, "Quarters are Q1 to Q4");
  }
  return { kind: "months", first: 3 * quarter - 2, last: 3 * quarter, ...(year === undefined ? {} : { year }) };
}

function weekPoint(reader: TokenReader, week: number, year: number | undefined): Point {
  if (!Number.isInteger(week) || week < 1 || week > 53) {
    return reader.refuse("no-such-window", `there is no week ${week}`, "ISO weeks are numbered from 1 to 52 or 53");
  }
  return { kind: "week", week, ...(year === undefined ? {} : { year }) };
}

function daysOfDate(reader: TokenReader, text: string): Point {
  const [year, month, day] = text.split("-").map(Number);
  const first = dayNumber(year, month, day ?? 1);
  if (first === undefined) {
    return reader.refuse("no-such-window", `${text} is not in the calendar`, "Write YYYY-MM-DD or YYYY-MM");
  }
  return { kind: "days", from: first, to: day === undefined ? firstDayOfMonth(year * 12 + month) - 1 : first };
}

function withYear(point: Point, year: number | undefined): Point {
  return year === undefined || point.kind === "days" || point.year !== undefined ? point : { ...point, year };
}

/** Position in the year, to tell whether a window runs across New Year. */
function order(point: Point, end: "first" | "last"): number {
  if (point.kind === "days") return 0;
  return point.kind === "week" ? point.week : point[end];
}

function windowBetween(reader: TokenReader, start: Point, end: Point): Window {
  const backwards = start.kind === end.kind && order(start, "first") > order(end, "last");
  const [startYear, endYear] = [yearOf(start), yearOf(end)];
  if (start.kind !== "days" && end.kind !== "days" && startYear === undefined && endYear === undefined) {
    if (start.kind === "months" && end.kind === "months") return { kind: "months", first: start.first, last: end.last };
    if (start.kind === "week" && end.kind === "week") return { kind: "weeks", first: start.week, last: end.week };
  }
  const from = firstDay(reader, start, startYear ?? (endYear === undefined ? undefined : endYear - Number(backwards)));
  const to = lastDay(reader, end, endYear ?? (startYear === undefined ? undefined : startYear + Number(backwards)));
  if (from > to) {
    const found = `the window ends on ${isoDate(to)}, before it begins on ${isoDate(from)}`;
    return reader.refuse("no-such-window", found, "Write the earlier date first");
  }
  return { kind: "dates", from: isoDate(from), to: isoDate(to) };
}

function yearOf(point: Point): number | undefined {
  return point.kind === "days" ? undefined : point.year;
}

function firstDay(reader: TokenReader, point: Point, year: number | undefined): number {
  if (point.kind === "days") return point.from;
  const inYear = needYear(reader, year);
  if (point.kind === "months") return firstDayOfMonth(inYear * 12 + point.first - 1);
  return mondayOf(reader, inYear, point.week);
}

function lastDay(reader: TokenReader, point: Point, year: number | undefined): number {
  if (point.kind === "days") return point.to;
  const inYear = needYear(reader, year);
  if (point.kind === "months") return firstDayOfMonth(inYear * 12 + point.last) - 1;
  return mondayOf(reader, inYear, point.week) + 6;
}

function mondayOf(reader: TokenReader, year: number, week: number): number {
  const weeks = isoWeeksInYear(year);
  if (week <= weeks) return mondayOfIsoWeek({ year, week });
  const found = `${year} has ${weeks} ISO weeks, not ${week}`;
  return reader.refuse("no-such-window", found, `Use a week up to ${weeks}`);
}

function needYear(reader: TokenReader, year: number | undefined): number {
  if (year !== undefined) return year;
  return reader.refuse("no-such-window", "one end of the window has no year", "Say the year of both ends");
}

/** The text `readWindow` reads as the same window, without a preposition. */
export function formatWindow(window: Window): string {
  switch (window.kind) {
    case "months":
      return formatMonths(window.first, window.last);
    case "weeks":
      return window.first === window.last ? `week ${window.first}` : `week ${window.first}-${window.last}`;
    case "dates":
      return formatDates(window.from, window.to);
    case "edge":
      return `${window.edge} ${window.count} ${window.unit}${window.count === 1 ? "" : "s"}`;
  }
}

function formatMonths(first: number, last: number): string {
  if (first % 3 === 1 && last === first + 2) return `Q${(last / 3).toFixed(0)}`;
  const name = (month: number): string => {
    const lower = monthNames[month - 1] ?? "";
    return lower.charAt(0).toUpperCase() + lower.slice(1);
  };
  return first === last ? name(first) : `${name(first)}..${name(last)}`;
}

function formatDates(from: string, to: string): string {
  if (from === to) return from;
  const [firstMonth, lastMonth] = [from.slice(0, 7), to.slice(0, 7)];
  const isWhole = from.endsWith("-01") && isoDate(dayOfDate(to) + 1).endsWith("-01");
  if (!isWhole) return `${from}..${to}`;
  return firstMonth === lastMonth ? firstMonth : `${firstMonth}..${lastMonth}`;
}

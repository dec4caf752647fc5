// A column of dates, however it is written: every cell becomes a day number, or is named as a problem.
import type { Problem } from "../errors.ts";
import type { DateFormat } from "./config/config.ts";
import { dayNumber } from "./days.ts";
import { showCell } from "./show-cell.ts";
import type { Cell } from "./table.ts";

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const yearAndMonth = /^(\d{4})-(\d{2})$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: 0{1,2}:00(?::00)?)?$/;
const withTime = /\d[T ]\d{1,2}:\d{2}/;
const excelSerial = /^[345]\d{4}(\.0+)?$/;

/** A cell's date: settled, still waiting for what the first two numbers mean, or none. */
type Reading =
  | { readonly kind: "day"; readonly day: number }
  | { readonly kind: "undecided"; readonly first: number; readonly second: number; readonly year: number }
  | { readonly kind: "none" };

function read(cell: Cell): Reading {
  const text = typeof cell === "string" ? cell.trim() : typeof cell === "number" ? String(cell) : "";
  const ordered = yearFirst.exec(text);
  if (ordered !== null) return settled(Number(ordered[1]), Number(ordered[3]), Number(ordered[4]));
  const joined = compact.exec(text);
  if (joined !== null) return settled(Number(joined[1]), Number(joined[2]), Number(joined[3]));
  const month = yearAndMonth.exec(text);
  if (month !== null) return settled(Number(month[1]), Number(month[2]), 1);
  const last = yearLast.exec(text);
  if (last === null) return { kind: "none" };
  const [first, second, year] = [Number(last[1]), Number(last[3]), Number(last[4])];
  if (last[2] === ".") return settled(year, second, first);
  return { kind: "undecided", first, second, year };
}

function settled(year: number, month: number, day: number): Reading {
  const number = dayNumber(year, month, day);
  return number === undefined ? { kind: "none" } : { kind: "day", day: number };
}

function unparsable(cell: Cell): Pick<Problem, "code" | "found" | "remedy"> {
  if (cell === null || (typeof cell === "string" && cell.trim() === "")) {
    return { code: "empty-date", found: "the date is empty", remedy: "Fill in the date or remove the row" };
  }
  const text = String(cell).trim();
  if (withTime.test(text)) {
    return {
      code: "unparsable-date",
      found: `${showCell(cell)} has a time of day`,
      remedy: "Sum the rows of each day, and write the date alone as YYYY-MM-DD",
    };
  }
  if (excelSerial.test(text)) {
    return {
      code: "unparsable-date",
      found: `${showCell(cell)} looks like a spreadsheet's serial number`,
      remedy: "Format the column as a date in the spreadsheet and export it again",
    };
  }
  const looksRight = yearFirst.test(text) || compact.test(text) || yearLast.test(text) || yearAndMonth.test(text);
  return {
    code: "unparsable-date",
    found: looksRight ? `${showCell(cell)} is not a day of the calendar` : `${showCell(cell)} is not a date`,
    remedy: "Write dates as YYYY-MM-DD",
  };
}

export interface ParsedDates {
  /** One per row; NaN where the cell is not a date. */
  readonly days: Float64Array;
  readonly problems: readonly Problem[];
}

/**
 * Reads a column of dates: 2024-03-25, 2024/3/25, 20240325, 2024-03 (the month), 25.03.2024, and 25/03/2024 or 03/25/2024
 * once `format` or a number above 12 somewhere in the column tells which of the two it is.
 *
 * @param options.format  what slashes mean; null to let the column itself tell
 */
export function parseDates(
  cells: readonly Cell[],
  options: { readonly column: string; readonly line: (row: number) => number; readonly format: DateFormat | null },
): ParsedDates {
  const { column, line, format } = options;
  const days = new Float64Array(cells.length).fill(Number.NaN);
  const problems: Problem[] = [];
  const undecided: { index: number; first: number; second: number; year: number }[] = [];
  const report = (index: number, rest: Pick<Problem, "code" | "found" | "remedy">): void => {
    problems.push({ severity: "error", column, row: line(index), value: String(cells[index] ?? ""), ...rest });
  };
  // In a panel of many geos the same dates come again and again.
  const known = new Map<Cell, Reading>();
  for (let index = 0; index < cells.length; index++) {
    const reading = known.get(cells[index]) ?? read(cells[index]);
    known.set(cells[index], reading);
    if (reading.kind === "day") days[index] = reading.day;
    else if (reading.kind === "undecided") undecided.push({ index, ...reading });
    else report(index, unparsable(cells[index]));
  }
  if (undecided.length === 0) return { days, problems };

  const dayFirstOnly = undecided.find(({ first, second }) => first > 12 && second <= 12);
  const monthFirstOnly = undecided.find(({ first, second }) => second > 12 && first <= 12);
  if (format === "yyyy-mm-dd" || (format === null && (dayFirstOnly === undefined) === (monthFirstOnly === undefined))) {
    const clash = dayFirstOnly !== undefined && monthFirstOnly !== undefined;
    for (const { index } of undecided) {
      const value = showCell(cells[index]);
      report(
        index,
        clash
          ? {
              code: "mixed-date-formats",
              found: `${value} stands in a column that writes both day/month (row ${line(dayFirstOnly.index)}) and month/day (row ${line(monthFirstOnly.index)})`,
              remedy: "Write all dates as YYYY-MM-DD",
            }
          : {
              code: "ambiguous-date",
              found: `${value} could be day/month or month/day`,
              remedy: "Set data.date_format to dd/mm/yyyy or mm/dd/yyyy, or write dates as YYYY-MM-DD",
            },
      );
    }
    return { days, problems };
  }
  const dayFirst = format === null ? dayFirstOnly !== undefined : format === "dd/mm/yyyy";
  for (const { index, first, second, year } of undecided) {
    const number = dayFirst ? dayNumber(year, second, first) : dayNumber(year, first, second);
    if (number !== undefined) days[index] = number;
    else {
      report(index, {
        code: "unparsable-date",
        found: `${showCell(cells[index])} is not a day of the calendar when read as ${dayFirst ? "dd/mm/yyyy" : "mm/dd/yyyy"}`,
        remedy: "Correct the date, or set data.date_format",
      });
    }
  }
  return { days, problems };
}

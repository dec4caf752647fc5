// Small tables for tests of the data path: regular series that every test then spoils in one way.
import type { Config } from "../../src/data/config/config.ts";
import { isoDate } from "../../src/data/days.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Cell, Table } from "../../src/data/table.ts";
import { DataError, formatProblem, type Problem } from "../../src/errors.ts";

/** Columns by name, all equally long. */
export type Columns = Record<string, Cell[]>;

export function table(columns: Columns, firstLine = 2): Table {
  const list = Object.entries(columns).map(([name, cells]) => ({ name, cells }));
  return { source: "test.csv", columns: list, rows: list[0]?.cells.length ?? 0, firstLine };
}

/** Deterministic numbers without a pattern, in (0, 1): the fractional parts of multiples of an irrational. */
export function scatter(index: number, stream: number): number {
  const value = Math.sin((index + 1) * 12.9898 + stream * 78.233) * 43758.5453;
  return value - Math.floor(value);
}

const january2024 = 19723;

export function dates(count: number, step = 1): string[] {
  return Array.from({ length: count }, (_, index) => isoDate(january2024 + step * index));
}

/** Two channels, a price and revenue over `rows` days from 2024-01-01; row 0 stands on line 2. */
export function dailyColumns(rows = 120): Columns {
  const column = (stream: number, scale: number): number[] =>
    Array.from({ length: rows }, (_, index) => Math.round(scale * scatter(index, stream) * 100) / 100);
  return {
    date: dates(rows),
    tv_spend: column(1, 1000),
    search_spend: column(2, 500),
    price: column(3, 10),
    revenue: column(4, 10_000),
  };
}

export function config(
  changes: { data?: object; channels?: unknown[]; controls?: unknown[]; model?: object } = {},
): Config {
  return parseConfig({
    data: { path: "test.csv", date: "date", kpi: { column: "revenue" }, ...changes.data },
    channels: changes.channels ?? [
      { name: "tv", spend: "tv_spend" },
      { name: "search", spend: "search_spend" },
    ],
    controls: changes.controls ?? ["price"],
    model: changes.model ?? {},
  });
}

/** The problems of the DataError that `run` throws. */
export function problemsOf(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DataError) return error.problems;
    throw error;
  }
  throw new Error("no DataError was thrown");
}

/** The formatted problems of one code. */
export function messages(problems: readonly Problem[], code: string): string[] {
  return problems.filter((problem) => problem.code === code).map(formatProblem);
}

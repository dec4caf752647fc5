// Every way the data can be wrong, and what is said about it. Each file is good.csv with that one thing wrong.
import { expect } from "vitest";
import { type Ended, fixture, lastJson } from "./carryover.ts";

/** File, code of the problem, parts of the message. */
export const refusedData: readonly (readonly [string, string, readonly string[]])[] = [
  ["missing-date.csv", "missing-dates", ['column "date" (2024-05-20)', "is missing", "Add a row"]],
  ["gap.csv", "missing-dates", ["6 dates are missing, from 2024-05-20 to 2024-06-24"]],
  ["duplicate-date.csv", "duplicate-date", ['column "date" (row 13, 2024-03-11)', "row 12 already", "Keep one row"]],
  ["irregular-date.csv", "irregular-date", ["(row 32, 2024-08-01)", "does not fit"]],
  ["mixed-frequency.csv", "mixed-frequency", ["daily from 2024-01-01 but weekly from 2024-01-31", "Sum the finer"]],
  ["ambiguous-dates.csv", "ambiguous-date", ["data.date_format"]],
  ["not-a-date.csv", "unparsable-date", ['(row 5): "soon" is not a date', "YYYY-MM-DD"]],
  ["text-in-number.csv", "text-in-number", ["(row 19, 2024-04-29)", '"12 apples" is text', "Replace it"]],
  ["negative-spend.csv", "negative-spend", ['column "tv_spend" (row 16, 2024-04-08): −120 is negative']],
  ["nan-infinity.csv", "not-finite", ["(row 7, 2024-02-05): NaN", "(row 8, 2024-02-12): inf"]],
  ["missing-value.csv", "empty-cell", ['column "price" (row 10, 2024-02-26): the cell is empty', "Fill it in"]],
  ["constant-column.csv", "constant-column", ['column "tv_spend": 500 in all 60 rows', "merge it"]],
  ["all-zero-column.csv", "all-zero-column", ['column "search_spend": zero in all 60 rows', "Remove"]],
  ["collinear.csv", "collinear-columns", ["search_spend = 2 · tv_spend + 10", "Remove one"]],
  ["kpi-leak.csv", "kpi-leak", ["revenue = 3 · tv_spend + 2 · search_spend"]],
  ["too-few-rows.csv", "too-few-rows", ["10 rows for", "parameters", "Add history"]],
  ["unknown-column.csv", "unknown-column", ["carryover.yaml:8:12: ", 'Write "tv_spent", the nearest']],
  ["repeated-header.csv", "duplicate-header", ["2 columns", "(columns 2, 3)"]],
  ["decimal-comma.csv", "number-format", ['"21.582,73"', 'Set data.decimal: ","']],
  ["thousands.csv", "number-format", ['"21,582.730"', 'Set data.thousands: ","', "57 more rows"]],
  ["wrong-currency.csv", "wrong-currency", ["is in €, but data.currency is USD", "Set data.currency: EUR"]],
  ["empty.csv", "empty-file", ["empty.csv is empty", "Write a header line"]],
  ["header-only.csv", "no-rows", ["has a header and no rows"]],
  ["utf16.csv", "utf-16", ["UTF-16", "Save it as UTF-8"]],
  ["ragged.csv", "wrong-field-count", ["(row 21)", "under a header of 5"]],
];

export function checkWords(file: string): string[] {
  return ["check", "--config", fixture("carryover.yaml"), "--data", fixture(file), "--json"];
}

/** The message on stderr, exit code 3, one line of JSON on stdout, and never a stack. */
export function expectRefusal(ended: Ended, code: string, parts: readonly string[]): void {
  for (const part of parts) expect(ended.stderr).toContain(part);
  expect(ended.code).toBe(3);
  expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  const { ok, exitCode, error } = lastJson(ended) as {
    ok: boolean;
    exitCode: number;
    error: { problems: { code: string }[] };
  };
  expect({ ok, exitCode }).toEqual({ ok: false, exitCode: 3 });
  expect(error.problems.map((problem) => problem.code)).toContain(code);
}

// Makes src/calendar/holiday-data.ts from Robyn's holiday calendar, and proves that it decodes to the same rows.
//
//   zcat dt_prophet_holidays.csv.gz | node packages/mmm/scripts/make-holiday-data.mjs > packages/mmm/src/calendar/holiday-data.ts
//
// Source: dt_prophet_holidays.csv of facebookexperimental/Robyn (MIT), made there with Prophet's and the `holidays`
// package's calendars. 87,651 rows: date, holiday, country, year; 123 countries, 1995 to 2044.
import { readFileSync } from "node:fs";

const firstDay = Date.UTC(1995, 0, 1) / 86_400_000;
const longestGap = 36 ** 2 - 1;

/** Fields of one line of CSV whose strings stand in double quotes. */
function fields(line) {
  return [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

const rows = readFileSync(0, "utf8").trim().split(/\r?\n/).slice(1).map(fields);
const byCountry = new Map();
for (const [date, name, country] of rows) {
  if (!byCountry.has(country)) byCountry.set(country, new Map());
  const byName = byCountry.get(country);
  if (!byName.has(name)) byName.set(name, []);
  byName.get(name).push(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

/** Gaps between ascending days as two digits in base 36 each; a gap of 1295 or more is "zz" and the rest again. */
function encode(days) {
  let previous = firstDay - 1;
  let text = "";
  for (const day of days.toSorted((a, b) => a - b)) {
    let gap = day - previous;
    for (; gap >= longestGap; gap -= longestGap) text += "zz";
    text += gap.toString(36).padStart(2, "0");
    previous = day;
  }
  return text;
}

/** The index of a value in a list without repeats, added when it is new. */
function indexer() {
  const indexes = new Map();
  return {
    indexOf(value) {
      if (!indexes.has(value)) indexes.set(value, indexes.size);
      return indexes.get(value);
    },
    values: () => [...indexes.keys()],
  };
}

const names = indexer();
const lists = indexer();
const countries = [...byCountry]
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([country, byName]) => {
    const pairs = [...byName].map(([name, days]) =>
      [names.indexOf(name), lists.indexOf(encode(days))].map((index) => index.toString(36)).join(":"),
    );
    return [country, pairs.join(" ")];
  });

const quoted = (value) => `  ${JSON.stringify(value)},`;
console.log(`// The holiday calendar as data, made by scripts/make-holiday-data.mjs: do not edit. Read it through holidays.ts.
//
// From dt_prophet_holidays.csv of facebookexperimental/Robyn, whose licence asks for this notice:
//
// Copyright (c) 2020-present Meta Platforms, Inc. (2021-present Facebook, Inc. and its affiliates)
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
// rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
// persons to whom the Software is furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
// Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
// WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
// COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
// OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

/** Per country (ISO 3166 alpha-2): "name:dates" pairs, indexes in base 36 into the two lists below. */
export const holidaysByCountry: Readonly<Record<string, string>> = {
${countries.map(([country, pairs]) => `  ${country}: ${JSON.stringify(pairs)},`).join("\n")}
};

/** Names of holidays. */
export const holidayNames: readonly string[] = [
${names.values().map(quoted).join("\n")}
];

/**
 * Lists of dates: gaps in days from 1994-12-31 to the first date and from each date to the next, two digits in base 36
 * each; "zz" adds 1295 days without a date.
 */
export const dateLists: readonly string[] = [
${lists.values().map(quoted).join("\n")}
];`);

import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Cell, Table } from "../../src/data/table.ts";
import { DataError } from "../../src/errors.ts";
import { type Future, type FutureRules, futureOf } from "../../src/scenario/future.ts";
import { parseFutureRules } from "../../src/scenario/future-options.ts";
import { readFuture } from "../../src/scenario/future-table.ts";
import { handPanel } from "./hand-panel.ts";
import { refusals } from "./vocabulary.ts";

/** 60 weeks from Monday 1 January 2024 in two geos. */
const panel = handPanel({
  frequency: "weekly",
  periods: 60,
  geos: ["North", "South"],
  spend: { tv: (geo, time) => 100 * (geo + 1) + time, search: (_, time) => 50 + (time % 5) },
  ratio: { search: () => 4 },
  controls: { price: (geo, time) => 1 + geo + 0.01 * time, promotion: (_, time) => Number(time % 10 === 0) },
});

const config: Config = parseConfig({
  data: { path: "data.csv", date: "week", geo: "region", kpi: { column: "revenue" } },
  channels: [
    { name: "tv", spend: "tv_spend" },
    { name: "search", spend: "search_spend", exposure: "search_clicks" },
  ],
  controls: ["price", "promotion"],
});

function tableOf(columns: Readonly<Record<string, readonly Cell[]>>): Table {
  const entries = Object.entries(columns).map(([name, cells]) => ({ name, cells }));
  return { source: "plan.csv", columns: entries, rows: entries[0].cells.length, firstLine: 2 };
}

/** Both geos' rows of weeks after the data, with columns as functions of geo and week. */
function rowsOf(weeks: number, columns: Readonly<Record<string, (geo: number, time: number) => Cell>>): Table {
  const dates = dateRange("2025-02-24", weeks, "weekly");
  const rows = dates.flatMap((week, time) => [0, 1].map((geo) => ({ week, geo, time })));
  return tableOf({
    week: rows.map(({ week }) => week),
    region: rows.map(({ geo }) => panel.geos[geo]),
    ...Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [name, rows.map(({ geo, time }) => value(geo, time))]),
    ),
  });
}

const rules: FutureRules = { media: "last-year", controls: "hold" };
const future = (periods: number, given: FutureRules, table?: Table, tail = 0, of: Panel = panel): Future =>
  futureOf({
    panel: of,
    periods,
    tail,
    rules: given,
    table: table === undefined ? undefined : readFuture(table, config, of, periods),
  });

describe("by rule", () => {
  test("last year's weeks come again, also when the horizon is longer than a year", () => {
    const { continuation } = future(54, rules);
    expect(continuation.dates[0]).toBe("2025-02-24");
    const { spend } = continuation.media[0];
    expect(spend[0]).toBe(100 + 60 - 52);
    expect(spend[54]).toBe(200 + 60 - 52);
    // The 53rd week repeats the first of the repeated ones.
    expect(spend[52]).toBe(spend[0]);
    expect(continuation.media[1].exposure[3]).toBe(4 * continuation.media[1].spend[3]);
  });

  test("recent weeks' mean stays", () => {
    const { spend } = future(5, { ...rules, media: "recent" }).continuation.media[0];
    expect(Array.from(spend)).toEqual([...Array(5).fill(100 + 57.5), ...Array(5).fill(200 + 57.5)]);
  });

  test("days are repeated on the same weekday, months on the same month", () => {
    const daily = handPanel({ periods: 400, spend: { tv: (_, time) => time % 7 } });
    expect(futureOf({ panel: daily, periods: 3, tail: 0, rules }).continuation.media[0].spend).toEqual(
      Float64Array.of(1, 2, 3),
    );
    const monthly = handPanel({ frequency: "monthly", periods: 14, spend: { tv: (_, time) => time + 1 } });
    const { dates, media } = futureOf({ panel: monthly, periods: 2, tail: 0, rules }).continuation;
    expect([...dates]).toEqual(["2025-03-01", "2025-04-01"]);
    expect(media[0].spend).toEqual(Float64Array.of(3, 4));
  });

  test("controls are held, repeated or stated, each by its own rule", () => {
    const { continuation, assumptions } = future(3, { ...rules, control: { promotion: 0.5 } });
    expect(Array.from(continuation.controls[0])).toEqual(
      [1.59, 1.59, 1.59, 2.59, 2.59, 2.59].map((value) => expect.closeTo(value, 12)),
    );
    expect(Array.from(continuation.controls[1])).toEqual(Array(6).fill(0.5));
    expect(assumptions).toEqual([
      "After 2025-02-17: tv and search as in the same periods a year before.",
      "After 2025-02-17: price as last known.",
      "After 2025-02-17: promotion at 0.5.",
    ]);
    const repeated = future(10, { media: "last-year", controls: "last-year" }).continuation.controls[1];
    expect(Array.from(repeated.subarray(0, 10))).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("after the horizon there are no media, and controls stay", () => {
    const { dates, media, controls, revenuePerKpi } = future(2, rules, undefined, 3).continuation;
    expect(dates).toHaveLength(5);
    expect(Array.from(media[0].spend.subarray(2, 5))).toEqual([0, 0, 0]);
    expect(Array.from(media[1].exposure.subarray(7, 10))).toEqual([0, 0, 0]);
    expect(controls[0][4]).toBe(controls[0][1]);
    expect(revenuePerKpi.every((value) => value === 1)).toBe(true);
  });

  test("nothing is needed within the data", () => {
    expect(future(0, {}).continuation.dates).toEqual([]);
  });

  test("what is not covered is named, with the last date and the options, all at once", () => {
    const message = refusals(() => future(13, { media: "last-year", control: { promotion: 0 } }));
    expect(message).toBe(
      'control "price" is known to 2025-02-17, the horizon ends on 2025-05-19. Give its values with --future FILE, or say what to assume: --future-controls hold, last-year or price=NUMBER; or shorten the horizon.',
    );
    expect(refusals(() => future(1, {})).split("\n")).toHaveLength(4);
  });

  test("the worth of the KPI must be stated where it varied", () => {
    const varied = {
      ...panel,
      kpi: { ...panel.kpi, revenuePerKpi: panel.kpi.revenuePerKpi.map((_, cell) => 1 + cell) },
    };
    expect(refusals(() => future(2, rules, undefined, 0, varied))).toContain(
      "the money per unit of KPI is known to 2025-02-17",
    );
    const { revenuePerKpi } = future(2, { ...rules, value: 7 }, undefined, 0, varied).continuation;
    expect(Array.from(revenuePerKpi)).toEqual([7, 7, 7, 7]);
  });

  test("a year cannot be repeated before there is one", () => {
    const short = handPanel({ frequency: "weekly", periods: 30, spend: { tv: () => 1 } });
    expect(refusals(() => futureOf({ panel: short, periods: 1, tail: 0, rules }))).toContain(
      "no year of history to repeat",
    );
  });
});

describe("from a table", () => {
  test("columns named as in training are taken, in whatever order the rows come", () => {
    const whole = rowsOf(3, {
      price: (geo, time) => 10 * geo + time,
      promotion: () => "0",
      tv_spend: (geo, time) => geo + time,
    });
    const backwards = {
      ...whole,
      columns: whole.columns.map(({ name, cells }) => ({ name, cells: cells.toReversed() })),
    };
    const { continuation, assumptions } = future(3, { media: "recent" }, backwards);
    expect(Array.from(continuation.controls[0])).toEqual([0, 1, 2, 10, 11, 12]);
    expect(Array.from(continuation.controls[1])).toEqual(Array(6).fill(0));
    expect(Array.from(continuation.media[0].spend)).toEqual([0, 1, 2, 1, 2, 3]);
    expect(assumptions).toEqual(["After 2025-02-17: search as on the mean of the last four weeks."]);
  });

  test("spend without exposure buys at the channel's mean cost, and the other way round", () => {
    const bySpend = future(1, rules, rowsOf(1, { search_spend: () => 10 })).continuation.media[1];
    expect([bySpend.spend[0], bySpend.exposure[0]]).toEqual([10, 40]);
    const byClicks = future(1, rules, rowsOf(1, { search_clicks: () => 10 })).continuation.media[1];
    expect([byClicks.spend[1], byClicks.exposure[1]]).toEqual([2.5, 10]);
  });

  test("rows of the past and beyond the horizon are left aside", () => {
    const table = rowsOf(5, { price: (_, time) => time });
    const past = tableOf({
      week: ["2024-01-01", ...table.columns[0].cells],
      region: ["North", ...table.columns[1].cells],
      price: [99, ...table.columns[2].cells],
    });
    expect(Array.from(future(2, rules, past).continuation.controls[0])).toEqual([0, 1, 0, 1]);
  });

  test("the rule goes on where the table ends, or the reader is told where that is", () => {
    const table = rowsOf(4, { price: (_, time) => (time < 2 ? 7 + time : null) });
    expect(Array.from(future(4, rules, table).continuation.controls[0])).toEqual([7, 8, 8, 8, 7, 8, 8, 8]);
    const message = refusals(() => future(4, { media: "recent", control: { promotion: 0 } }, table));
    expect(message).toContain('control "price" is known to 2025-03-03, the horizon ends on 2025-03-17');
    const gap = rowsOf(4, { price: (_, time) => (time === 1 ? "" : 7) });
    expect(refusals(() => future(4, rules, gap))).toContain(
      'control "price" has no value on 2025-03-03, but has some later',
    );
  });

  test.each<[string, Table, string]>([
    [
      "no known column",
      rowsOf(1, { prize: () => 1 }),
      "plan.csv has no column of a channel or control. Name its columns as in the training data: price, promotion, tv_spend",
    ],
    [
      "no date",
      tableOf({ region: ["North"], price: [1] }),
      'column "week": plan.csv has no column of dates of this name',
    ],
    ["no geo", tableOf({ week: ["2025-02-24"], price: [1] }), 'column "region": plan.csv has no column of geos'],
    ["an unknown geo", tableOf({ week: ["2025-02-24"], region: ["West"], price: [1] }), 'the fit knows no geo "West"'],
    [
      "a date between weeks",
      tableOf({ week: ["2025-02-26"], region: ["North"], price: [1] }),
      "the week of the data begins on 2025-02-24",
    ],
    [
      "a repeated row",
      tableOf({ week: ["2025-02-24", "2025-02-24"], region: ["North", "North"], price: [1, 2] }),
      "the date stands on row 2 already",
    ],
    ["text for a number", rowsOf(1, { price: () => "cheap" }), 'column "price" (row 2, 2025-02-24)'],
    ["negative spend", rowsOf(1, { tv_spend: () => -4 }), "spend must be ≥ 0"],
    ["a date that is none", tableOf({ week: ["soon"], region: ["North"], price: [1] }), "is not a date"],
  ])("with %s is refused", (_, table, message) => {
    let found = "";
    try {
      future(1, rules, table);
    } catch (error) {
      if (error instanceof DataError) found = error.message;
    }
    expect(found).toContain(message);
  });
});

describe("rules in words", () => {
  test("are read with names, numbers and a default", () => {
    expect(parseFutureRules({ controls: "price=last-year, promotion=0; hold", value: "2.5" }, panel)).toEqual({
      media: "last-year",
      controls: "hold",
      control: { price: "last-year", promotion: 0 },
      value: 2.5,
    });
    expect(parseFutureRules({ media: "Recent" }, panel)).toEqual({ media: "recent", control: {} });
  });

  test("are refused all at once", () => {
    const message = refusals(() =>
      parseFutureRules({ media: "yesterday", controls: "prise=hold,promotion=keep", value: "x" }, panel),
    );
    expect(message.split("\n")).toEqual([
      '--future-media "yesterday": this is no rule. Use last-year, recent, or a .csv or .parquet file.',
      '--future-controls "prise": there is no such control. Write price.',
      '--future-controls "keep": this is no rule. Use hold, last-year or a number.',
      '--future-value "x": this is no rule. Use hold, last-year or a number.',
    ]);
  });
});

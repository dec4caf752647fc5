// A first configuration is guessed from names and cells, for the tables people have.
import { describe, expect, test } from "vitest";
import { buildPanel } from "../../src/data/build-panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { suggestConfig } from "../../src/data/suggest-config.ts";
import { raggedRows, richRows, tableOf } from "../support/rich-panel.ts";
import { dailyColumns, dates, scatter, table } from "./tables.ts";

const numbers = (stream: number, rows: number): number[] =>
  Array.from({ length: rows }, (_, row) => 100 * scatter(row, stream));

describe("the suggestion", () => {
  test("finds date, outcome, channels and controls, and builds a panel", () => {
    const columns = dailyColumns();
    const suggestion = suggestConfig(table(columns));
    expect(suggestion.notes).toEqual([]);
    expect(suggestion.config).toEqual({
      data: {
        path: "test.csv",
        date: "date",
        frequency: "daily",
        currency: "USD",
        kpi: { column: "revenue", kind: "revenue" },
      },
      channels: [
        { name: "tv", spend: "tv_spend" },
        { name: "search", spend: "search_spend" },
      ],
      organic: [],
      controls: ["price"],
      model: { kind: "default" },
    });
    expect(buildPanel(table(columns), parseConfig(suggestion.config)).panel.media).toHaveLength(2);
  });

  test("takes the unusual words of a column of events for controls, and leaves other words out", () => {
    const columns = {
      ...dailyColumns(120),
      events: dates(120).map((_, row) => (row === 40 ? "launch" : row === 80 ? "strike" : "na")),
      remark: dates(120).map((_, row) => `row ${row}`),
    };
    const { config, ignored } = suggestConfig(table(columns));
    expect(config.controls).toEqual(["price", { column: "events", is: "launch" }, { column: "events", is: "strike" }]);
    expect(ignored).toEqual([{ column: "remark", reason: "not numbers" }]);
    expect(buildPanel(table(columns), parseConfig(config)).panel.controls.map(({ name }) => name)).toEqual([
      "price",
      "events: launch",
      "events: strike",
    ]);
  });

  test("leaves out what the model makes itself, text, constants and competitors' spend as media", () => {
    const rows = 120;
    const columns = {
      ...dailyColumns(rows),
      t: dates(rows).map((_, row) => row),
      day_of_week: dates(rows).map((_, row) => row % 7),
      fourier_sin_1: numbers(7, rows),
      is_us_holiday: dates(rows).map((_, row) => (row === 0 ? "True" : "False")),
      note: dates(rows).map(() => "fine"),
      version: dates(rows).map(() => 3),
      competitor_spend: numbers(8, rows),
      site_conversions: numbers(9, rows),
    };
    const { config, ignored } = suggestConfig(table(columns));
    expect(config.channels.map(({ name }) => name)).toEqual(["tv", "search"]);
    expect(config.controls).toEqual(["price", "competitor_spend"]);
    expect(config.model.holidays).toBe("US");
    expect(Object.fromEntries(ignored.map(({ column, reason }) => [column, reason]))).toEqual({
      note: "not numbers",
      t: "made from the date; the model has its own",
      day_of_week: "made from the date; the model has its own",
      fourier_sin_1: "made from the date; the model has its own",
      version: "the same in all rows",
      is_us_holiday: "model.holidays: US brings the calendar",
      site_conversions: "moves with the outcome or with media; a control must not",
    });
  });

  test("finds geos, population, exposures and the worth of a unit", () => {
    const geos = ["a", "b", "c"];
    const weeks = 40;
    const columns = {
      geo: geos.flatMap((geo) => dates(weeks, 7).map(() => geo)),
      time: geos.flatMap(() => dates(weeks, 7)),
      population: geos.flatMap((_, index) => dates(weeks).map(() => 1000 * (index + 1))),
      Channel0_impression: numbers(1, 120),
      Channel0_spend: numbers(2, 120),
      conversions: numbers(3, 120),
      revenue_per_conversion: numbers(4, 120),
    };
    const { config } = suggestConfig(table(columns));
    expect(config.data).toMatchObject({
      date: "time",
      geo: "geo",
      population: "population",
      frequency: "weekly",
      kpi: { column: "conversions", kind: "units", revenue_per_kpi: "revenue_per_conversion" },
    });
    expect(config.channels).toEqual([{ name: "channel0", spend: "Channel0_spend", exposure: "Channel0_impression" }]);
  });

  test("tells the number format and the currency from the cells", () => {
    const columns = dailyColumns();
    const european = (value: unknown): string => `${new Intl.NumberFormat("de-DE").format(Number(value) * 10)} €`;
    const { config } = suggestConfig(
      table({ datum: columns.date, tv_kosten: columns.tv_spend.map(european), umsatz: columns.revenue.map(european) }),
    );
    expect(config.data).toMatchObject({ decimal: ",", thousands: ".", currency: "EUR", kpi: { column: "umsatz" } });
    expect(config.channels).toEqual([{ name: "tv", spend: "tv_kosten" }]);
  });

  test("knows other conventions: Robyn's suffixes, bare x1 and y", () => {
    const columns = { DATE: dates(60, 7), tv_S: numbers(1, 60), tv_I: numbers(2, 60), revenue: numbers(3, 60) };
    expect(suggestConfig(table(columns)).config.channels).toEqual([{ name: "tv", spend: "tv_S", exposure: "tv_I" }]);
    const bare = suggestConfig(
      table({ date_week: dates(60, 7), x1: numbers(1, 60), x2: numbers(2, 60), y: numbers(3, 60) }),
    );
    expect(bare.config.channels.map(({ spend }) => spend)).toEqual(["x1", "x2"]);
    expect(bare.config.data.kpi).toEqual({ column: "y", kind: "units" });
    expect(bare.notes).toEqual(["No column is named like spend: the channels are a guess."]);
  });

  test("says what it could not find", () => {
    const { notes } = suggestConfig(table({ a: ["x", "y"], b: [1, 2], c: [3, 5] }));
    expect(notes).toEqual([
      "No column holds dates: set data.date.",
      'No column is named like an outcome: data.kpi.column is a guess ("c").',
      "No column is named like spend: list the channels.",
    ]);
    const repeated = { date: [...dates(30), ...dates(30)], revenue: numbers(1, 60), tv_spend: numbers(2, 60) };
    expect(suggestConfig(table(repeated)).notes[0]).toContain("Dates repeat and no column names geos");
    expect(suggestConfig({ source: "x", columns: [], rows: 0, firstLine: 1 }).notes).toHaveLength(3);
  });

  test("finds reach with its frequency, channels that cost nothing, and a hold-out column", () => {
    const columns = {
      week: dates(60, 7),
      tv_spend: numbers(1, 60),
      tv_reach: numbers(2, 60),
      tv_frequency: numbers(3, 60),
      radio_spend: numbers(4, 60),
      radio_reach: numbers(5, 60),
      organic_search_clicks: numbers(6, 60),
      newsletter: numbers(7, 60),
      posts_reach: numbers(8, 60),
      posts_frequency: numbers(9, 60),
      holdout: dates(60).map((_, row) => Number(row % 9 === 0)),
      weather: numbers(10, 60),
      revenue: numbers(11, 60),
    };
    const { config } = suggestConfig(table(columns));
    expect(config.channels).toEqual([
      { name: "tv", spend: "tv_spend", reach: "tv_reach", frequency: "tv_frequency" },
      // Reach of which nobody knows how often is an exposure.
      { name: "radio", spend: "radio_spend", exposure: "radio_reach" },
    ]);
    expect(config.organic).toEqual([
      { name: "organic_search", exposure: "organic_search_clicks" },
      { name: "newsletter", exposure: "newsletter" },
      { name: "posts", reach: "posts_reach", frequency: "posts_frequency" },
    ]);
    expect(config.data.holdout).toBe("holdout");
    expect(config.controls).toEqual(["weather"]);
    expect(parseConfig(config).organic).toHaveLength(3);
  });

  test("sees media before the KPI, and rows that geos lack", () => {
    const rows = raggedRows({ past: 4 }).map(({ held: _, ...row }) => row);
    const { config, notes } = suggestConfig(tableOf(rows));
    expect(config.data).toMatchObject({ geo: "geo", history: true, ragged: true });
    expect(notes).toEqual([expect.stringContaining("data.history"), expect.stringContaining("data.ragged")]);
    const { panel } = buildPanel(tableOf(rows), parseConfig({ ...config, controls: ["weather"] }));
    expect(panel.history?.periods).toBe(4);
    expect(suggestConfig(tableOf(richRows())).config.data).not.toHaveProperty("ragged");
  });
});

import { parseConfigText } from "@carryover/connect";
import { suggestConfig, type Table } from "@carryover/mmm";
import { expect, test } from "vitest";
import { scalar, starterConfig } from "../../src/config/starter-config.ts";

const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));

function table(columns: Record<string, (day: number) => number | string>): Table {
  return {
    source: "data.csv",
    rows: days.length,
    firstLine: 2,
    columns: [
      { name: "date", cells: days },
      ...Object.entries(columns).map(([name, cell]) => ({ name, cells: days.map((_, day) => cell(day)) })),
    ],
  };
}

function written(source: Table, dataPath = "data.csv"): string {
  return starterConfig({ suggestion: suggestConfig(source), dataPath, schemaName: "carryover.schema.json" });
}

const typical = table({
  tv_spend: (day) => 100 + day,
  search_spend: (day) => 200 - day,
  price_index: (day) => 1 + (day % 7) / 10,
  is_us_holiday: (day) => Number(day === 0),
  revenue: (day) => 1000 + 3 * day,
});

test("what init writes is read back as the guess it was made from", () => {
  const { config } = parseConfigText(written(typical, "../my data/sales 2024.csv"), "carryover.yaml");
  expect(config.data).toMatchObject({
    path: "../my data/sales 2024.csv",
    date: "date",
    frequency: "daily",
    kpi: { column: "revenue", kind: "revenue" },
  });
  expect(config.channels.map(({ name, spend }) => [name, spend])).toEqual([
    ["tv", "tv_spend"],
    ["search", "search_spend"],
  ]);
  expect(config.controls).toMatchObject([{ column: "price_index", prior: null }]);
  expect(config.model).toMatchObject({ kind: "default", holidays: "US" });
  expect(config.sampler).toMatchObject({ chains: 4, warmup: 1000, draws: 1000, seed: 42 });
});

test("the first line tells an editor where the schema is, and what was left out is said", () => {
  const text = written(typical);
  expect(text.startsWith("# yaml-language-server: $schema=carryover.schema.json\n")).toBe(true);
  expect(text).toContain("#   is_us_holiday: ");
});

test("columns with names that mean something to YAML come back as they were", () => {
  const names = ["yes_spend", "tv: national_spend", "#1_spend", "'quoted'_spend", "2024_spend"];
  const source = table({
    ...Object.fromEntries(names.map((name) => [name, (day: number) => day + 1])),
    no: (day) => day,
  });
  const { config } = parseConfigText(written(source), "carryover.yaml");
  expect(config.channels.map(({ spend }) => spend)).toEqual(names);
});

test("organic channels, reach, gaps and a hold-out column are written as they were guessed", () => {
  const source = table({
    tv_spend: (day) => 100 + (day % 7),
    tv_reach: (day) => 900 + (day % 11),
    tv_frequency: (day) => 1 + (day % 3),
    newsletter: (day) => day % 5,
    holdout: (day) => Number(day > 50),
    revenue: (day) => (day < 5 || day === 30 ? "" : 1000 + (day % 13)),
  });
  const { config } = parseConfigText(written(source), "carryover.yaml");
  expect(config.data).toMatchObject({ history: true, ragged: true, holdout: "holdout" });
  expect(config.channels).toMatchObject([{ name: "tv", reach: "tv_reach", frequency: "tv_frequency", exposure: null }]);
  expect(config.organic).toMatchObject([{ name: "newsletter", exposure: "newsletter" }]);
});

test("every number format and every kind of KPI survives", () => {
  const source = table({ tv_spend: (day) => `1.00${day % 10},50`, conversions: (day) => day, x: (day) => day % 3 });
  const text = written(source);
  const { config } = parseConfigText(text, "carryover.yaml");
  expect(config.data).toMatchObject({ decimal: ",", thousands: ".", kpi: { kind: "units" } });
  expect(text).toContain("# revenue_per_kpi");
});

test("a table without anything like spend gives a file that says what to fill in", () => {
  const text = written(table({ outcome: (day) => day }));
  expect(text).toContain("# TO CHECK: ");
  expect(text).toContain("channels: []");
});

test.each([
  ["tv_spend", "tv_spend"],
  ["no", '"no"'],
  ["True", '"True"'],
  ["a: b", '"a: b"'],
  ["é", '"é"'],
  ["1e3", '"1e3"'],
  ["", '""'],
])("%j is written %s", (text, yaml) => expect(scalar(text)).toBe(yaml));

// A column of words as controls: one flag for each word that matters.
import { expect, test } from "vitest";
import { buildPanel } from "../../src/data/build-panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";

const rows = 30;
const word = (row: number): string => (row === 7 ? "launch" : row === 12 ? "strike" : "na");

const table = {
  source: "sales.csv",
  firstLine: 1,
  rows,
  columns: [
    {
      name: "date",
      cells: Array.from({ length: rows }, (_, row) =>
        new Date(Date.UTC(2024, 0, 1 + 7 * row)).toISOString().slice(0, 10),
      ),
    },
    { name: "sales", cells: Array.from({ length: rows }, (_, row) => 100 + ((row * 37) % 11)) },
    { name: "tv", cells: Array.from({ length: rows }, (_, row) => (row * 13) % 7) },
    { name: "events", cells: Array.from({ length: rows }, (_, row) => word(row)) },
  ],
};

const config = (controls: readonly unknown[]): ReturnType<typeof parseConfig> =>
  parseConfig({
    data: { path: "sales.csv", date: "date", kpi: { column: "sales" } },
    channels: [{ name: "tv", spend: "tv" }],
    controls,
    model: { yearly_order: 0, trend: "none" },
  });

test("each word is a control of its own, 1 in its rows and 0 in the others", () => {
  const { panel } = buildPanel(
    table,
    config([
      { column: "events", is: "launch" },
      { column: "events", is: "strike" },
    ]),
  );
  expect(panel.controls.map(({ name }) => name)).toEqual(["events: launch", "events: strike"]);
  panel.controls.forEach(({ values }, index) => {
    expect(Array.from(values)).toEqual(
      Array.from({ length: rows }, (_, row) => (word(row) === ["launch", "strike"][index] ? 1 : 0)),
    );
  });
});

test("a word that never occurs is a problem that names the column", () => {
  expect(() => buildPanel(table, config([{ column: "events", is: "lunch" }]))).toThrow(
    /no row has the word "lunch"\. Write "launch", the nearest/,
  );
});

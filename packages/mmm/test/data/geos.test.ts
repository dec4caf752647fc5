// Panels of several geos: laid out (geo, time), rectangular, each geo with one population.
import { describe, expect, test } from "vitest";
import { buildPanel } from "../../src/data/build-panel.ts";
import { type Columns, config, dates, messages, problemsOf, scatter, table } from "./tables.ts";

const settings = config({ data: { geo: "geo", population: "people" } });

function geoColumns(geos = ["south", "north", "east"], weeks = 60): Columns {
  const rows = geos.length * weeks;
  const column = (stream: number): number[] =>
    Array.from({ length: rows }, (_, row) => Math.round(1e4 * scatter(row, stream)));
  return {
    date: geos.flatMap(() => dates(weeks, 7)),
    geo: geos.flatMap((geo) => Array.from({ length: weeks }, () => geo)),
    people: geos.flatMap((_, index) => Array.from({ length: weeks }, () => 1000 * (index + 1))),
    tv_spend: column(1),
    search_spend: column(2),
    price: column(3),
    revenue: column(4),
  };
}

describe("geos", () => {
  test("are sorted by name and laid out one after another", () => {
    const columns = geoColumns();
    const { panel, warnings } = buildPanel(table(columns), settings);
    expect(warnings).toEqual([]);
    expect(panel.geos).toEqual(["east", "north", "south"]);
    expect([...panel.population]).toEqual([3000, 2000, 1000]);
    expect(panel.dates).toHaveLength(60);
    expect(panel.kpi.values).toHaveLength(180);
    expect(panel.kpi.values[0]).toBe(columns.revenue[120]);
    expect(panel.kpi.values[60 + 5]).toBe(columns.revenue[65]);
  });

  test("that miss dates others have are named with the dates", () => {
    const columns = geoColumns();
    for (const cells of Object.values(columns)) cells.splice(70, 2);
    const lines = messages(
      problemsOf(() => buildPanel(table(columns), settings)),
      "geo-missing-dates",
    );
    expect(lines).toEqual([
      'column "date" (2024-03-11, geo "north"): 2 dates are missing: 2024-03-11, 2024-03-18 that other geos have. Add the rows of this geo, leave the geo out, or set data.ragged: true if nothing was spent there and the KPI is not known.',
    ]);
  });

  test("with a date twice are named", () => {
    const columns = geoColumns();
    columns.date[3] = columns.date[4];
    const problems = problemsOf(() => buildPanel(table(columns), settings));
    expect(problems.find(({ code }) => code === "duplicate-date")).toMatchObject({ row: 6, geo: "south" });
  });

  test("must not be empty", () => {
    const columns = geoColumns();
    columns.geo[7] = " ";
    const problems = problemsOf(() => buildPanel(table(columns), settings));
    expect(messages(problems, "empty-geo")).toEqual([
      'column "geo" (row 9): the geo is empty. Fill in the geo or remove the row.',
    ]);
  });

  test("have one population each", () => {
    const columns = geoColumns();
    columns.people[65] = 2222;
    const [message] = messages(
      problemsOf(() => buildPanel(table(columns), settings)),
      "population-varies",
    );
    expect(message).toContain('(row 67, 2024-02-05, geo "north"): 2222 here but 2000 on row 62');
  });

  test("have a population above zero, filled in on every row", () => {
    const columns = geoColumns();
    columns.people[0] = 0;
    columns.people[1] = null;
    const problems = problemsOf(() => buildPanel(table(columns), settings));
    expect(messages(problems, "population-not-positive")[0]).toContain("0 is not a number of people");
    expect(messages(problems, "empty-cell")[0]).toContain('column "people" (row 3, 2024-01-08, geo "south")');
  });

  test("without a population are warned about", () => {
    const { panel, warnings } = buildPanel(table(geoColumns()), config({ data: { geo: "geo" } }));
    expect(messages(warnings, "population-missing")[0]).toContain("3 geos and no population");
    expect([...panel.population]).toEqual([1, 1, 1]);
  });
});

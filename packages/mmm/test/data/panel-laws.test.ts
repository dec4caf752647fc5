// Laws of the data path: what goes in comes out, the order of rows does not matter, and the digest sees every value.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildPanel } from "../../src/data/build-panel.ts";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import { type Columns, config, dailyColumns, dates, table } from "./tables.ts";

const settings = config({ data: { geo: "geo" } });

const rowsArbitrary = fc
  .record({ geos: fc.integer({ min: 1, max: 3 }), weeks: fc.integer({ min: 25, max: 40 }) })
  .chain(({ geos, weeks }) => {
    const cells = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), {
      minLength: geos * weeks,
      maxLength: geos * weeks,
    });
    return fc.record({
      geos: fc.constant(geos),
      weeks: fc.constant(weeks),
      tv: cells,
      search: cells,
      price: cells,
      revenue: cells,
    });
  })
  // Constant columns are refused, rightly; generated ones are made to vary.
  .map(({ geos, weeks, tv, search, price, revenue }): Columns => {
    const vary = (cells: number[], stream: number): number[] =>
      cells.map((value, row) => value + ((row * (stream + 7)) % 23) * 1e7 + (row % (stream + 3)) * 3e6);
    return {
      date: Array.from({ length: geos }, () => dates(weeks, 7)).flat(),
      geo: Array.from({ length: geos * weeks }, (_, row) => `geo ${Math.floor(row / weeks)}`),
      tv_spend: vary(tv, 1),
      search_spend: vary(search, 2),
      price: vary(price, 3),
      revenue: vary(revenue, 5),
    };
  });

test("a panel holds exactly the numbers of the table", () => {
  fc.assert(
    fc.property(rowsArbitrary, (columns) => {
      const { panel } = buildPanel(table(columns), settings);
      expect([...panel.media[0].spend]).toEqual(columns.tv_spend);
      expect([...panel.controls[0].values]).toEqual(columns.price);
      expect([...panel.kpi.values]).toEqual(columns.revenue);
    }),
    { numRuns: 30 },
  );
});

test("shuffled rows give the same panel and digest", () => {
  const shuffled = rowsArbitrary.chain((columns) => {
    const order = columns.date.map((_, row) => row);
    return fc.record({
      columns: fc.constant(columns),
      order: fc.shuffledSubarray(order, { minLength: order.length, maxLength: order.length }),
    });
  });
  fc.assert(
    fc.property(shuffled, ({ columns, order }) => {
      const moved = Object.fromEntries(
        Object.entries(columns).map(([name, cells]) => [name, order.map((row) => cells[row])]),
      );
      expect(buildPanel(table(moved), settings).panel).toEqual(buildPanel(table(columns), settings).panel);
    }),
    { numRuns: 30 },
  );
});

test("numbers written as text give the same panel as numbers", () => {
  fc.assert(
    fc.property(rowsArbitrary, (columns) => {
      const asText = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.map(String)]));
      expect(buildPanel(table(asText), settings).panel.digest).toBe(buildPanel(table(columns), settings).panel.digest);
    }),
    { numRuns: 20 },
  );
});

test("the digest changes with any value, name, date or unit", () => {
  const { panel } = buildPanel(table(dailyColumns()), config());
  const { digest, ...content } = panel;
  const changed = (values: Float64Array): Float64Array => values.with(3, values[3] + 1e-9);
  const variants: Omit<Panel, "digest">[] = [
    { ...content, currency: "EUR" },
    { ...content, frequency: "weekly" },
    { ...content, dates: content.dates.toReversed() },
    { ...content, geos: ["nationwide"] },
    { ...content, population: Float64Array.of(2) },
    { ...content, kpi: { ...content.kpi, values: changed(content.kpi.values) } },
    { ...content, kpi: { ...content.kpi, name: "sales" } },
    { ...content, media: content.media.toReversed() },
    { ...content, media: content.media.map((series) => ({ ...series, spend: changed(series.spend) })) },
    { ...content, controls: [] },
    { ...content, controls: content.controls.map((series) => ({ ...series, values: changed(series.values) })) },
  ];
  const digests = new Set([digest, ...variants.map(panelDigest)]);
  expect(digests.size).toBe(variants.length + 1);
  expect(panelDigest(content)).toBe(digest);
});

test("the digest takes −0 for 0", () => {
  const { panel } = buildPanel(table(dailyColumns()), config());
  const zero = { ...panel, population: Float64Array.of(0) };
  expect(panelDigest({ ...panel, population: Float64Array.of(-0) })).toBe(panelDigest(zero));
});

import { expect, test } from "vitest";
import { generateGeoWorld } from "../../src/generate/generate-geo-world.ts";

const { table, truth } = generateGeoWorld({ geos: 3, periods: 30, seed: 5 });
const cells = (name: string): number[] =>
  (table.columns.find((column) => column.name === name)?.cells ?? []) as number[];

test("a geo world has one row per geo and week, and the same options give the same world", () => {
  expect(table.rows).toBe(90);
  expect(table.columns.map(({ name }) => name)).toEqual([
    "date",
    "geo",
    "population",
    "tv_spend",
    "search_spend",
    "social_spend",
    "price_index",
    "revenue",
  ]);
  expect(generateGeoWorld({ geos: 3, periods: 30, seed: 5 })).toEqual({ table, truth });
  expect(generateGeoWorld({ geos: 3, periods: 30, seed: 6 }).truth).not.toEqual(truth);
});

test("the return of all geos is the mean of the geos' returns, weighted by what each spent", () => {
  truth.channels.forEach(({ name, roas, roasByGeo }) => {
    const spend = cells(`${name}_spend`);
    const ofGeo = roasByGeo.map((_, geo) =>
      spend.slice(30 * geo, 30 * geo + 30).reduce((sum, value) => sum + value, 0),
    );
    const brought = roasByGeo.reduce((sum, value, geo) => sum + value * ofGeo[geo], 0);
    expect(brought / ofGeo.reduce((sum, value) => sum + value, 0)).toBeCloseTo(roas, 10);
  });
});

import { expect, test } from "vitest";
import { automaticKnots, knotColumns, knotRows } from "../../src/design/knots.ts";
import { geoWorld } from "../support/geo-panel.ts";

const { panel } = geoWorld({ geos: 2, periods: 21 });

test("knots are a quarter apart unless their number is given, the first and the last at the ends", () => {
  expect(automaticKnots(157, "weekly")).toBe(13);
  expect(automaticKnots(1_093, "daily")).toBe(13);
  expect(automaticKnots(37, "monthly")).toBe(13);
  expect(automaticKnots(5, "weekly")).toBe(2);
  expect(knotRows(21, 3)).toEqual([0, 10, 20]);
  expect(knotRows(4, 4)).toEqual([0, 1, 2, 3]);
});

test("weights at knots are joined by straight lines, alike in every geo", () => {
  const { labels, columns } = knotColumns(panel, [0, 4, 20]);
  expect(labels).toEqual([panel.dates[0], panel.dates[4], panel.dates[20]]);
  const heights = [1, 3, -1];
  const line = panel.dates.map((_, t) => (t <= 4 ? 1 + t / 2 : 3 - (t - 4) / 4));
  for (let cell = 0; cell < 42; cell += 1) {
    const value = columns.reduce((sum, column, knot) => sum + heights[knot] * column[cell], 0);
    expect(value).toBeCloseTo(line[cell % 21], 12);
    expect(columns.reduce((sum, column) => sum + column[cell], 0)).toBeCloseTo(1, 12);
  }
});

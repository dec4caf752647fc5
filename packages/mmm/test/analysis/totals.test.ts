// Sums over geos, time and cells.
import { expect, test } from "vitest";
import { addUp, sum, sumOverGeos, totals, weightedTotals } from "../../src/analysis/totals.ts";

test("geos are added up period by period, draw by draw", () => {
  // 2 draws × 2 geos × 3 periods.
  const values = Float64Array.of(1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60);
  expect([...sumOverGeos(values, 2, 3)]).toEqual([11, 22, 33, 44, 55, 66]);
  expect([...totals(sumOverGeos(values, 2, 3), 3)]).toEqual([66, 165]);
});

test("national values are passed through, not copied", () => {
  const values = Float64Array.of(1, 2);
  expect(sumOverGeos(values, 1, 2)).toBe(values);
});

test("weights turn cells into money before they are added", () => {
  expect([...weightedTotals(Float64Array.of(1, 2, 3, 4), Float64Array.of(10, 100))]).toEqual([210, 430]);
});

test("sums of nothing are nothing", () => {
  expect(sum([])).toBe(0);
  expect(addUp([])).toEqual(new Float64Array(0));
});

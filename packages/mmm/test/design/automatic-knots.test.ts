import { readFile } from "node:fs/promises";
import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import type { Panel } from "../../src/data/panel.ts";
import { adaptiveBrokenLines } from "../../src/design/adaptive-spline.ts";
import { selectKnots } from "../../src/design/automatic-knots.ts";
import { solvePentadiagonal } from "../../src/design/pentadiagonal.ts";
import { geoWorld } from "../support/geo-panel.ts";

interface KnotCase {
  readonly name: string;
  readonly features: number;
  readonly knots: readonly number[];
  readonly population: readonly number[];
  readonly kpi: readonly (readonly number[])[];
}

const path = new URL("../fixtures/automatic-knots.json", import.meta.url);
const { cases }: { cases: readonly KnotCase[] } = JSON.parse(await readFile(path, "utf8"));
const { panel: some } = geoWorld({ geos: 2, periods: 21 });

function panelOf(kpi: readonly (readonly number[])[], population: readonly number[] = kpi.map(() => 1)): Panel {
  const values = Float64Array.from(kpi.flat());
  return {
    ...some,
    geos: kpi.map((_, geo) => `geo ${geo}`),
    dates: dateRange("2021-01-04", kpi[0].length),
    population: Float64Array.from(population),
    kpi: { ...some.kpi, values },
  };
}

test.each(cases)("selects the knots Meridian 2.1 selects: $name", ({ kpi, population, features, knots }) => {
  const selection = selectKnots(panelOf(kpi, population), { features });
  expect(selection.rows).toEqual(knots);
  expect(selection.penalties).toBe(100);
  expect(selection.innerCounts).toContain(knots.length - 2);
});

test("selects the 66 knots of the Getting Started model", () => {
  expect(cases[0].knots).toHaveLength(66);
});

test("leaves room for the other coefficients, and says what there was to choose from where that leaves nothing", () => {
  const { kpi, population } = cases.find(({ name }) => name.includes("random, 7 geos"))!;
  const panel = panelOf(kpi, population);
  const few = selectKnots(panel, { features: 156 - 3 - 20 });
  expect(few.mostInner).toBe(20);
  expect(few.rows.length).toBeLessThanOrEqual(22);
  const none = selectKnots(panel, { features: 153 });
  expect(none).toMatchObject({ rows: [], penalty: null, mostInner: 0 });
  expect(Math.min(...none.innerCounts)).toBeGreaterThan(0);
});

const bend = Array.from({ length: 40 }, (_, t) => (t < 17 ? t : 34 - t));

test("finds the one corner of a bent line, and no corner elsewhere", () => {
  const stream = openStream({ seed: 2, chain: 0, purpose: "data" });
  const geos = [1, 2, 3, 4].map((level) => bend.map((value) => level + value + 0.01 * stream.normal()));
  expect(selectKnots(panelOf(geos), { features: 30 }).rows).toEqual([0, 17, 39]);
});

test("held-out cells and unknown ones are not looked at", () => {
  const stream = openStream({ seed: 2, chain: 0, purpose: "data" });
  const geos = [1, 2, 3, 4].map((level) => bend.map((value) => level + value + 0.01 * stream.normal()));
  const held = [0, 1, 2, 3].flatMap((geo) => [34, 35, 36, 37, 38, 39].map((t) => geo * 40 + t));
  const options = { features: 25, holdout: held };
  const rows = selectKnots(panelOf(geos), options).rows;
  expect(rows).toEqual([0, 17, 33]);
  const wild = geos.map((series) => series.map((value, t) => (t >= 34 ? 1e6 * (t - 36) : value)));
  expect(selectKnots(panelOf(wild), options)).toEqual(selectKnots(panelOf(geos), options));
  const unknown = geos.map((series) => series.map((value, t) => (t >= 34 ? Number.NaN : value)));
  expect(selectKnots(panelOf(unknown), { features: 25 })).toEqual(selectKnots(panelOf(geos), options));
  const ragged = geos.map((series, geo) => series.map((value, t) => (geo > 0 && t < 3 * geo ? Number.NaN : value)));
  expect(selectKnots(panelOf(ragged), { features: 30 }).rows).toContain(17);
});

test("a KPI that never changes, and one of three periods, has no knots to select", () => {
  expect(selectKnots(panelOf([[5, 5, 5, 5, 5, 5]]), { features: 1 }).rows).toEqual([]);
  expect(selectKnots(panelOf([[5, 6, 3]]), { features: 0 }).rows).toEqual([]);
});

test("the line of every corner interpolates the periods' means; a strong penalty leaves a straight line", () => {
  const means = Float64Array.from(bend, (_, t) => Math.min(t - 17, 0));
  const data = { rows: bend.map((_, t) => t), means, counts: new Float64Array(40).fill(3), within: 12 };
  const corners = data.rows.slice(1, -2);
  const [weak, strong] = adaptiveBrokenLines(data, corners, [1e-12, 1e9]);
  expect(weak.corners).toEqual([17]);
  expect(strong.corners).toEqual([]);
  // The line of one corner, and that of all 37, leave the scatter within periods alone: 2 · 3 + 12 / (12 / (120 − 39)).
  expect(weak.aic).toBeCloseTo(2 * 3 + (120 - 39), 6);
});

test("banded solutions satisfy their systems", () => {
  const stream = openStream({ seed: 4, chain: 0, purpose: "data" });
  for (const size of [1, 2, 3, 17]) {
    const draw = (): Float64Array => Float64Array.from({ length: size }, () => stream.normal());
    const [first, second, right] = [draw(), draw(), draw()];
    const diagonal = draw().map((value) => 8 + value);
    const solution = solvePentadiagonal(diagonal, first, second, right);
    for (let i = 0; i < size; i += 1) {
      const at = (k: number, band: number): number => (k < 0 || k >= size ? 0 : band * solution[k]);
      const product =
        diagonal[i] * solution[i] +
        at(i + 1, first[i]) +
        at(i + 2, second[i]) +
        at(i - 1, first[i - 1]) +
        at(i - 2, second[i - 2]);
      expect(product).toBeCloseTo(right[i], 10);
    }
  }
});

import { expect, test } from "vitest";
import { accuracyOf, predictiveAccuracy } from "../../src/analysis/predictive-accuracy.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const { panel, config } = geoWorld({ geos: 3, periods: 30 });
const money = panel.kpi.values.map((_, cell) => 2 + (cell % 7));
const priced = { ...panel, kpi: { ...panel.kpi, revenuePerKpi: money } };
const expected = panel.kpi.values.map((value, cell) => value * (cell % 2 === 0 ? 1.1 : 0.8));

function byHand(
  observed: readonly number[],
  predicted: readonly number[],
): { r2: number; mape: number; wmape: number } {
  const count = observed.length;
  const mean = observed.reduce((sum, value) => sum + value, 0) / count;
  const variance = observed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const errors = observed.map((value, index) => value - predicted[index]);
  return {
    r2: 1 - errors.reduce((sum, each) => sum + each ** 2, 0) / count / variance,
    mape: errors.reduce((sum, each, index) => sum + Math.abs(each / observed[index]), 0) / count,
    wmape: errors.reduce((sum, each) => sum + Math.abs(each), 0) / observed.reduce((sum, value) => sum + value, 0),
  };
}

const worth = (values: Float64Array): number[] => Array.from(values, (value, cell) => value * money[cell]);
const overGeos = (values: readonly number[], isIn: (cell: number) => boolean): number[] =>
  Array.from({ length: 30 }, (_, period) => [0, 1, 2].map((geo) => geo * 30 + period).filter(isIn))
    .filter((cells) => cells.length > 0)
    .map((cells) => cells.reduce((sum, cell) => sum + values[cell], 0));

function expectFigures(
  found: { r2: number | null; mape: number | null; wmape: number | null },
  stated: ReturnType<typeof byHand>,
): void {
  expect(found.r2).toBeCloseTo(stated.r2, 10);
  expect(found.mape).toBeCloseTo(stated.mape, 10);
  expect(found.wmape).toBeCloseTo(stated.wmape, 10);
}

test("is of the worth of the KPI, by geo and period and summed over geos", () => {
  const { geo, national } = accuracyOf(priced, expected, []);
  expectFigures(geo!.all, byHand(worth(panel.kpi.values), worth(expected)));
  expectFigures(
    national.all,
    byHand(
      overGeos(worth(panel.kpi.values), () => true),
      overGeos(worth(expected), () => true),
    ),
  );
  expect(geo!.all.observations).toBe(90);
  expect(national.all.observations).toBe(30);
  expect(geo!.train).toBeUndefined();
});

test("tells what was held out from what was trained on; a period of which some geos are held out is in both", () => {
  const holdout = [5, 6, 7, 35, 36, 66];
  const { geo, national } = accuracyOf(priced, expected, holdout);
  const isHeld = (cell: number): boolean => holdout.includes(cell);
  const some = (values: Float64Array, isIn: (cell: number) => boolean): number[] =>
    worth(values).filter((_, cell) => isIn(cell));
  expectFigures(geo!.test!, byHand(some(panel.kpi.values, isHeld), some(expected, isHeld)));
  expectFigures(
    geo!.train!,
    byHand(
      some(panel.kpi.values, (cell) => !isHeld(cell)),
      some(expected, (cell) => !isHeld(cell)),
    ),
  );
  expectFigures(national.test!, byHand(overGeos(worth(panel.kpi.values), isHeld), overGeos(worth(expected), isHeld)));
  expect(national.test!.observations).toBe(3);
  expect(national.train!.observations).toBe(29);
});

test("what is not known counts nowhere; what has no number is null", () => {
  const values = panel.kpi.values.map((value, cell) => (cell === 4 || cell === 34 || cell === 64 ? Number.NaN : value));
  const { geo, national } = accuracyOf({ ...priced, kpi: { ...priced.kpi, values } }, expected, [0]);
  expect(geo!.all.observations).toBe(87);
  expect(national.all.observations).toBe(29);
  expect(geo!.test).toMatchObject({ r2: null, observations: 1 });
});

test("of a fit is that of the mean of its expected KPI", () => {
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 5));
  const { values } = fit.outcome({ exposure: panel.media.map(({ exposure }) => exposure) });
  const mean = panel.kpi.values.map((_, cell) =>
    [0, 1, 2, 3, 4].reduce((sum, draw) => sum + values[draw * 90 + cell] / 5, 0),
  );
  const found = predictiveAccuracy(fit);
  expect(found.geo!.all.r2).toBeCloseTo(accuracyOf(panel, mean, []).geo!.all.r2!, 10);
  expect(found.national.all.wmape).toBeCloseTo(accuracyOf(panel, mean, []).national.all.wmape!, 10);
});

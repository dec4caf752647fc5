import { expect, test } from "vitest";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { foldForecast } from "../../src/compare/fold-forecast.ts";
import { outOfSample } from "../../src/compare/out-of-sample.ts";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import type { Fit } from "../../src/fit.ts";
import { type FoldView, foldView } from "../../src/validation/fold-view.ts";
import { scoreForecast } from "../../src/validation/forecast-scores.ts";
import { modelForecast } from "../../src/validation/model-forecast.ts";
import { rollingOrigin } from "../../src/validation/splits.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { world } from "./hand-made.ts";

function viewed({ panel, config }: { readonly panel: Panel; readonly config: Config }): { view: FoldView; fit: Fit } {
  const shape = { geos: panel.geos.length, periods: panel.dates.length };
  const [fold] = rollingOrigin(shape, { folds: 1, horizon: 6, gap: 0, least: 10 });
  const view = foldView(panel, config, fold);
  return { view, fit: statedFit(view.training, view.spec, priorDraws(view.training, view.spec, 20)) };
}

test("for national data a fold is scored as validation scores it", () => {
  const { view, fit } = viewed(world);
  const forecast = foldForecast("fold 1", fit, view, 5);
  const validated = modelForecast(fit, view, 5);
  const observed = Float64Array.from(view.cells, (cell) => view.asked.kpi.values[cell]);
  const { scores } = scoreForecast(validated, observed);
  expect(forecast.logDensity).toHaveLength(6);
  forecast.logDensity.forEach((density, index) => {
    expect(density).toBeCloseTo(validated.logDensity[index], 8);
  });
  const whole = outOfSample([forecast]);
  expect(whole?.crps).toBeCloseTo(scores.crps, 8);
  expect(whole?.wmape).toBeCloseTo(scores.wmape ?? Number.NaN, 8);
  expect(whole?.coverage90).toBe(scores.coverage["90"]);
  expect(whole?.elpd).toBeCloseTo(6 * (scores.logDensity ?? Number.NaN), 6);
  expect(whole?.periods).toBe(6);
});

test("for several geos the sum is scored, with the geos' variances added in each draw", () => {
  const { view, fit } = viewed(geoWorld());
  const forecast = foldForecast("fold 1", fit, view, 5);
  const { asked } = view;
  const [geos, periods] = [asked.geos.length, asked.dates.length];
  const over = fit.over(asked);
  const { draws, values } = over.outcome(observedPlan(asked));
  const noise = over.noise();
  const t = periods - 6;
  const sum = (of: ArrayLike<number>, row: number): number =>
    asked.geos.reduce((total, _, geo) => total + of[(row * geos + geo) * periods + t], 0);
  const observed = sum(asked.kpi.values, 0);
  expect(forecast.observed[0]).toBeCloseTo(observed, 6);
  let density = 0;
  for (let row = 0; row < draws; row += 1) {
    const variance = noise.subarray(row * geos, (row + 1) * geos).reduce((total, sd) => total + sd * sd, 0);
    const error = observed - sum(values, row);
    density += Math.exp((-0.5 * error * error) / variance) / Math.sqrt(2 * Math.PI * variance) / draws;
  }
  expect(forecast.logDensity[0]).toBeCloseTo(Math.log(density), 6);
});

test("periods whose KPI is not known in every geo are left out", () => {
  const { view, fit } = viewed(geoWorld());
  const values = view.asked.kpi.values.slice();
  values[view.cells[2]] = Number.NaN;
  const holed = { ...view, asked: { ...view.asked, kpi: { ...view.asked.kpi, values } } };
  expect(foldForecast("fold 1", fit, holed, 5).dates).toHaveLength(5);
});

test("without periods there is no score", () => {
  expect(outOfSample([])).toBeUndefined();
});

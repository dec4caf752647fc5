import { openStream, quantile } from "@carryover/engine";
import { expect, test } from "vitest";
import { crps } from "../../src/validation/crps.ts";
import { type Forecast, scoreForecast } from "../../src/validation/forecast-scores.ts";

const [draws, cells] = [400, 60];
const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
const observed = Float64Array.from({ length: cells }, (_, cell) => (cell === 7 ? 0 : 100 + 20 * stream.normal()));
const forecast: Forecast = {
  draws,
  values: Float64Array.from({ length: draws * cells }, () => 100 + 20 * stream.normal()),
  logDensity: Float64Array.from(observed, (value) => -0.5 * ((value - 100) / 20) ** 2),
};
const column = (cell: number): Float64Array =>
  Float64Array.from({ length: draws }, (_, draw) => forecast.values[draw * cells + cell]).sort();
const { scores, band } = scoreForecast(forecast, observed);

test("CRPS, coverage and log density are means over cells", () => {
  const all = Array.from({ length: cells }, (_, cell) => cell);
  const mean = (of: (cell: number) => number): number => all.reduce((sum, cell) => sum + of(cell), 0) / cells;
  expect(scores.crps).toBeCloseTo(
    mean((cell) => crps(column(cell), observed[cell])),
    10,
  );
  for (const level of ["50", "80", "90", "95"] as const) {
    const tail = (1 - Number(level) / 100) / 2;
    const inside = mean((cell) => {
      const values = column(cell);
      return observed[cell] >= quantile(values, tail) && observed[cell] <= quantile(values, 1 - tail) ? 1 : 0;
    });
    expect(scores.coverage[level]).toBeCloseTo(inside, 12);
  }
  expect(scores.logDensity).toBeCloseTo(
    mean((cell) => forecast.logDensity[cell]),
    10,
  );
  expect(scores.cells).toBe(cells);
});

test("errors are those of the predictive mean; a KPI of zero has no relative error", () => {
  const means = Array.from({ length: cells }, (_, cell) => column(cell).reduce((sum, value) => sum + value / draws, 0));
  const errors = means.map((value, cell) => Math.abs(value - observed[cell]));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const relative = errors.map((error, cell) => error / observed[cell]).filter((_, cell) => cell !== 7);
  expect(scores.mape).toBeCloseTo(sum(relative) / (cells - 1), 10);
  expect(scores.wmape).toBeCloseTo(sum(errors) / sum([...observed]), 10);
  expect(scores.rmse).toBeCloseTo(Math.sqrt(sum(errors.map((error) => error ** 2)) / cells), 10);
  expect(band.mean[3]).toBeCloseTo(means[3], 10);
  expect(band.lower90[3]).toBeCloseTo(quantile(column(3), 0.05), 10);
  expect(band.upper50[3]).toBeCloseTo(quantile(column(3), 0.75), 10);
});

test("what has no value is null, so that JSON keeps it", () => {
  const zeros = new Float64Array(2);
  const { scores: empty } = scoreForecast(
    { draws: 2, values: Float64Array.of(1, 2, 3, 4), logDensity: Float64Array.of(Number.NEGATIVE_INFINITY, 0) },
    zeros,
  );
  expect(empty).toMatchObject({ mape: null, wmape: null, logDensity: null });
});

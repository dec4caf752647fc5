import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { type BaselineForecast, type BaselineTask, drawForecast } from "../../src/validation/baseline.ts";
import { geoAverage } from "../../src/validation/baseline-geo-average.ts";
import { seasonalNaive } from "../../src/validation/baseline-naive.ts";
import { plainRegression } from "../../src/validation/baseline-regression.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const { panel } = smallWorld({}, 140);
const geo = geoWorld({ geos: 4, periods: 60, seed: 2 }).panel;

/** Everything known but the cells asked about, whose KPI is not there to be read. */
function task(of: Panel, cells: readonly number[], alsoUnknown: readonly number[] = []): BaselineTask {
  const hidden = new Set([...cells, ...alsoUnknown]);
  const values = of.kpi.values.map((value, cell) => (hidden.has(cell) ? Number.NaN : value));
  const known = Uint8Array.from(values, (_, cell) => (hidden.has(cell) ? 0 : 1));
  return { panel: { ...of, kpi: { ...of.kpi, values } }, known, cells };
}

function forecastOf(forecast: BaselineForecast): Exclude<BaselineForecast, { unavailable: string }> {
  if ("unavailable" in forecast) throw new Error(forecast.unavailable);
  return forecast;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe("seasonal naive", () => {
  test("repeats the last known period of the same season, with the spread of such guesses", () => {
    const { location, scale } = forecastOf(seasonalNaive(task(panel, range(120, 140)), 7));
    const { values } = panel.kpi;
    expect([...location.slice(0, 7)]).toEqual([...values.slice(113, 120)]);
    expect(location[8]).toBe(values[114]);
    const spread = (lag: number): number => {
      const differences = range(lag, 120).map((time) => values[time] - values[time - lag]);
      return Math.sqrt(differences.reduce((sum, each) => sum + each * each, 0) / differences.length);
    };
    expect(scale[0]).toBeCloseTo(spread(7), 10);
    expect(scale[8]).toBeCloseTo(spread(14), 10);
  });

  test("looks ahead for a block at the beginning, and takes each geo's own past", () => {
    const { values } = panel.kpi;
    expect(forecastOf(seasonalNaive(task(panel, range(0, 5)), 7)).location[0]).toBe(values[7]);
    const cells = [60 + 50, 180 + 59];
    const { location } = forecastOf(seasonalNaive(task(geo, cells), 13));
    expect([...location]).toEqual([geo.kpi.values[60 + 37], geo.kpi.values[180 + 46]]);
  });

  test("says why there is none where no season is known", () => {
    expect(seasonalNaive(task(panel, range(120, 140)), 130)).toHaveProperty("unavailable");
    expect(seasonalNaive(task(panel, range(100, 140)), 98)).toHaveProperty("unavailable");
  });
});

describe("plain regression", () => {
  test("finds a KPI that is a line of spend and controls, and is sure of it", () => {
    const [tv, search] = panel.media;
    const [price] = panel.controls;
    const values = panel.kpi.values.map(
      (_, t) => 500 + 3 * t + 2 * tv.spend[t] - search.spend[t] + 40 * price.values[t] + 1e-3 * Math.sin(t * t),
    );
    const line = { ...panel, kpi: { ...panel.kpi, values } };
    const cells = range(110, 140);
    const { location, scale, degrees } = forecastOf(plainRegression(task(line, cells)));
    cells.forEach((cell, index) => {
      // The sine is noise of 1e−3 at most, and leverage at the end of the line up to about one.
      expect(Math.abs(location[index] - values[cell])).toBeLessThan(0.01);
      expect(scale[index]).toBeLessThan(0.01);
    });
    // Level, line, six weekdays, two channels, two controls; not a year yet.
    expect(degrees).toBe(110 - 12);
  });

  test("has a level for each known geo, and one for all where whole geos are held out", () => {
    const some = forecastOf(plainRegression(task(geo, range(50, 60))));
    const whole = forecastOf(plainRegression(task(geo, range(0, 60))));
    // 180 and 230 known values; three levels fewer.
    expect(whole.degrees - some.degrees).toBe(180 - 230 + 3);
    expect([...whole.location].every(Number.isFinite)).toBe(true);
  });

  test("is not there for fewer values than coefficients", () => {
    expect(plainRegression(task(panel, range(0, 130)))).toHaveProperty("unavailable");
  });
});

test("the average of the other geos, per head, stands in for a geo without a past", () => {
  const cells = range(60, 120);
  const { location, degrees } = forecastOf(geoAverage(task(geo, cells)));
  const { population, kpi } = geo;
  const perHead = [0, 2, 3].map((each) => kpi.values[each * 60 + 10] / population[each]);
  expect(location[10]).toBeCloseTo(((perHead[0] + perHead[1] + perHead[2]) / 3) * population[1], 8);
  expect(degrees).toBe(2);
  expect(geoAverage(task(panel, range(0, 10)))).toHaveProperty("unavailable");
});

test("draws of a closed form have its quantiles, and the density is that of Student’s t", () => {
  const forecast = { location: Float64Array.of(10, 50), scale: Float64Array.of(2, 5), degrees: 1 };
  const { values, logDensity } = drawForecast(forecast, Float64Array.of(12, 50), { draws: 8000, seed: 1, stream: 2 });
  const second = Array.from({ length: 8000 }, (_, draw) => values[2 * draw + 1]);
  // A Cauchy has half its mass within one scale: 4 standard errors of a share of 8,000 draws.
  const share = second.filter((value) => Math.abs(value - 50) < 5).length / 8000;
  expect(Math.abs(share - 0.5)).toBeLessThan(0.023);
  expect(logDensity[0]).toBeCloseTo(-Math.log(2 * Math.PI * (1 + 1)), 12);
  expect(logDensity[1]).toBeCloseTo(-Math.log(5 * Math.PI), 12);
});

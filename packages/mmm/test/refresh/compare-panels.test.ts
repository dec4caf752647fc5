// Restatements of every kind of series, by geo; and reach that loses its frequency.
import { expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import {
  continuityProblems,
  restatedSeries,
  restatementProblem,
  restatements,
} from "../../src/refresh/compare-panels.ts";
import { withHistory } from "../../src/refresh/with-history.ts";
import { geoWorld } from "../support/geo-panel.ts";

const { panel } = geoWorld({ periods: 40, geos: 2, seed: 2 });
const past = firstPeriods(panel, 30);
const cell = 40 + 12; // second geo, thirteenth week

const changed = (values: Float64Array): Float64Array =>
  values.map((value, index) => (index === cell ? value + 1 : value));

test("each kind of series is named with the geo and date of its largest difference", () => {
  const [first, ...others] = panel.media;
  const now: Panel = {
    ...panel,
    population: panel.population.map((value, geo) => (geo === 1 ? 2 * value : value)),
    kpi: { ...panel.kpi, revenuePerKpi: changed(panel.kpi.revenuePerKpi) },
    media: [{ ...first, exposure: changed(first.exposure) }, ...others],
  };
  const found = restatements(past, now);
  expect(found.map(restatedSeries)).toEqual(["money per unit of revenue", `exposure of ${first.name}`, "population"]);
  const place = { date: panel.dates[12], geo: panel.geos[1] };
  expect(found[1]).toMatchObject({ cells: 1, of: 60, largest: place });
  expect(found[1].after - found[1].before).toBeCloseTo(1, 6);
  expect(found[2]).toMatchObject({ cells: 1, of: 2, largest: { date: null, geo: panel.geos[1] } });
  expect(restatementProblem(found[1])).toMatchObject({ code: "restated-history", ...place });
  expect(restatementProblem(found[2])).not.toHaveProperty("date");
});

test("the largest of several differences is shown, and unknown values are not differences", () => {
  const values = panel.kpi.values.map((value, index) => (index === 3 ? value + 5 : index === 4 ? value - 9 : value));
  const [found] = restatements(past, { ...panel, kpi: { ...panel.kpi, values } });
  expect(found).toMatchObject({ cells: 2, largest: { date: panel.dates[4] } });
  const unknown = (data: Panel): Panel => ({
    ...data,
    kpi: { ...data.kpi, values: data.kpi.values.map((value, index) => (index === 0 ? Number.NaN : value)) },
  });
  expect(restatements(unknown(past), unknown(panel))).toEqual([]);
});

test("reach keeps its frequency, is compared with it, and cannot lose it", () => {
  const withFrequency = (data: Panel, scale: number): Panel => ({
    ...data,
    media: data.media.map((series, index) =>
      index === 0 ? { ...series, frequency: series.exposure.map((value) => scale * (1 + value)) } : series,
    ),
  });
  const [before, now] = [withFrequency(past, 1), withFrequency(panel, 1)];
  expect(restatements(before, now)).toEqual([]);
  expect(restatements(before, withFrequency(panel, 2)).map(restatedSeries)).toEqual([
    `frequency of ${panel.media[0].name}`,
  ]);
  expect(continuityProblems(before, panel).map(({ found }) => found)).toEqual([
    `channel "${panel.media[0].name}" had reach of which the frequency is given in the run, and is none now`,
  ]);
  const cut = (values: Float64Array): Float64Array => values.filter((_, index) => index % 40 >= 10);
  const tail: Panel = {
    ...now,
    dates: now.dates.slice(10),
    kpi: { ...now.kpi, values: cut(now.kpi.values), revenuePerKpi: cut(now.kpi.revenuePerKpi) },
    media: now.media.map((series) => ({
      ...series,
      spend: cut(series.spend),
      exposure: cut(series.exposure),
      ...(series.frequency === undefined ? {} : { frequency: cut(series.frequency) }),
    })),
    controls: now.controls.map((series) => ({ ...series, values: cut(series.values) })),
  };
  expect(withHistory(before, tail).panel.media[0].frequency).toEqual(now.media[0].frequency);
});

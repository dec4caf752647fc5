// Plain regression: the KPI on spend, controls, a line and the season, by least squares, with its predictive distribution.
import { dayOfWeekColumns } from "../calendar/day-of-week.ts";
import { calendarPositions, fourierTerms } from "../calendar/fourier.ts";
import { yearInPeriods } from "../calendar/periods.ts";
import type { Panel } from "../data/panel.ts";
import type { BaselineForecast, BaselineTask } from "./baseline.ts";
import { leastSquares } from "./least-squares.ts";

/** Sine and cosine pairs over the year, where at least a year is known. */
const yearlyOrder = 2;

/**
 * What a spreadsheet would do: no carryover, no saturation, no priors. Columns: a level (one per geo where every asked geo
 * is known), a line, `yearlyOrder` pairs over the year, days of the week in daily data, spend of each channel, exposure of organic
 * ones, treatments and controls as they are. With several geos KPI and spend are per head. The predictive distribution is Student's t with
 * rows − columns degrees of freedom, around x′b with scale s · √(1 + x′(X′X)⁻¹x).
 */
export function plainRegression({ panel, known, cells }: BaselineTask): BaselineForecast {
  const { geos, dates, population, kpi } = panel;
  const periods = dates.length;
  const geoOf = (cell: number): number => Math.floor(cell / periods);
  const knownCells = [...known.keys()].filter((cell) => known[cell] === 1);
  const isGeoKnown = geos.map((_, geo) => knownCells.some((cell) => geoOf(cell) === geo));
  const everyGeoKnown = cells.every((cell) => isGeoKnown[geoOf(cell)]);
  const knownPeriods = new Set(knownCells.map((cell) => cell % periods)).size;
  const columns = designColumns(panel, {
    levels: everyGeoKnown ? "by-geo" : "common",
    order: knownPeriods >= yearInPeriods[panel.frequency] ? yearlyOrder : 0,
  });
  if (knownCells.length <= columns.length + 2) {
    return { unavailable: `${knownCells.length} known values do not determine ${columns.length} coefficients` };
  }
  const at = (column: Float64Array): Float64Array => Float64Array.from(knownCells, (cell) => column[cell]);
  const perHead = kpi.values.map((value, cell) => value / population[geoOf(cell)]);
  const fit = leastSquares(columns.map(at), at(perHead));
  const rows = cells.map((cell) => Float64Array.from(columns, (column) => column[cell]));
  const size = (index: number): number => population[geoOf(cells[index])];
  const location = Float64Array.from(
    rows,
    (row, index) => size(index) * row.reduce((sum, value, column) => sum + value * fit.coefficients[column], 0),
  );
  const scale = Float64Array.from(
    rows,
    (row, index) => size(index) * fit.residualSd * Math.sqrt(1 + fit.leverage(row)),
  );
  if (!(fit.residualSd > 0)) return { unavailable: "it fits the known values without an error to learn from" };
  return { location, scale, degrees: fit.degrees };
}

function designColumns(
  panel: Panel,
  { levels, order }: { readonly levels: "by-geo" | "common"; readonly order: number },
): Float64Array[] {
  const { geos, dates, population, media, organic = [], treatments = [], controls, frequency } = panel;
  const size = geos.length * dates.length;
  const geoOf = (cell: number): number => Math.floor(cell / dates.length);
  const level = (geo: number): Float64Array =>
    Float64Array.from({ length: size }, (_, cell) => (geoOf(cell) === geo ? 1 : 0));
  const forEveryGeo = (series: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: size }, (_, cell) => series[cell % dates.length]);
  const calendar = [
    ...fourierTerms(calendarPositions(dates), order),
    ...(frequency === "daily" ? dayOfWeekColumns(dates) : []),
  ];
  return [
    ...(levels === "by-geo" ? geos.map((_, geo) => level(geo)) : [new Float64Array(size).fill(1)]),
    forEveryGeo(dates.map((_, row) => row)),
    ...calendar.map(({ values }) => forEveryGeo(values)),
    ...media.map(({ spend }) => spend.map((value, cell) => value / population[geoOf(cell)])),
    ...organic.map(({ exposure }) => exposure.map((value, cell) => value / population[geoOf(cell)])),
    ...treatments.map(({ values }) => values),
    ...controls.map(({ values }) => values),
  ];
}

// The naive forecast of a geo nobody has seen: what the others had at the same time, per head.
import type { BaselineForecast, BaselineTask } from "./baseline.ts";

/**
 * Mean KPI per head of the geos known in the period, times the geo's population (1 where none is given). Around it a
 * Student t with the root mean square of what the same guess misses by among the known geos, each guessed from the others;
 * as many degrees of freedom as known geos less one.
 */
export function geoAverage({ panel, known, cells }: BaselineTask): BaselineForecast {
  const { dates, geos, population, kpi } = panel;
  const periods = dates.length;
  const sums = new Float64Array(periods); // (time), KPI per head
  const counts = new Float64Array(periods); // (time), known geos
  const perHead = kpi.values.map((value, cell) => value / population[Math.floor(cell / periods)]);
  for (let cell = 0; cell < known.length; cell += 1) {
    if (known[cell] === 0) continue;
    sums[cell % periods] += perHead[cell];
    counts[cell % periods] += 1;
  }
  let squares = 0;
  let guesses = 0;
  for (let cell = 0; cell < known.length; cell += 1) {
    const others = counts[cell % periods] - 1;
    if (known[cell] === 0 || others < 1) continue;
    squares += (perHead[cell] - (sums[cell % periods] - perHead[cell]) / others) ** 2;
    guesses += 1;
  }
  const knownGeos = geos.filter((_, geo) => known.subarray(geo * periods, (geo + 1) * periods).includes(1)).length;
  if (guesses === 0 || squares === 0) return { unavailable: "no two geos are known in the same period" };
  if (cells.some((cell) => counts[cell % periods] === 0)) {
    return { unavailable: "in some of the periods asked about no geo is known" };
  }
  const spread = Math.sqrt(squares / guesses);
  const sizeOf = (cell: number): number => population[Math.floor(cell / periods)];
  return {
    location: Float64Array.from(cells, (cell) => (sums[cell % periods] / counts[cell % periods]) * sizeOf(cell)),
    scale: Float64Array.from(cells, (cell) => spread * sizeOf(cell)),
    degrees: knownGeos - 1,
  };
}

// Naive forecasts: what was seen one season ago, with the spread that such guesses have had.
import type { BaselineForecast, BaselineTask } from "./baseline.ts";

/** Differences from which a spread can be told. */
const leastDifferences = 8;

/**
 * Seasonal naive: the KPI of the same geo `season` periods earlier, or the least multiple of it that is known; where nothing
 * before is known (a block at the beginning), the same later. Around it a Student t with the root mean square of all known
 * differences over that many periods, with as many degrees of freedom as there are differences. Where too few lie so far
 * apart, those over one season stand in, growing with the square root of the seasons, as a random walk's do.
 *
 * @param season  in periods
 */
export function seasonalNaive({ panel, known, cells }: BaselineTask, season: number): BaselineForecast {
  const periods = panel.dates.length;
  const { values } = panel.kpi;
  const isKnown = (geo: number, time: number): boolean =>
    time >= 0 && time < periods && known[geo * periods + time] === 1;
  const spreads = new Map<string, number>();
  const spreadOf = (geo: number, seasons: number): number => {
    const key = `${geo} ${seasons}`;
    const found = spreads.get(key);
    if (found !== undefined) return found;
    const differences: number[] = [];
    for (let time = seasons * season; time < periods; time += 1) {
      const before = time - seasons * season;
      if (isKnown(geo, time) && isKnown(geo, before)) {
        differences.push(values[geo * periods + time] - values[geo * periods + before]);
      }
    }
    const enough = differences.length >= leastDifferences;
    const ownSpread = Math.sqrt(differences.reduce((sum, each) => sum + each * each, 0) / differences.length);
    const spread = enough ? ownSpread : seasons > 1 ? Math.sqrt(seasons) * spreadOf(geo, 1) : Number.NaN;
    spreads.set(key, spread);
    return spread;
  };
  const location = new Float64Array(cells.length); // (cell)
  const scale = new Float64Array(cells.length); // (cell)
  for (const [index, cell] of cells.entries()) {
    const [geo, time] = [Math.floor(cell / periods), cell % periods];
    const found = sameSeason(time, season, periods, (other) => isKnown(geo, other));
    if (found === undefined) {
      return { unavailable: `the KPI of no period ${season} before or after, or a multiple of it, is known` };
    }
    location[index] = values[geo * periods + found.time];
    scale[index] = spreadOf(geo, found.seasons);
    if (!(scale[index] > 0)) {
      return { unavailable: `fewer than ${leastDifferences} periods are known with the period ${season} before` };
    }
  }
  return { location, scale, degrees: degreesOf(panel.dates.length, known, season) };
}

/** The nearest known period a whole number of seasons before, else after. */
function sameSeason(
  time: number,
  season: number,
  periods: number,
  isKnown: (time: number) => boolean,
): { readonly time: number; readonly seasons: number } | undefined {
  const steps = Math.ceil(periods / season);
  for (const direction of [-1, 1]) {
    for (let seasons = 1; seasons <= steps; seasons += 1) {
      const other = time + direction * seasons * season;
      if (isKnown(other)) return { time: other, seasons };
    }
  }
  return undefined;
}

/** Known differences over one season of the geo that has the fewest of those with any. */
function degreesOf(periods: number, known: Uint8Array, season: number): number {
  const counts = Array.from({ length: known.length / periods }, (_, geo) => {
    let count = 0;
    for (let time = season; time < periods; time += 1) {
      count += known[geo * periods + time] & known[geo * periods + time - season];
    }
    return count;
  }).filter((count) => count > 0);
  return Math.max(1, Math.min(...counts));
}

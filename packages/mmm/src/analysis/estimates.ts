// Posterior summaries of one number and of a series: mean, median, spread and equal-tailed intervals.
import type { Estimate, SeriesEstimate } from "./evaluation.ts";
import { selectPositions } from "./select.ts";

/**
 * Quantile of ascending values by linear interpolation between order statistics (Hyndman and Fan's type 7, the
 * default of NumPy and R). One value is every quantile of itself.
 *
 * @param sorted       ascending, length ≥ 1
 * @param probability  in [0, 1]
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  const low = sorted[below];
  return low + (position - below) * (sorted[above] - low);
}

/** The equal-tailed interval holding `mass` of ascending values. */
export function intervalOfSorted(sorted: ArrayLike<number>, mass: number): [number, number] {
  const [lower, upper] = tails(mass);
  return [quantileOfSorted(sorted, lower), quantileOfSorted(sorted, upper)];
}

/** The two probabilities between which an equal-tailed interval holds `mass`. */
function tails(mass: number): [number, number] {
  const tail = (1 - mass) / 2;
  return [tail, 1 - tail];
}

/** Mean, median, standard deviation (ddof 1; 0 for a single draw) and equal-tailed intervals of draws. */
export function estimate(draws: ArrayLike<number>): Estimate {
  const sorted = Float64Array.from(draws).sort();
  const mean = meanOf(sorted);
  return {
    mean,
    median: quantileOfSorted(sorted, 0.5),
    sd: standardDeviationOf(sorted, mean),
    interval50: intervalOfSorted(sorted, 0.5),
    interval80: intervalOfSorted(sorted, 0.8),
    interval94: intervalOfSorted(sorted, 0.94),
  };
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index];
  return sum / values.length;
}

/** Mean under weights that sum to one. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] * weights[index];
  return sum;
}

/** Sample standard deviation (ddof 1) about a mean already known; 0 for fewer than two values. */
export function standardDeviationOf(values: ArrayLike<number>, mean: number = meanOf(values)): number {
  if (values.length < 2) return 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += (values[index] - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * The same for every period of a series of draws.
 *
 * @param series   (draw, time)
 * @param periods  length of the time axis
 */
export function seriesEstimate(series: Float64Array, periods: number): SeriesEstimate {
  const count = series.length / periods;
  const column = new Float64Array(count); // (draw)
  const positions = intervalPositions(count, [0.5, 0.94]);
  const mean: number[] = [];
  const lower50: number[] = [];
  const upper50: number[] = [];
  const lower94: number[] = [];
  const upper94: number[] = [];
  for (let period = 0; period < periods; period += 1) {
    for (let draw = 0; draw < count; draw += 1) column[draw] = series[draw * periods + period];
    mean.push(meanOf(column));
    selectPositions(column, positions);
    const [low50, high50] = intervalOfSorted(column, 0.5);
    const [low94, high94] = intervalOfSorted(column, 0.94);
    lower50.push(low50);
    upper50.push(high50);
    lower94.push(low94);
    upper94.push(high94);
  }
  return { mean, lower50, upper50, lower94, upper94 };
}

/** The order statistics that `intervalOfSorted` reads for these masses out of `count` values, ascending. */
export function intervalPositions(count: number, masses: readonly number[]): number[] {
  const read = masses.flatMap(tails).flatMap((probability) => {
    const below = Math.floor(probability * (count - 1));
    return [below, Math.min(below + 1, count - 1)];
  });
  return [...new Set(read)].sort((left, right) => left - right);
}

/** Share of draws above zero; a draw at zero counts half. */
export function shareAboveZero(values: Float64Array): number {
  let above = 0;
  for (const value of values) above += value > 0 ? 1 : value === 0 ? 0.5 : 0;
  return above / values.length;
}

// Thins long series before drawing by largest-triangle-three-buckets, for several series over the same dates at once.

/**
 * The positions worth drawing: both ends, every series' smallest and largest value, and in each of evenly wide buckets
 * the position whose triangle with the last chosen one and the next bucket's mean is largest, areas summed over the
 * series after each is divided by its range. One set of positions for all series, so that bands stay stacked.
 *
 * @param series  one or more series of equal length, finite
 * @param limit   at most this many positions, ≥ 2 × series + 3
 * @returns       ascending positions; all of them when there are no more than `limit`
 * @throws RangeError when the limit is too small for the ends and extremes
 * @see Steinarsson (2013), Downsampling Time Series for Visual Representation, §4.2
 */
export function thinnedPositions(series: readonly (readonly number[])[], limit: number): readonly number[] {
  const length = series[0]?.length ?? 0;
  if (length <= limit) return Array.from({ length }, (_, index) => index);
  const extremes = series.flatMap((values) => [argument(values, -1), argument(values, 1)]);
  const buckets = limit - 2 - extremes.length;
  if (buckets < 1) throw new RangeError(`limit is ${limit}; ${series.length} series need ≥ ${2 * series.length + 3}`);
  const chosen = new Set([0, length - 1, ...extremes]);
  const ranges = series.map((values) => values[argument(values, 1)]! - values[argument(values, -1)]! || 1);
  const edge = (bucket: number): number => 1 + Math.floor((bucket * (length - 2)) / buckets);
  let previous = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = edge(bucket);
    const to = edge(bucket + 1);
    const nextTo = bucket + 1 < buckets ? edge(bucket + 2) : length;
    const nextPosition = (to + nextTo - 1) / 2;
    const nextMeans = series.map((values) => mean(values, to, nextTo));
    let best = from;
    let bestArea = -1;
    for (let candidate = from; candidate < to; candidate++) {
      let area = 0;
      for (let index = 0; index < series.length; index++) {
        const values = series[index]!;
        const rise = (previous - nextPosition) * (values[candidate]! - values[previous]!);
        const run = (previous - candidate) * (nextMeans[index]! - values[previous]!);
        area += Math.abs(rise - run) / ranges[index]!;
      }
      if (area > bestArea) {
        bestArea = area;
        best = candidate;
      }
    }
    chosen.add(best);
    previous = best;
  }
  return [...chosen].sort((left, right) => left - right);
}

/** Position of the largest (sign 1) or smallest (sign −1) value; the first of equals. */
function argument(values: readonly number[], sign: 1 | -1): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if (sign * values[index]! > sign * values[best]!) best = index;
  }
  return best;
}

function mean(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index]!;
  return sum / (to - from);
}

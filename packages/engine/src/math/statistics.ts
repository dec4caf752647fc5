// Sample statistics: moments, quantiles, ranks, correlation.

/** The arithmetic mean; NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) return Number.NaN;
  let running = 0;
  for (let i = 0; i < values.length; i += 1) running += (values[i] - running) / (i + 1);
  return running;
}

/** The sample variance, divided by n − 1 (Welford's recurrence, which does not cancel); NaN for fewer than two values. */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  let running = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const before = values[i] - running;
    running += before / (i + 1);
    squares += before * (values[i] - running);
  }
  return squares / (values.length - 1);
}

/** The square root of the sample variance. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/**
 * Quantile of type 7 (linear between order statistics, the default of R and NumPy). NaN for no values, and when a value is
 * NaN.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return quantileSorted(Float64Array.from(values).sort(), p);
}

/** The type 7 quantile of values that are already in ascending order. @throws RangeError unless 0 ≤ p ≤ 1 */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile of probability ${p}; it must lie between 0 and 1`);
  const n = sorted.length;
  if (n === 0 || Number.isNaN(sorted[n - 1])) return Number.NaN; // sorting puts NaN last
  const place = (n - 1) * p;
  const below = Math.floor(place);
  const share = place - below;
  if (share === 0 || sorted[below] === sorted[below + 1]) return sorted[below];
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

/** The middle value, or the mean of the middle two. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/**
 * Pearson's correlation, in [−1, 1]; NaN when either is constant or there are fewer than two values.
 *
 * @throws RangeError when the lengths differ
 */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) throw new RangeError(`a correlation of ${x.length} values with ${y.length}`);
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i += 1) {
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx === 0 || yy === 0) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}

/** Ranks from 1 to n; equal values share the average of their ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const out = new Float64Array(n);
  let start = 0;
  while (start < n) {
    let end = start + 1;
    while (end < n && values[order[end]] === values[order[start]]) end += 1;
    const shared = (start + 1 + end) / 2;
    for (let k = start; k < end; k += 1) out[order[k]] = shared;
    start = end;
  }
  return out;
}

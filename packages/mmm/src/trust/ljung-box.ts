// Autocorrelation of what a model leaves unexplained, and the chance of as much of it in noise.
import { regularizedGammaQ } from "@carryover/engine";

/** Several series in a row, with marks where a value is missing. */
export interface ResidualSeries {
  /** (series, time). */
  readonly values: Float64Array;
  readonly periods: number;
  /** 1 where there is a value, (series, time). */
  readonly present: Uint8Array;
}

/**
 * Autocorrelation at a lag, about each series' own mean, pooled over series: Σ e_t e_{t−lag} / Σ e_t², every series scaled to
 * its own variance. NaN where nothing varies.
 */
export function autocorrelation(series: ResidualSeries, lag: number): number {
  let sum = 0;
  let count = 0;
  for (const each of standardized(series)) {
    if (each.size < 2) continue;
    for (let t = lag; t < each.values.length; t += 1) sum += each.values[t] * each.values[t - lag];
    count += each.size;
  }
  return count === 0 ? Number.NaN : sum / count;
}

export interface LjungBox {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
}

/**
 * Ljung and Box's test that the first `lags` autocorrelations are zero: Q = n(n + 2) Σ_k r_k²/(n − k), chi-squared with as many
 * degrees of freedom; summed over series, which are taken for independent.
 *
 * @see Ljung & Box (1978), On a measure of lack of fit in time series models
 */
export function ljungBox(series: ResidualSeries, lags: number): LjungBox {
  let statistic = 0;
  let degrees = 0;
  for (const { values, size } of standardized(series)) {
    if (size <= lags) continue;
    degrees += lags;
    for (let lag = 1; lag <= lags; lag += 1) {
      let sum = 0;
      for (let t = lag; t < values.length; t += 1) sum += values[t] * values[t - lag];
      statistic += (size * (size + 2) * (sum / size) ** 2) / (size - lag);
    }
  }
  return {
    statistic,
    degrees,
    pValue: degrees === 0 ? Number.NaN : regularizedGammaQ(degrees / 2, statistic / 2),
  };
}

/** Σ (e_t − e_{t−1})² / Σ e_t², about 2(1 − r₁); residuals as they are, over all series. */
export function durbinWatson({ values, present, periods }: ResidualSeries): number {
  let differences = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (present[index] === 0) continue;
    squares += values[index] ** 2;
    if (index % periods > 0 && present[index - 1] === 1) differences += (values[index] - values[index - 1]) ** 2;
  }
  return differences / squares;
}

/** Each series with mean 0 and variance 1 (divided by n); zero where a value is missing, so that it adds to no product. */
function standardized({ values, present, periods }: ResidualSeries): { values: Float64Array; size: number }[] {
  return Array.from({ length: values.length / periods }, (_, which) => {
    const at = which * periods;
    const own = values.subarray(at, at + periods);
    const there = present.subarray(at, at + periods);
    const size = there.reduce((sum, value) => sum + value, 0);
    const mean = own.reduce((sum, value, t) => (there[t] === 1 ? sum + value : sum), 0) / size;
    const squares = own.reduce((sum, value, t) => (there[t] === 1 ? sum + (value - mean) ** 2 : sum), 0);
    const spread = Math.sqrt(squares / size);
    const scaled = own.map((value, t) => (there[t] === 1 && spread > 0 ? (value - mean) / spread : 0));
    return { values: scaled, size: spread > 0 ? size : 0 };
  });
}

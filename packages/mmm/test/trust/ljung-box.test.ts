// Autocorrelation, Ljung–Box and Durbin–Watson against statsmodels, and on series of which the answer is known.
import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { residualAutocorrelation } from "../../src/trust/check-residual-autocorrelation.ts";
import { autocorrelation, durbinWatson, ljungBox, type ResidualSeries } from "../../src/trust/ljung-box.ts";

const whole = (values: Float64Array, periods = values.length): ResidualSeries => ({
  values,
  periods,
  present: new Uint8Array(values.length).fill(1),
});

const wave = Float64Array.from({ length: 60 }, (_, t) => Math.sin(t * t) + 0.3 * Math.cos(0.4 * t));

/** x_t = coefficient · x_{t−1} + noise. */
function autoregressive(coefficient: number, periods: number, seed: number, lag = 1): Float64Array {
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  const values = new Float64Array(periods);
  for (let t = 0; t < periods; t += 1) {
    values[t] = stream.normal() + (t < lag ? 0 : coefficient * values[t - lag]);
  }
  return values;
}

test("equal statsmodels", () => {
  // statsmodels 0.15.0: acorr_ljungbox(wave, lags=[10]), acf(wave, nlags=1), durbin_watson(wave).
  const { statistic, pValue, degrees } = ljungBox(whole(wave), 10);
  expect(statistic).toBeCloseTo(8.24944842651265, 10);
  expect(pValue).toBeCloseTo(0.6044855062736487, 10);
  expect(degrees).toBe(10);
  expect(autocorrelation(whole(wave), 1)).toBeCloseTo(-0.1116135386209853, 12);
  expect(durbinWatson(whole(wave))).toBeCloseTo(2.210734559301732, 12);
});

test("series one after another are not neighbors, and their statistics add up", () => {
  const other = wave.map((value, t) => 5 + 100 * value * Math.cos(t));
  const both = whole(Float64Array.of(...wave, ...other), 60);
  const [first, second, together] = [whole(wave), whole(other), both].map((series) => ljungBox(series, 8));
  expect(together.statistic).toBeCloseTo(first.statistic + second.statistic, 9);
  expect(together.degrees).toBe(16);
  // Each counts alike, however large its numbers.
  const mean = (autocorrelation(whole(wave), 1) + autocorrelation(whole(other), 1)) / 2;
  expect(autocorrelation(both, 1)).toBeCloseTo(mean, 9);
});

test("a missing value takes part in nothing", () => {
  const values = Float64Array.from(wave);
  values[30] = Number.NaN;
  const present = new Uint8Array(60).fill(1);
  present[30] = 0;
  const changed = Float64Array.from(values);
  changed[30] = 1e9;
  const of = (each: Float64Array): number[] => [
    autocorrelation({ values: each, periods: 60, present }, 1),
    ljungBox({ values: each, periods: 60, present }, 5).statistic,
    durbinWatson({ values: each, periods: 60, present }),
  ];
  expect(of(values)).toEqual(of(changed));
  expect(of(values).every(Number.isFinite)).toBe(true);
});

test("what does not vary has no autocorrelation", () => {
  expect(autocorrelation(whole(new Float64Array(20)), 1)).toBeNaN();
  expect(ljungBox(whole(new Float64Array(20)), 3).pValue).toBeNaN();
});

test("the p-value of noise is uniform: a tenth of 300 series is below a tenth", () => {
  const below = Array.from(
    { length: 300 },
    (_, seed) => ljungBox(whole(autoregressive(0, 200, seed)), 10).pValue,
  ).filter((p) => p < 0.1).length;
  // Binomial(300, 0.1) lies between 14 and 48 but once in 3,000.
  expect(below).toBeGreaterThanOrEqual(14);
  expect(below).toBeLessThanOrEqual(48);
});

test("noise passes, drift cautions, strong drift fails and tells by how much intervals are too narrow", () => {
  const verdictOf = (coefficient: number): ReturnType<typeof residualAutocorrelation> =>
    residualAutocorrelation(whole(autoregressive(coefficient, 400, 11)), "weekly");
  expect(verdictOf(0)).toMatchObject({ verdict: "pass", remedy: null });
  expect(verdictOf(0.35)).toMatchObject({ verdict: "caution" });
  const strong = verdictOf(0.8);
  expect(strong).toMatchObject({ verdict: "fail", critical: true });
  const [first] = strong.numbers;
  const r = first.value!;
  expect(strong.reason).toContain(`${Math.sqrt((1 + r) / (1 - r)).toFixed(1)} times as wide`);
});

test("a few periods of strong chance correlation are not drift", () => {
  // Fourteen values: |r₁| is above 0.2 by chance more often than not, and Ljung–Box says so.
  const short = residualAutocorrelation(whole(autoregressive(0, 14, 4)), "monthly");
  expect(Math.abs(short.numbers[0].value!)).toBeGreaterThan(0.2);
  expect(short.verdict).toBe("pass");
});

test("a weekday pattern left in daily residuals is found where neighbors do not show it", () => {
  const weekly = autoregressive(0.7, 400, 5, 7);
  const found = residualAutocorrelation(whole(weekly), "daily");
  expect(found.verdict).toBe("caution");
  expect(found.reason).toContain("a week apart");
  expect(residualAutocorrelation(whole(weekly), "weekly").verdict).toBe("pass");
});

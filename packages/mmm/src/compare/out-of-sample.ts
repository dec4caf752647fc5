// How well a framework predicted what it had not seen: all its folds together.
import type { FoldForecast } from "./fold-forecast.ts";

export interface OutOfSample {
  readonly folds: number;
  readonly periods: number;
  /** Σ|error of the predictive mean| / Σ|KPI|; null for a KPI of nothing but zeros. */
  readonly wmape: number | null;
  /** 1 − squared errors of the predictive mean over squared distances from the mean of what came; null where it did not vary. */
  readonly r2: number | null;
  /** Mean fair CRPS of a period's national KPI, in its unit. */
  readonly crps: number;
  /** Shares of periods inside the central 50 % and 90 % intervals. */
  readonly coverage50: number;
  readonly coverage90: number;
  /** Σ log predictive density over the periods. */
  readonly elpd: number;
}

/** @returns undefined without any period */
export function outOfSample(folds: readonly FoldForecast[]): OutOfSample | undefined {
  const all = folds.flatMap(({ observed, mean, lower90, upper90, isInside50, crps, logDensity }) =>
    observed.map((value, index) => ({
      value,
      error: value - mean[index],
      inside90: value >= lower90[index] && value <= upper90[index],
      inside50: isInside50[index],
      crps: crps[index],
      logDensity: logDensity[index],
    })),
  );
  if (all.length === 0) return undefined;
  const total = (of: (each: (typeof all)[number]) => number): number => all.reduce((sum, each) => sum + of(each), 0);
  const center = total(({ value }) => value) / all.length;
  const [size, squares] = [total(({ value }) => Math.abs(value)), total(({ value }) => (value - center) ** 2)];
  return {
    folds: folds.length,
    periods: all.length,
    wmape: size === 0 ? null : total(({ error }) => Math.abs(error)) / size,
    r2: squares === 0 ? null : 1 - total(({ error }) => error ** 2) / squares,
    crps: total((each) => each.crps) / all.length,
    coverage50: total(({ inside50 }) => (inside50 ? 1 : 0)) / all.length,
    coverage90: total(({ inside90 }) => (inside90 ? 1 : 0)) / all.length,
    elpd: total(({ logDensity }) => logDensity),
  };
}

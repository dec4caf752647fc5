// How good a forecast was: scores of predictive draws, noise included, against what came.
import { quantileSorted } from "@carryover/engine";
import { crps } from "./crps.ts";

/** What was predicted for some cells. */
export interface Forecast {
  readonly draws: number;
  /** (draw, cell), KPI units, noise included. */
  readonly values: Float64Array;
  /** log p(what came | what was known) of each cell. */
  readonly logDensity: Float64Array;
}

/** Masses of the central predictive intervals whose coverage is counted. */
export const coverageLevels = ["50", "80", "90", "95"] as const;
export type CoverageLevel = (typeof coverageLevels)[number];

export interface ForecastScores {
  readonly cells: number;
  /** Mean over cells of the fair CRPS, KPI units. */
  readonly crps: number;
  /** Share of cells inside the central interval of each mass in percent, ends included. */
  readonly coverage: Readonly<Record<CoverageLevel, number>>;
  /** Of the predictive mean: mean of |error| / |KPI| over cells whose KPI is not 0; null where there is none. */
  readonly mape: number | null;
  /** Σ |error| / Σ |KPI|; null for a KPI of nothing but zeros. */
  readonly wmape: number | null;
  readonly rmse: number;
  /** Mean log predictive density of a cell; null where it is not finite. */
  readonly logDensity: number | null;
}

/** What is drawn of a forecast: one entry per cell. */
export interface ForecastBand {
  readonly mean: readonly number[];
  readonly lower50: readonly number[];
  readonly upper50: readonly number[];
  readonly lower90: readonly number[];
  readonly upper90: readonly number[];
}

/** @param observed  KPI of the forecast's cells */
export function scoreForecast(
  { draws, values, logDensity }: Forecast,
  observed: Float64Array,
): { readonly scores: ForecastScores; readonly band: ForecastBand } {
  const cells = observed.length;
  const sorted = new Float64Array(draws); // (draw)
  const inside = coverageLevels.map(() => 0);
  const band = {
    mean: new Array<number>(cells),
    lower50: new Array<number>(cells),
    upper50: new Array<number>(cells),
    lower90: new Array<number>(cells),
    upper90: new Array<number>(cells),
  };
  const totals = { crps: 0, relative: 0, nonZero: 0, absolute: 0, size: 0, squared: 0, logDensity: 0 };
  for (let cell = 0; cell < cells; cell += 1) {
    let mean = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      sorted[draw] = values[draw * cells + cell];
      mean += sorted[draw] / draws;
    }
    sorted.sort();
    const value = observed[cell];
    const error = Math.abs(value - mean);
    totals.crps += crps(sorted, value);
    totals.absolute += error;
    totals.size += Math.abs(value);
    totals.squared += error * error;
    totals.logDensity += logDensity[cell];
    if (value !== 0) {
      totals.relative += error / Math.abs(value);
      totals.nonZero += 1;
    }
    coverageLevels.forEach((level, index) => {
      const [lower, upper] = central(sorted, Number(level) / 100);
      if (value >= lower && value <= upper) inside[index] += 1;
    });
    band.mean[cell] = mean;
    [band.lower50[cell], band.upper50[cell]] = central(sorted, 0.5);
    [band.lower90[cell], band.upper90[cell]] = central(sorted, 0.9);
  }
  const share = (level: CoverageLevel): number => inside[coverageLevels.indexOf(level)] / cells;
  const density = totals.logDensity / cells;
  return {
    band,
    scores: {
      cells,
      crps: totals.crps / cells,
      coverage: { "50": share("50"), "80": share("80"), "90": share("90"), "95": share("95") },
      mape: totals.nonZero === 0 ? null : totals.relative / totals.nonZero,
      wmape: totals.size === 0 ? null : totals.absolute / totals.size,
      rmse: Math.sqrt(totals.squared / cells),
      logDensity: Number.isFinite(density) ? density : null,
    },
  };
}

function central(sorted: Float64Array, mass: number): [number, number] {
  return [quantileSorted(sorted, (1 - mass) / 2), quantileSorted(sorted, (1 + mass) / 2)];
}

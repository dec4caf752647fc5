// What one framework predicted for one fold, of the nation's KPI period by period, and how good that was.
import { logSumOfExponentials, quantileSorted } from "@carryover/engine";
import { observedPlan } from "../analysis/media-plan.ts";
import type { Fit } from "../fit.ts";
import { crps } from "../validation/crps.ts";
import type { FoldView } from "../validation/fold-view.ts";

/** Plain JSON; one entry of each list per predicted period. */
export interface FoldForecast {
  readonly fold: string;
  readonly dates: readonly string[];
  /** National KPI. */
  readonly observed: readonly number[];
  /** Of the predictive distribution. */
  readonly mean: readonly number[];
  readonly lower90: readonly number[];
  readonly upper90: readonly number[];
  readonly isInside50: readonly boolean[];
  /** Fair CRPS, KPI units. */
  readonly crps: readonly number[];
  /** log p(what came | what was known). */
  readonly logDensity: readonly number[];
}

/**
 * The predictive distribution of the sum over geos, under the media that were shown, against what came. Its log density is the
 * likelihood's own for national data. For several geos each draw's sum is taken as normal around its expected value: with the
 * variances of the geos' noise summed where the likelihood is normal, else with the variance of the predictive draws around it.
 * Periods in which a geo's KPI is not known are left out.
 *
 * @param fit   of the view's training panel and specification
 * @param seed  of the predictive noise
 */
export function foldForecast(fold: string, fit: Fit, { asked, cells }: FoldView, seed: number): FoldForecast {
  const [geos, periods] = [asked.geos.length, asked.dates.length];
  const over = fit.over(asked);
  const { draws, values: expected } = over.outcome(observedPlan(asked));
  const predictive = over.predictive(expected, seed);
  const national = (values: ArrayLike<number>, row: number, period: number): number => {
    let total = 0;
    for (let geo = 0; geo < geos; geo += 1) total += values[(row * geos + geo) * periods + period];
    return total;
  };
  const asksFor = new Set(cells.map((cell) => cell % periods));
  const scored = [...asksFor]
    .filter((period) => Number.isFinite(national(asked.kpi.values, 0, period)))
    .sort((left, right) => left - right);
  const density = geos === 1 ? ownDensity(over, asked.kpi.values, draws) : summedDensity(over, draws);
  const rows = scored.map((period) => {
    const value = national(asked.kpi.values, 0, period);
    const sorted = Float64Array.from({ length: draws }, (_, row) => national(predictive, row, period)).sort();
    const inside = (mass: number): boolean =>
      value >= quantileSorted(sorted, (1 - mass) / 2) && value <= quantileSorted(sorted, (1 + mass) / 2);
    return {
      date: asked.dates[period],
      value,
      mean: sorted.reduce((total, each) => total + each, 0) / draws,
      lower90: quantileSorted(sorted, 0.05),
      upper90: quantileSorted(sorted, 0.95),
      isInside50: inside(0.5),
      crps: crps(sorted, value),
      logDensity: density(period, value, {
        expected: (row) => national(expected, row, period),
        drawn: (row) => national(predictive, row, period),
      }),
    };
  });
  return {
    fold,
    dates: rows.map(({ date }) => date),
    observed: rows.map(({ value }) => value),
    mean: rows.map(({ mean }) => mean),
    lower90: rows.map(({ lower90 }) => lower90),
    upper90: rows.map(({ upper90 }) => upper90),
    isInside50: rows.map(({ isInside50 }) => isInside50),
    crps: rows.map((row) => row.crps),
    logDensity: rows.map(({ logDensity }) => logDensity),
  };
}

/** One period's sums over geos, draw by draw. */
interface PeriodDraws {
  expected(row: number): number;
  drawn(row: number): number;
}

type Density = (period: number, value: number, draws: PeriodDraws) => number;

/** The likelihood's own: of every cell whose KPI is known, in their order. */
function ownDensity(over: Fit, values: Float64Array, draws: number): Density {
  const likelihood = over.pointwiseLogLikelihood();
  const width = likelihood.length / draws;
  const known = [...values.keys()].filter((cell) => Number.isFinite(values[cell]));
  const column = new Float64Array(draws);
  return (period) => {
    const place = width === values.length ? period : known.indexOf(period);
    for (let row = 0; row < draws; row += 1) column[row] = likelihood[row * width + place];
    return logSumOfExponentials(column) - Math.log(draws);
  };
}

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

function summedDensity(over: Fit, draws: number): Density {
  const geos = over.panel.geos.length;
  const isNormal = (over.spec.likelihood?.kind ?? "normal") === "normal";
  const noise = isNormal ? over.noise() : undefined;
  const logs = new Float64Array(draws);
  return (_, value, period) => {
    let spread = 0;
    if (noise === undefined) {
      for (let row = 0; row < draws; row += 1) spread += (period.drawn(row) - period.expected(row)) ** 2 / draws;
    }
    for (let row = 0; row < draws; row += 1) {
      const variance =
        noise === undefined
          ? spread
          : noise.subarray(row * geos, (row + 1) * geos).reduce((total, each) => total + each * each, 0);
      logs[row] = -0.5 * ((value - period.expected(row)) ** 2 / variance + Math.log(variance)) - logRootTwoPi;
    }
    return logSumOfExponentials(logs) - Math.log(draws);
  };
}

// PSIS-LFO: how well each period is predicted from those before it, with few fits instead of one per period.
import { goodParetoK, logSumOfExponentials, smoothWeights } from "@carryover/engine";

/** log p(KPI of a period | draw), geos summed, of consecutive periods under one fit to all periods before the first. */
export interface PeriodLikelihood {
  readonly draws: number;
  readonly periods: number;
  /** (draw, period). */
  readonly values: Float64Array;
  /** Known ESS / S of the draws; 1 by default. */
  readonly relativeEfficiency?: number;
}

/** Predictions one period ahead; one entry per period. */
export interface StepAhead {
  /** log p(period | all periods before it). */
  readonly logDensity: readonly number[];
  /** Pareto k of the weights that moved the fit on to the period; 0 where the fit ends just before it. */
  readonly paretoK: readonly number[];
  /** Above this k the period's density is unreliable, and a new fit is called for. */
  readonly goodK: number;
}

/**
 * One-step-ahead densities of all periods from the fit to what lies before the first: for period i the draws are weighted by
 * the likelihood of the periods in between, the weights Pareto smoothed.
 *
 * @see Bürkner, Gabry & Vehtari (2020), Approximate leave-future-out cross-validation for Bayesian time series models, §2.2
 */
export function stepAhead({ draws, periods, values, relativeEfficiency = 1 }: PeriodLikelihood): StepAhead {
  const logDensity: number[] = [];
  const paretoK: number[] = [];
  const passed = new Float64Array(draws); // (draw), log likelihood of the periods in between
  const terms = new Float64Array(draws); // (draw)
  for (let period = 0; period < periods; period += 1) {
    const smoothed = period === 0 ? undefined : smoothWeights(passed, relativeEfficiency);
    for (let draw = 0; draw < draws; draw += 1) {
      const own = values[draw * periods + period];
      terms[draw] = own + (smoothed === undefined ? -Math.log(draws) : smoothed.logWeights[draw]);
      passed[draw] += own;
    }
    logDensity.push(logSumOfExponentials(terms));
    paretoK.push(smoothed?.paretoK ?? 0);
  }
  return { logDensity, paretoK, goodK: goodParetoK(draws) };
}

export interface LeaveFutureOut extends StepAhead {
  /** Sum over periods. */
  readonly elpd: number;
  /** From the spread over periods. */
  readonly standardError: number;
  /** Periods from the first that each fit was made on, ascending. */
  readonly fits: readonly number[];
}

export interface LeaveFutureOutOptions {
  /** Periods that are given: the first prediction is of the next. */
  readonly from: number;
  /** Periods in all. */
  readonly to: number;
  /** Pareto k above which a new fit is made; 0.7, or less for few draws, by default. */
  readonly limit?: number;
  /** Fits the first `periods` and gives the log likelihood of the periods from there up to `to`. */
  fit(periods: number): Promise<PeriodLikelihood>;
}

/**
 * The same over a long stretch: wherever Pareto k rises above the limit, a new fit is made to all periods before that one, and
 * the weights start anew. Every density is then of k at most the limit.
 */
export async function leaveFutureOut({ from, to, limit, fit }: LeaveFutureOutOptions): Promise<LeaveFutureOut> {
  const logDensity: number[] = [];
  const paretoK: number[] = [];
  const fits: number[] = [];
  let goodK = limit ?? 0;
  while (from + logDensity.length < to) {
    const known = from + logDensity.length;
    fits.push(known);
    const steps = stepAhead(await fit(known));
    goodK = limit ?? steps.goodK;
    const failing = steps.paretoK.findIndex((k) => !(k <= goodK));
    const used = failing < 0 ? steps.logDensity.length : failing;
    logDensity.push(...steps.logDensity.slice(0, used));
    paretoK.push(...steps.paretoK.slice(0, used));
  }
  return { logDensity, paretoK, goodK, fits, ...sumOf(logDensity) };
}

/** The sum of pointwise densities and its standard error from their spread. */
export function sumOf(logDensity: readonly number[]): { readonly elpd: number; readonly standardError: number } {
  const elpd = logDensity.reduce((sum, value) => sum + value, 0);
  const mean = elpd / logDensity.length;
  return { elpd, standardError: Math.sqrt(logDensity.reduce((sum, value) => sum + (value - mean) ** 2, 0)) };
}

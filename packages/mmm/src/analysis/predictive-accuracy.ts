// R², MAPE and wMAPE as Meridian states them: of the worth of the KPI, by geo and nationally, trained on and held out.
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import { observedPlan } from "./media-plan.ts";
import { predictionErrors } from "./quality.ts";

/** Of the posterior mean of the expected worth; null where a number does not exist, such as the R² of one value. */
export interface AccuracyFigures {
  /** 1 − mean squared error / variance. */
  readonly r2: number | null;
  /** Mean of |error| / |observed| over observations that are not 0. */
  readonly mape: number | null;
  /** Σ |error| / Σ |observed|. */
  readonly wmape: number | null;
  readonly observations: number;
}

export interface AccuracySets {
  readonly all: AccuracyFigures;
  /** With a hold-out: the cells the fit learned from, and those it did not. */
  readonly train?: AccuracyFigures;
  readonly test?: AccuracyFigures;
}

export interface PredictiveAccuracy {
  /** One observation per geo and period; absent for national data. */
  readonly geo?: AccuracySets;
  /** One observation per period: the cells of a set summed over geos. */
  readonly national: AccuracySets;
}

const defaultDraws = 1000;

/** @param draws  at most so many, evenly thinned; 1,000 by default */
export function predictiveAccuracy(fit: Fit, draws: number = defaultDraws): PredictiveAccuracy {
  const { panel } = fit;
  const expected = new Float64Array(panel.kpi.values.length); // (geo, time)
  const outcome = fit.open({ maxDraws: draws });
  outcome.visit([observedPlan(panel)], (_row, _plan, shown) => {
    for (let cell = 0; cell < expected.length; cell += 1) expected[cell] += shown.expected[cell] / outcome.draws;
  });
  return accuracyOf(panel, expected, fit.spec.holdout ?? []);
}

/**
 * @param expected  posterior mean of the expected KPI, (geo, time), KPI units
 * @param holdout   cells the fit did not learn from
 */
export function accuracyOf(panel: Panel, expected: Float64Array, holdout: readonly number[]): PredictiveAccuracy {
  const { kpi, geos, dates } = panel;
  const held = new Set(holdout);
  const worth = (values: Float64Array): Float64Array => values.map((value, cell) => value * kpi.revenuePerKpi[cell]);
  const [observed, predicted] = [worth(kpi.values), worth(expected)];
  const ofCells = (isIn: (cell: number) => boolean): Float64Array =>
    observed.map((value, cell) => (isIn(cell) ? value : Number.NaN));
  const sets = (figures: (observations: Float64Array) => AccuracyFigures): AccuracySets => ({
    all: figures(observed),
    ...(held.size === 0
      ? {}
      : { train: figures(ofCells((cell) => !held.has(cell))), test: figures(ofCells((cell) => held.has(cell))) }),
  });
  return {
    ...(geos.length === 1 ? {} : { geo: sets((values) => figuresOf(values, predicted)) }),
    national: sets((values) => {
      const [seen, foretold] = overKnownGeos(values, predicted, dates.length);
      return figuresOf(seen, foretold);
    }),
  };
}

/** Sums over the geos whose value is known, of both; NaN in periods in which none is. */
function overKnownGeos(observed: Float64Array, predicted: Float64Array, periods: number): [Float64Array, Float64Array] {
  const sums: [Float64Array, Float64Array] = [
    new Float64Array(periods).fill(Number.NaN),
    new Float64Array(periods).fill(Number.NaN),
  ];
  observed.forEach((value, cell) => {
    if (Number.isNaN(value)) return;
    const period = cell % periods;
    [value, predicted[cell]].forEach((each, side) => {
      sums[side][period] = (Number.isNaN(sums[side][period]) ? 0 : sums[side][period]) + each;
    });
  });
  return sums;
}

function figuresOf(observed: Float64Array, predicted: Float64Array): AccuracyFigures {
  const known = observed.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { r2: null, mape: null, wmape: null, observations: 0 };
  const { r2, mape, wmape } = predictionErrors(observed, predicted);
  const varies = known.some((value) => value !== known[0]);
  const hasSize = known.some((value) => value !== 0);
  return {
    r2: varies ? r2 : null,
    mape: hasSize ? mape : null,
    wmape: hasSize ? wmape : null,
    observations: known.length,
  };
}

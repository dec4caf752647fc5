// How the earlier model foretold the new periods: its own predictive distribution against what came.
import { normalQuantile } from "@carryover/engine";
import { estimate, intervalOfSorted } from "../analysis/estimates.ts";
import { formatShare } from "../analysis/format.ts";
import { observedPlan } from "../analysis/media-plan.ts";
import { coverage, meanOverDraws } from "../analysis/quality.ts";
import { sumOverGeos } from "../analysis/totals.ts";
import type { Fit } from "../fit.ts";
import { crps } from "../validation/crps.ts";
import type { Foretold } from "./drift-report.ts";

export interface ForetoldInput {
  /** The earlier draws over the panel as it is now. */
  readonly old: Fit;
  /** Periods of the earlier run. */
  readonly before: number;
  /** Which draws. */
  readonly kept: Int32Array;
  readonly seed: number;
}

/** Nominal share of a 94 % interval, and by how many standard errors coverage may fall short of it. */
const nominal = 0.94;
const allowedErrors = 2;

/** Of the cells whose KPI is known; null without new periods, and where nothing of them is known. */
export function foretold({ old, before, kept, seed }: ForetoldInput): Foretold | null {
  const { panel } = old;
  const periods = panel.dates.length;
  const geos = panel.geos.length;
  const added = periods - before;
  if (added === 0) return null;
  const expected = old.outcome(observedPlan(panel), { draws: kept }).values;
  const predictive = old.predictive(expected, seed, { draws: kept });
  const draws = kept.length;
  const cut = (first: number, end: number): Scored => ({
    observed: cellsOf(panel.kpi.values, periods, first, end),
    expected: cellsOf(expected, periods, first, end),
    predictive: cellsOf(predictive, periods, first, end),
  });
  const fresh = cut(before, periods);
  const past = cut(0, before);
  const known = fresh.observed.map((value) => (Number.isNaN(value) ? 0 : 1));
  const count = known.reduce((sum, value) => sum + value, 0);
  if (count === 0) return null;
  const places = sumOverGeos(known, geos, added); // (new time)
  const [coverage50, coverage80, coverage94] = coverage(fresh.observed, fresh.predictive, [0.5, 0.8, nominal]);
  const comparable = fresh.predictive.map((value, index) => value * known[index % known.length]);
  const weekly = sumOverGeos(comparable, geos, added); // (draw, new time)
  const observed = sumOverGeos(
    fresh.observed.map((value) => (Number.isNaN(value) ? 0 : value)),
    geos,
    added,
  );
  const total = Float64Array.from({ length: draws }, (_, draw) =>
    weekly.subarray(draw * added, (draw + 1) * added).reduce((sum, value) => sum + value, 0),
  );
  const observedTotal = observed.reduce((sum, value) => sum + value, 0);
  const predicted = estimate(total);
  const [low, high] = predicted.interval94;
  const least = nominal - allowedErrors * Math.sqrt((nominal * (1 - nominal)) / count);
  const outside = observedTotal < low || observedTotal > high;
  const failed = outside || coverage94 < least;
  const scores = {
    mape: meanError(fresh),
    mapeBefore: meanError(past),
    crps: meanCrps(fresh),
    crpsBefore: meanCrps(past),
  };
  return {
    periods: added,
    coverage50,
    coverage80,
    coverage94,
    ...scores,
    observed: observedTotal,
    predicted,
    probabilityBelow: shareBelow(total, observedTotal),
    weeks: [...observed.entries()].flatMap(([t, value]) => {
      if (places[t] === 0) return [];
      const column = Float64Array.from({ length: draws }, (_, draw) => weekly[draw * added + t]).sort();
      const [lower50, upper50] = intervalOfSorted(column, 0.5);
      const [lower90, upper90] = intervalOfSorted(column, 0.9);
      return [
        {
          date: panel.dates[before + t],
          observed: value,
          predicted: column.reduce((sum, each) => sum + each, 0) / draws,
          lower50,
          upper50,
          lower90,
          upper90,
          surprise: normalScore(shareBelow(column, value), draws),
        },
      ];
    }),
    failed,
    sentence: sentenceOf({ coverage94, observed: observedTotal, predicted: predicted.mean, outside, failed }),
  };
}

interface Scored {
  /** (cell). */
  readonly observed: Float64Array;
  /** (draw, cell). */
  readonly expected: Float64Array;
  readonly predictive: Float64Array;
}

/** The periods from `first` up to `end` of (…, time). */
function cellsOf(values: Float64Array, periods: number, first: number, end: number): Float64Array {
  const rows = values.length / periods;
  const cut = new Float64Array(rows * (end - first));
  for (let row = 0; row < rows; row += 1) {
    cut.set(values.subarray(row * periods + first, row * periods + end), row * (end - first));
  }
  return cut;
}

/** Mean of |error| / |observed| over cells that are not zero; 0 without any. */
function meanError({ observed, expected }: Scored): number {
  const mean = meanOverDraws(expected, observed.length);
  const errors = Array.from(observed, (value, cell) => Math.abs((mean[cell] - value) / value)).filter(Number.isFinite);
  return errors.length === 0 ? 0 : errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function meanCrps({ observed, predictive }: Scored): number {
  const cells = observed.length;
  const column = new Float64Array(predictive.length / cells);
  let sum = 0;
  let known = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    if (Number.isNaN(observed[cell])) continue;
    known += 1;
    for (let draw = 0; draw < column.length; draw += 1) column[draw] = predictive[draw * cells + cell];
    sum += crps(column.sort(), observed[cell]);
  }
  return sum / known;
}

function shareBelow(values: Float64Array, limit: number): number {
  return values.reduce((count, value) => count + (value <= limit ? 1 : 0), 0) / values.length;
}

/** Kept within what so many draws can tell. */
function normalScore(share: number, draws: number): number {
  return normalQuantile(Math.min(Math.max(share, 0.5 / draws), 1 - 0.5 / draws));
}

function sentenceOf(found: {
  readonly coverage94: number;
  readonly observed: number;
  readonly predicted: number;
  readonly outside: boolean;
  readonly failed: boolean;
}): string {
  const { coverage94, observed, predicted, outside, failed } = found;
  const off = observed / predicted - 1;
  const direction = `${formatShare(Math.abs(off))} ${off < 0 ? "below" : "above"} what the earlier model foretold`;
  const inside = `${formatShare(coverage94)} of the new observations lie inside its 94\u202f% intervals`;
  if (outside) return `The new periods came ${direction}, outside its 94\u202f% interval; ${inside}.`;
  if (failed) return `The new periods came ${direction} in sum, which it allowed for, yet only ${inside}.`;
  return `The new periods came as the earlier model foretold: in sum ${formatShare(Math.abs(off))} ${off < 0 ? "below" : "above"} its mean, inside its 94\u202f% interval; ${inside}.`;
}

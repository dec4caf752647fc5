// Knots the data choose: where the KPI's common movement over time bends by more than a corner costs.
import type { Panel } from "../data/panel.ts";
import { adaptiveBrokenLines, type PeriodMeans } from "./adaptive-spline.ts";

export interface KnotSelectionOptions {
  /** Coefficients besides the knots: channels, organic channels, treatments and controls; knots leave room for them. */
  readonly features: number;
  /** Cells that are not looked at, geo · periods + period; none by default. Unknown KPI cells never are. */
  readonly holdout?: readonly number[];
}

export interface KnotSelection {
  /** Rows of the knots, ascending, the first and the last known period among them; empty when no selection is possible. */
  readonly rows: readonly number[];
  /** How many of the penalties were tried through to the end, of 100. */
  readonly penalties: number;
  /** Of the chosen one; null when nothing could be chosen. */
  readonly penalty: number | null;
  readonly aic: number | null;
  /** Most knots between the ends that were allowed. */
  readonly mostInner: number;
  /** Numbers of knots between the ends that the penalties led to, ascending: what an empty selection had to choose from. */
  readonly innerCounts: readonly number[];
}

/** log10 of the first and last penalty, before it is divided by √geos, and how many there are. */
const [lowest, highest, grid] = [-1, 2, 100];

/**
 * Meridian's automatic knot selection: a broken line through the KPI per head, standardized over all cells and centered in
 * each geo, for 100 penalties from .1 to 100 over √geos; of those with 1 to (periods − 3 − features) corners the one of least
 * AIC, the more penalized of equals. The period before the last is no candidate, so that a residual degree of freedom is left.
 * Only periods with a known cell that is not held out count. A KPI that never changes, or fewer than four periods, gives no rows.
 */
export function selectKnots(panel: Panel, { features, holdout = [] }: KnotSelectionOptions): KnotSelection {
  const data = centeredMeans(panel, new Set(holdout));
  const corners = data === null ? [] : [...data.rows.slice(1, -2)];
  const mostInner = corners.length - features;
  const none = { rows: [], penalties: 0, penalty: null, aic: null, mostInner, innerCounts: [] };
  if (data === null || corners.length === 0) return none;
  const penalties = Array.from(
    { length: grid },
    (_, i) => 10 ** (lowest + (i * (highest - lowest)) / (grid - 1)) / Math.sqrt(panel.geos.length),
  );
  const lines = adaptiveBrokenLines(data, corners, penalties);
  const innerCounts = [...new Set(lines.map((line) => line.corners.length))].toSorted((a, b) => a - b);
  const allowed = lines.filter((line) => line.corners.length >= 1 && line.corners.length <= mostInner);
  const least = Math.min(...allowed.map(({ aic }) => aic));
  const chosen = allowed.findLast(({ aic }) => aic === least);
  if (chosen === undefined) return { ...none, penalties: lines.length, innerCounts };
  return {
    rows: [data.rows[0], ...chosen.corners, data.rows[data.rows.length - 1]],
    penalties: lines.length,
    penalty: chosen.penalty,
    aic: chosen.aic,
    mostInner,
    innerCounts,
  };
}

/** The KPI per head in standard deviations, each geo about its own mean, averaged over geos; null when it never changes. */
function centeredMeans({ kpi, population, geos, dates }: Panel, held: ReadonlySet<number>): PeriodMeans | null {
  const periods = dates.length;
  const perHead = kpi.values.map((value, cell) =>
    held.has(cell) ? Number.NaN : value / population[Math.floor(cell / periods)],
  );
  const { mean, deviation } = moments(perHead);
  if (!(deviation > 0)) return null;
  const centered = perHead.map((value) => (value - mean) / deviation);
  for (let geo = 0; geo < geos.length; geo += 1) {
    const series = centered.subarray(geo * periods, (geo + 1) * periods);
    const level = moments(series).mean;
    for (let t = 0; t < periods; t += 1) series[t] -= level;
  }
  const inPeriod = dates.map((_, t) => moments(geos.map((_geo, geo) => centered[geo * periods + t])));
  const rows = dates.flatMap((_, t) => (inPeriod[t].count > 0 ? [t] : []));
  return {
    rows,
    means: Float64Array.from(rows, (t) => inPeriod[t].mean),
    counts: Float64Array.from(rows, (t) => inPeriod[t].count),
    within: rows.reduce((sum, t) => sum + inPeriod[t].count * inPeriod[t].deviation ** 2, 0),
  };
}

/** Of the values that are known. */
function moments(values: ArrayLike<number>): { count: number; mean: number; deviation: number } {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { count: known.length, mean, deviation: Math.sqrt(variance) };
}

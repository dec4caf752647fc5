// A broken line whose corners choose themselves: an adaptive ridge on slope changes, along a path of penalties.
import { solvePentadiagonal } from "./pentadiagonal.ts";

/** What is known of each period that anything is known of: the mean over geos, and of how many geos. */
export interface PeriodMeans {
  /** Ascending. */
  readonly rows: readonly number[];
  readonly means: Float64Array;
  readonly counts: Float64Array;
  /** Σ over geos and periods of (value − mean of its period)². */
  readonly within: number;
}

/** One penalty's broken line. */
export interface BrokenLine {
  readonly penalty: number;
  /** Rows where it bends, ascending; without the two ends. */
  readonly corners: readonly number[];
  /** Akaike's criterion of the line fitted again without a penalty, on the residual variance of the line with every corner. */
  readonly aic: number;
}

/** Smallest slope change that counts, in units of the KPI's standard deviation: what the ridge's weights saturate at. */
const epsilon = 1e-5;
/** A corner stays when the share of its penalty it pays exceeds this; shares settle at 0 or 1. */
const keptAbove = 0.99;
const settledWithin = 1e-6;
/** Of the adaptive ridge, over all penalties together. */
const maxSteps = 1000;

/**
 * Lines for a rising sequence of penalties λ. For each, coefficients b minimize Σ n_t (m_t − b(t))² + λ Σ w_k (Δ²b)_k², with
 * w_k = 1 / ((Δ²b)_k² + ε²) renewed until no w_k (Δ²b)_k² moves: this nears a count of corners (Frommlet and Nuel 2016;
 * Goepp, Bouaziz and Nuel 2018). Each penalty starts where the one before ended. Penalties the steps do not suffice for are
 * left out.
 *
 * @param corners  rows a line may bend at: of the known rows between the ends, ascending, all but one at most
 * @param penalties  ascending, in units of the squared values
 */
export function adaptiveBrokenLines(
  data: PeriodMeans,
  corners: readonly number[],
  penalties: readonly number[],
): BrokenLine[] {
  const { diagonal, besides, right } = normalEquations(data, corners);
  const cells = data.counts.reduce((sum, count) => sum + count, 0);
  const residualVariance = squaredResiduals(data, corners) / (cells - corners.length - 2);
  const criteria = new Map<string, number>();
  const lines: BrokenLine[] = [];
  const weights = new Float64Array(corners.length).fill(1);
  let shares = new Float64Array(corners.length).fill(1);
  for (let step = 0; step < maxSteps && lines.length < penalties.length; step += 1) {
    const penalty = penalties[lines.length];
    const coefficients = ridge({ diagonal, besides, right }, weights, penalty);
    const next = weights.map((_, k) => {
      const bend = coefficients[k + 2] - 2 * coefficients[k + 1] + coefficients[k];
      weights[k] = 1 / (bend ** 2 + epsilon ** 2);
      return weights[k] * bend ** 2;
    });
    if (next.every((share, k) => Math.abs(share - shares[k]) < settledWithin)) {
      const kept = corners.filter((_, k) => next[k] > keptAbove);
      const key = kept.join();
      const aic = criteria.get(key) ?? akaike(squaredResiduals(data, kept), residualVariance, kept.length + 2);
      criteria.set(key, aic);
      lines.push({ penalty, corners: kept, aic });
    }
    shares = next;
  }
  return lines;
}

/** 2 · coefficients − 2 log likelihood, up to a constant, at a known residual variance. */
function akaike(residuals: number, variance: number, coefficients: number): number {
  return 2 * coefficients + residuals / variance;
}

interface NormalEquations {
  readonly diagonal: Float64Array;
  /** Above the diagonal, and as below it. */
  readonly besides: Float64Array;
  readonly right: Float64Array;
}

/** Of least squares on hats that are 1 at one corner (or end) and fall to 0 at the next ones. */
function normalEquations(data: PeriodMeans, corners: readonly number[]): NormalEquations {
  const diagonal = new Float64Array(corners.length + 2);
  const besides = new Float64Array(corners.length + 2);
  const right = new Float64Array(corners.length + 2);
  for (const { mean, count, left, share } of positions(data, corners)) {
    diagonal[left] += count * (1 - share) ** 2;
    right[left] += count * (1 - share) * mean;
    diagonal[left + 1] += count * share ** 2;
    besides[left] += count * share * (1 - share);
    right[left + 1] += count * share * mean;
  }
  return { diagonal, besides, right };
}

interface Position {
  readonly mean: number;
  readonly count: number;
  /** Which corner (or end) the period comes after, or lies at. */
  readonly left: number;
  /** Share of the way it has come to the next one. */
  readonly share: number;
}

function* positions({ rows, means, counts }: PeriodMeans, corners: readonly number[]): Generator<Position> {
  const ends = [rows[0], ...corners, rows[rows.length - 1]];
  let left = 0;
  for (const [t, row] of rows.entries()) {
    while (left < ends.length - 2 && row >= ends[left + 1]) left += 1;
    yield { mean: means[t], count: counts[t], left, share: (row - ends[left]) / (ends[left + 1] - ends[left]) };
  }
}

function ridge({ diagonal, besides, right }: NormalEquations, weights: Float64Array, penalty: number): Float64Array {
  const first = besides.slice();
  const second = new Float64Array(diagonal.length);
  const middle = diagonal.slice();
  for (const [k, each] of weights.entries()) {
    const weight = penalty * each;
    middle[k] += weight;
    middle[k + 1] += 4 * weight;
    middle[k + 2] += weight;
    first[k] -= 2 * weight;
    first[k + 1] -= 2 * weight;
    second[k] += weight;
  }
  return solvePentadiagonal(middle, first, second, right);
}

/** Of the least-squares line that bends at these rows, over all geos and periods. */
function squaredResiduals(data: PeriodMeans, corners: readonly number[]): number {
  const { diagonal, besides, right } = normalEquations(data, corners);
  const coefficients = solvePentadiagonal(diagonal, besides, new Float64Array(diagonal.length), right);
  let total = data.within;
  for (const { mean, count, left, share } of positions(data, corners)) {
    const fitted = (1 - share) * coefficients[left] + share * coefficients[left + 1];
    total += count * (mean - fitted) ** 2;
  }
  return total;
}

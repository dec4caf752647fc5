// A broken line whose corners choose themselves: an adaptive ridge on slope changes, along a path of penalties.
import { solvePentadiagonal } from "./pentadiagonal.ts";

/** What is known of each period: the mean over geos, how many geos it is of, and how far the geos scatter about it. */
export interface PeriodMeans {
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
 * @param corners  rows a line may bend at, ascending, at most periods − 3 of them, without the ends
 * @param penalties  ascending, in units of the squared values
 */
export function adaptiveBrokenLines(
  data: PeriodMeans,
  corners: readonly number[],
  penalties: readonly number[],
): BrokenLine[] {
  const { diagonal, besides, right } = normalEquations(data, corners);
  const residualVariance = squaredResiduals(data, corners) / (sum(data.counts) - corners.length - 2);
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
function normalEquations({ means, counts }: PeriodMeans, corners: readonly number[]): NormalEquations {
  const rows = [0, ...corners, means.length - 1];
  const diagonal = new Float64Array(rows.length);
  const besides = new Float64Array(rows.length);
  const right = new Float64Array(rows.length);
  for (const { t, left, share } of positions(rows, means.length)) {
    const count = counts[t];
    diagonal[left] += count * (1 - share) ** 2;
    right[left] += count * (1 - share) * means[t];
    if (share === 0) continue;
    diagonal[left + 1] += count * share ** 2;
    besides[left] += count * share * (1 - share);
    right[left + 1] += count * share * means[t];
  }
  return { diagonal, besides, right };
}

/** Between which two rows each period lies, and which share of the way it has come to the second. */
function* positions(rows: readonly number[], periods: number): Generator<{ t: number; left: number; share: number }> {
  let left = 0;
  for (let t = 0; t < periods; t += 1) {
    while (left < rows.length - 2 && t >= rows[left + 1]) left += 1;
    yield { t, left, share: (t - rows[left]) / (rows[left + 1] - rows[left]) };
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
  for (const { t, left, share } of positions([0, ...corners, data.means.length - 1], data.means.length)) {
    const fitted = (1 - share) * coefficients[left] + (share === 0 ? 0 : share * coefficients[left + 1]);
    total += data.counts[t] * (data.means[t] - fitted) ** 2;
  }
  return total;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

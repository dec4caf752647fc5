// Moments of a search's regressors: those of what never changes are measured once.
import { dot, type RegressionMoments } from "@carryover/engine";

/** The response and the fixed regressors over the first so many rows, centered. */
interface FixedPart {
  readonly means: Float64Array;
  readonly centered: readonly Float64Array[];
  readonly responseMean: number;
  readonly response: Float64Array;
  readonly moments: RegressionMoments;
}

/** Columns that change, then columns that do not. */
export class SearchMoments {
  readonly #fixed: readonly Float64Array[];
  readonly #response: Float64Array;
  readonly #changing: number;
  readonly #parts = new Map<number, FixedPart>();
  readonly #centered: readonly Float64Array[];

  constructor(changing: number, fixed: readonly Float64Array[], response: Float64Array) {
    this.#changing = changing;
    this.#fixed = fixed;
    this.#response = response;
    this.#centered = Array.from({ length: changing }, () => new Float64Array(response.length));
  }

  /** Of the first `rows` rows; the same object, written again, at each call with as many rows. */
  measure(columns: readonly Float64Array[], rows: number): RegressionMoments {
    const part = this.#parts.get(rows) ?? this.#fixedPart(rows);
    const { means, covariances, responseCovariances, size } = part.moments;
    for (let j = 0; j < this.#changing; j += 1) {
      const column = columns[j];
      const centered = this.#centered[j];
      const mean = averageOf(column, rows);
      means[j] = mean;
      for (let row = 0; row < rows; row += 1) centered[row] = column[row] - mean;
      for (let k = 0; k < size; k += 1) {
        if (k > j && k < this.#changing) continue;
        const other = k <= j ? this.#centered[k] : part.centered[k - this.#changing];
        const covariance = productOf(centered, other, rows) / rows;
        covariances[j * size + k] = covariance;
        covariances[k * size + j] = covariance;
      }
      responseCovariances[j] = productOf(centered, part.response, rows) / rows;
    }
    return part.moments;
  }

  #fixedPart(rows: number): FixedPart {
    const changing = this.#changing;
    const size = changing + this.#fixed.length;
    const response = this.#response.slice(0, rows);
    const responseMean = averageOf(response, rows);
    for (let row = 0; row < rows; row += 1) response[row] -= responseMean;
    const means = new Float64Array(size);
    const covariances = new Float64Array(size * size);
    const responseCovariances = new Float64Array(size);
    const centered = this.#fixed.map((column, index) => {
      const mean = averageOf(column, rows);
      means[changing + index] = mean;
      return column.slice(0, rows).map((value) => value - mean);
    });
    for (let j = 0; j < centered.length; j += 1) {
      const row = (changing + j) * size + changing;
      for (let k = 0; k < centered.length; k += 1) covariances[row + k] = dot(centered[j], centered[k]) / rows;
      responseCovariances[changing + j] = dot(centered[j], response) / rows;
    }
    const responseVariance = dot(response, response) / rows;
    const moments = { rows, size, means, covariances, responseMean, responseCovariances, responseVariance };
    const part = { means, centered, responseMean, response, moments };
    this.#parts.set(rows, part);
    return part;
  }
}

function averageOf(values: Float64Array, length: number): number {
  let total = 0;
  for (let i = 0; i < length; i += 1) total += values[i];
  return total / length;
}

/** Σ a[i] b[i] by four sums side by side. */
function productOf(a: Float64Array, b: Float64Array, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const even = length - (length % 4);
  for (let i = 0; i < even; i += 4) {
    first += a[i] * b[i];
    second += a[i + 1] * b[i + 1];
    third += a[i + 2] * b[i + 2];
    fourth += a[i + 3] * b[i + 3];
  }
  for (let i = even; i < length; i += 1) first += a[i] * b[i];
  return first + second + (third + fourth);
}

// The curvature matrix of a quadratic model, kept so that it can be solved with any diagonal added.
import { choleskyInPlace, choleskySolve, dot } from "../math/linear-algebra.ts";

/** A symmetric matrix B (dimension, dimension), and solves with B + diagonal. */
export interface Curvature {
  readonly dimension: number;
  /** Writes B·v. */
  multiply(v: Float64Array, out: Float64Array): void;
  /** Prepares solves with B + diagonal (≥ 0; 1e300 holds a variable fast); false when that is not positive definite. */
  factor(diagonal: Float64Array): boolean;
  /** Solves in place with what was last prepared. */
  solve(v: Float64Array): void;
}

/** A dense matrix; left as it is. A solve costs dimension², preparing one dimension³ / 3. */
export class DenseCurvature implements Curvature {
  readonly dimension: number;
  readonly #matrix: Float64Array;
  readonly #factor: Float64Array;

  /** @param matrix  symmetric (dimension, dimension) */
  constructor(matrix: Float64Array, dimension: number) {
    this.dimension = dimension;
    this.#matrix = matrix;
    this.#factor = new Float64Array(dimension * dimension);
  }

  multiply(v: Float64Array, out: Float64Array): void {
    const n = this.dimension;
    for (let i = 0; i < n; i += 1) {
      let total = 0;
      for (let j = 0; j < n; j += 1) total += this.#matrix[i * n + j] * v[j];
      out[i] = total;
    }
  }

  factor(diagonal: Float64Array): boolean {
    const n = this.dimension;
    this.#factor.set(this.#matrix);
    for (let i = 0; i < n; i += 1) this.#factor[i * n + i] += diagonal[i];
    return choleskyInPlace(this.#factor, n);
  }

  solve(v: Float64Array): void {
    choleskySolve(this.#factor, this.dimension, v);
  }
}

/** diagonal − wide·middle⁻¹·wideᵀ with few columns: a solve costs dimension · columns. */
export class LowRankCurvature implements Curvature {
  readonly dimension: number;
  readonly #diagonal: Float64Array;
  readonly #wide: readonly Float64Array[];
  readonly #middle: Float64Array;
  readonly #middleFactor: SmallFactor | undefined;
  readonly #inverse: Float64Array;
  #scaled: Float64Array[] = [];
  #inner: SmallFactor | undefined;

  /**
   * @param wide    columns, each of length dimension
   * @param middle  symmetric (columns, columns), maybe indefinite
   */
  constructor(diagonal: Float64Array, wide: readonly Float64Array[] = [], middle: Float64Array = new Float64Array(0)) {
    this.dimension = diagonal.length;
    this.#diagonal = diagonal;
    this.#wide = wide;
    this.#middle = middle;
    this.#middleFactor = wide.length > 0 ? factorSmall(Float64Array.from(middle), wide.length) : undefined;
    this.#inverse = new Float64Array(diagonal.length);
  }

  /** Whether the matrix in the middle can be inverted at all. */
  get usable(): boolean {
    return this.#wide.length === 0 || this.#middleFactor !== undefined;
  }

  multiply(v: Float64Array, out: Float64Array): void {
    for (let i = 0; i < out.length; i += 1) out[i] = this.#diagonal[i] * v[i];
    if (this.#middleFactor === undefined) return;
    const inner = Float64Array.from(this.#wide, (column) => dot(column, v));
    solveSmall(this.#middleFactor, inner);
    this.#wide.forEach((column, k) => {
      for (let i = 0; i < out.length; i += 1) out[i] -= inner[k] * column[i];
    });
  }

  factor(diagonal: Float64Array): boolean {
    for (let i = 0; i < diagonal.length; i += 1) {
      const sum = this.#diagonal[i] + diagonal[i];
      if (!(sum > 0)) return false;
      this.#inverse[i] = 1 / sum;
    }
    const columns = this.#wide.length;
    if (columns === 0) return true;
    this.#scaled = this.#wide.map((column) => column.map((each, i) => each * this.#inverse[i]));
    const inner = Float64Array.from(this.#middle);
    for (let k = 0; k < columns; k += 1) {
      for (let l = 0; l <= k; l += 1) {
        const product = dot(this.#wide[k], this.#scaled[l]);
        inner[k * columns + l] -= product;
        if (l !== k) inner[l * columns + k] -= product;
      }
    }
    this.#inner = factorSmall(inner, columns);
    return this.#inner !== undefined;
  }

  solve(v: Float64Array): void {
    const inner = Float64Array.from(this.#scaled, (column) => dot(column, v));
    for (let i = 0; i < v.length; i += 1) v[i] *= this.#inverse[i];
    if (this.#inner === undefined || this.#wide.length === 0) return;
    solveSmall(this.#inner, inner);
    this.#scaled.forEach((column, k) => {
      for (let i = 0; i < v.length; i += 1) v[i] += inner[k] * column[i];
    });
  }
}

/** Another curvature, followed by variables that bend for themselves. */
export class ExtendedCurvature implements Curvature {
  readonly dimension: number;
  readonly #first: Curvature;
  readonly #rest: Float64Array;
  readonly #inverse: Float64Array;

  constructor(first: Curvature, rest: Float64Array) {
    this.dimension = first.dimension + rest.length;
    this.#first = first;
    this.#rest = rest;
    this.#inverse = new Float64Array(rest.length);
  }

  multiply(v: Float64Array, out: Float64Array): void {
    const n = this.#first.dimension;
    this.#first.multiply(v.subarray(0, n), out.subarray(0, n));
    for (let i = 0; i < this.#rest.length; i += 1) out[n + i] = this.#rest[i] * v[n + i];
  }

  factor(diagonal: Float64Array): boolean {
    const n = this.#first.dimension;
    for (let i = 0; i < this.#rest.length; i += 1) this.#inverse[i] = 1 / (this.#rest[i] + diagonal[n + i]);
    return this.#first.factor(diagonal.subarray(0, n));
  }

  solve(v: Float64Array): void {
    const n = this.#first.dimension;
    this.#first.solve(v.subarray(0, n));
    for (let i = 0; i < this.#rest.length; i += 1) v[n + i] *= this.#inverse[i];
  }
}

/** An LU decomposition with row exchanges. */
interface SmallFactor {
  readonly matrix: Float64Array;
  readonly size: number;
  readonly order: Int32Array;
}

/** Overwrites the matrix; undefined when it is singular or not finite. */
export function factorSmall(matrix: Float64Array, size: number): SmallFactor | undefined {
  const order = Int32Array.from({ length: size }, (_, i) => i);
  for (let k = 0; k < size; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < size; i += 1) {
      if (Math.abs(matrix[i * size + k]) > Math.abs(matrix[pivot * size + k])) pivot = i;
    }
    const largest = matrix[pivot * size + k];
    if (largest === 0 || !Number.isFinite(largest)) return undefined;
    if (pivot !== k) {
      for (let j = 0; j < size; j += 1) {
        const kept = matrix[k * size + j];
        matrix[k * size + j] = matrix[pivot * size + j];
        matrix[pivot * size + j] = kept;
      }
      [order[k], order[pivot]] = [order[pivot], order[k]];
    }
    for (let i = k + 1; i < size; i += 1) {
      const factor = matrix[i * size + k] / largest;
      matrix[i * size + k] = factor;
      if (factor !== 0) for (let j = k + 1; j < size; j += 1) matrix[i * size + j] -= factor * matrix[k * size + j];
    }
  }
  return { matrix, size, order };
}

/** Solves in place. */
export function solveSmall({ matrix, size, order }: SmallFactor, v: Float64Array): void {
  const work = Float64Array.from(order, (from) => v[from]);
  for (let i = 1; i < size; i += 1) for (let j = 0; j < i; j += 1) work[i] -= matrix[i * size + j] * work[j];
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let j = i + 1; j < size; j += 1) work[i] -= matrix[i * size + j] * work[j];
    work[i] /= matrix[i * size + i];
  }
  v.set(work);
}

// Newton systems of a quadratic program with a handful of rows: the rows are eliminated by their Schur complement.
import { choleskyInPlace, choleskySolve, dot } from "../math/linear-algebra.ts";
import type { Curvature } from "./curvature.ts";

/** Regularizes rows that repeat each other: their prices are then shared. */
const repeated = 1e-13;

/**
 * Solves  (B + D)·d − Aᵀ·y = right,  A·d + E·y = rowRight  with diagonal D, E ≥ 0. Costs one solve with B + D per row to prepare.
 */
export class RowSolver {
  readonly #curvature: Curvature;
  readonly #rows: readonly Float64Array[];
  #solved: Float64Array[] = [];
  #schur: Float64Array = new Float64Array(0);

  constructor(curvature: Curvature, rows: readonly Float64Array[]) {
    this.#curvature = curvature;
    this.#rows = rows;
  }

  /** False when B + D is not positive definite. */
  factor(diagonal: Float64Array, rowDiagonal: Float64Array): boolean {
    if (!this.#curvature.factor(diagonal)) return false;
    const m = this.#rows.length;
    this.#solved = this.#rows.map((row) => {
      const column = Float64Array.from(row);
      this.#curvature.solve(column);
      return column;
    });
    const schur = new Float64Array(m * m);
    let largest = 0;
    for (let k = 0; k < m; k += 1) {
      for (let l = 0; l <= k; l += 1) schur[k * m + l] = dot(this.#rows[k], this.#solved[l]);
      const own = schur[k * m + k];
      // A row of nothing but fixed variables has no price to find.
      schur[k * m + k] = own > 1e-200 ? own : 1;
      largest = Math.max(largest, schur[k * m + k]);
    }
    for (let share = repeated; share < 1e-6; share *= 100) {
      this.#schur = Float64Array.from(schur);
      for (let k = 0; k < m; k += 1) {
        const own = schur[k * m + k];
        this.#schur[k * m + k] = own + rowDiagonal[k] + share * (share === repeated ? own : largest);
      }
      if (choleskyInPlace(this.#schur, m)) return true;
    }
    return false;
  }

  solve(right: Float64Array, rowRight: Float64Array): { d: Float64Array; y: Float64Array } | undefined {
    const d = Float64Array.from(right);
    this.#curvature.solve(d);
    const y = Float64Array.from(this.#rows, (row, k) => rowRight[k] - dot(row, d));
    choleskySolve(this.#schur, y.length, y);
    this.#solved.forEach((column, k) => {
      for (let i = 0; i < d.length; i += 1) d[i] += y[k] * column[i];
    });
    return d.every((each) => Number.isFinite(each)) && y.every((each) => Number.isFinite(each)) ? { d, y } : undefined;
  }
}

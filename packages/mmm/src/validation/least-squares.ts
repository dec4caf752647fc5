// Ordinary least squares with its predictive distribution, through an orthogonal basis; columns that add nothing are left out.
import { dot } from "@carryover/engine";

export interface LeastSquares {
  /** Positions of the columns that were kept, ascending. */
  readonly kept: readonly number[];
  /** One per column; 0 for a column left out. */
  readonly coefficients: Float64Array;
  /** Residual standard deviation, over `degrees`. */
  readonly residualSd: number;
  /** Rows less columns kept. */
  readonly degrees: number;
  /** x′ (X′X)⁻¹ x of a new row, one value per column. */
  leverage(row: Float64Array): number;
}

/** What the earlier columns leave of a column must be above this share of its length. */
const newShare = 1e-9;

/**
 * Modified Gram–Schmidt with a second pass ("twice is enough").
 *
 * @param columns  each one value per row
 * @throws RangeError when there are no more rows than columns kept
 */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): LeastSquares {
  const rows = target.length;
  const basis: Float64Array[] = []; // orthonormal, one per kept column
  const kept: number[] = [];
  const factors: number[][] = []; // upper triangular R, by kept column
  columns.forEach((column, index) => {
    const rest = Float64Array.from(column);
    const length = Math.sqrt(dot(column, column));
    const factor = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass += 1) {
      basis.forEach((unit, each) => {
        const weight = dot(rest, unit);
        factor[each] += weight;
        for (let row = 0; row < rows; row += 1) rest[row] -= weight * unit[row];
      });
    }
    const left = Math.sqrt(dot(rest, rest));
    if (!(left > newShare * length)) return;
    basis.push(rest.map((value) => value / left));
    factors.push([...factor, left]);
    kept.push(index);
  });
  const degrees = rows - kept.length;
  if (degrees < 1) throw new RangeError(`${rows} rows do not determine ${kept.length} coefficients and their error`);

  const residual = Float64Array.from(target);
  const rotated = basis.map((unit) => {
    const weight = dot(residual, unit);
    for (let row = 0; row < rows; row += 1) residual[row] -= weight * unit[row];
    return weight;
  });
  const coefficients = new Float64Array(columns.length);
  for (let each = kept.length - 1; each >= 0; each -= 1) {
    let sum = rotated[each];
    for (let later = each + 1; later < kept.length; later += 1) sum -= factors[later][each] * coefficients[kept[later]];
    coefficients[kept[each]] = sum / factors[each][each];
  }
  return {
    kept,
    coefficients,
    degrees,
    residualSd: Math.sqrt(dot(residual, residual) / degrees),
    leverage(row) {
      // Solves R′ u = x; then x′ (R′R)⁻¹ x = u′u.
      const solved = new Float64Array(kept.length);
      let sum = 0;
      kept.forEach((column, each) => {
        let value = row[column];
        for (let earlier = 0; earlier < each; earlier += 1) value -= factors[each][earlier] * solved[earlier];
        solved[each] = value / factors[each][each];
        sum += solved[each] ** 2;
      });
      return sum;
    },
  };
}

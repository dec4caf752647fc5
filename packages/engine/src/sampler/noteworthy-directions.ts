// Which directions are worth a place in a low-rank metric.
import type { SymmetricEigen } from "../math/symmetric-eigen.ts";

/** A direction is kept when its variance is this many times larger or smaller than the scales alone say. */
const noteworthy = 2;

/** The eigenpairs, of a covariance on the scale of its diagonal, that the diagonal alone does not tell. */
export function noteworthyDirections({ values, vectors }: SymmetricEigen): SymmetricEigen {
  const size = values.length;
  const kept = Array.from(values.keys()).filter((k) => values[k] > noteworthy || values[k] < 1 / noteworthy);
  const rows = new Float64Array(kept.length * size); // (kept, element)
  kept.forEach((k, row) => {
    rows.set(vectors.subarray(k * size, (k + 1) * size), row * size);
  });
  return { values: Float64Array.from(kept, (k) => values[k]), vectors: rows };
}

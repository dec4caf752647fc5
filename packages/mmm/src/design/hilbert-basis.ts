// The basis of a smooth function of time: sines that vanish at the ends of an interval wider than the data.
import { sin } from "@carryover/engine";
import type { Covariance } from "../data/config/structure.ts";

/** Over [−halfWidth, halfWidth] around `center`, in rows. */
export interface HilbertBasis {
  readonly center: number;
  readonly halfWidth: number;
  /** Number of functions. */
  readonly functions: number;
}

/**
 * φ_j(r) = sin(π j (r − center + L) / 2L) / √L for j = 1 … functions, L the half width; each one value per row. 0 beyond the
 * interval, where the process is its prior's mean.
 * @see Solin and Särkkä (2020), Hilbert space methods for reduced-rank Gaussian process regression
 */
export function hilbertColumns(
  rows: ArrayLike<number>,
  { center, halfWidth, functions }: HilbertBasis,
): Float64Array[] {
  return Array.from({ length: functions }, (_, index) =>
    Float64Array.from(rows, (row) =>
      Math.abs(row - center) >= halfWidth
        ? 0
        : sin((Math.PI * (index + 1) * (row - center + halfWidth)) / (2 * halfWidth)) / Math.sqrt(halfWidth),
    ),
  );
}

/** Angular frequency of each function: π j / 2L. */
export function hilbertFrequencies({ halfWidth, functions }: HilbertBasis): Float64Array {
  return Float64Array.from({ length: functions }, (_, index) => (Math.PI * (index + 1)) / (2 * halfWidth));
}

/** How many functions follow a process of unit half range, for a boundary factor of 1 and a length scale of 1. */
const density: Readonly<Record<Covariance, number>> = {
  "squared-exponential": 1.75,
  "matern-32": 3.42,
  "matern-52": 2.65,
};

/**
 * Functions needed to follow a process down to a length scale.
 *
 * @param boundary   half width over half range, ≥ 1.2
 * @param halfRange  of the data, in rows
 * @param shortest   length scale still followed, in rows
 * @see Riutort-Mayol, Bürkner, Andersen, Solin and Vehtari (2023), Practical Hilbert space approximate Bayesian Gaussian
 *   processes for probabilistic programming, section 4
 */
export function neededFunctions(covariance: Covariance, boundary: number, halfRange: number, shortest: number): number {
  return Math.ceil((density[covariance] * boundary * halfRange) / shortest);
}

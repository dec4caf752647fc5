// The minimum of ½xᵀQx − bᵀx + λ·Σ|x|, exact where the coefficients that are not zero can be told apart.
import { choleskyInPlace, choleskySolve } from "@carryover/engine";

const mostSweeps = 2000;
const sweepsBetweenSolves = 5;
const settled = 1e-15;

/**
 * Coordinate descent finds which coefficients are not zero and their signs; a linear system then gives them.
 *
 * @param quadratic  symmetric, positive semidefinite, (n, n)
 * @param linear     n values
 * @param penalty    λ ≥ 0
 * @param start      where the descent starts
 */
export function solveLasso(
  quadratic: Float64Array,
  linear: Float64Array,
  penalty: number,
  start: Float64Array,
): Float64Array<ArrayBuffer> {
  const n = linear.length;
  const x = Float64Array.from(start);
  for (let sweep = 1; sweep <= mostSweeps; sweep += 1) {
    const moved = descend(quadratic, linear, penalty, x);
    if (sweep % sweepsBetweenSolves !== 0 && moved) continue;
    const solved = solveActive(quadratic, linear, penalty, x);
    if (solved !== undefined && isMinimum(quadratic, linear, penalty, solved, n)) return solved;
    if (!moved) break;
  }
  return x;
}

/** One sweep over the coordinates, in place. @returns whether any moved */
function descend(quadratic: Float64Array, linear: Float64Array, penalty: number, x: Float64Array): boolean {
  const n = x.length;
  let moved = false;
  for (let i = 0; i < n; i += 1) {
    const curvature = quadratic[i * n + i];
    if (curvature <= 0) continue;
    const pull = linear[i] - slopeOf(quadratic, x, i) + curvature * x[i];
    const next = (Math.sign(pull) * Math.max(0, Math.abs(pull) - penalty)) / curvature;
    if (Math.abs(next - x[i]) > settled * (Math.abs(next) + Math.abs(x[i]))) moved = true;
    x[i] = next;
  }
  return moved;
}

function slopeOf(quadratic: Float64Array, x: Float64Array, i: number): number {
  const n = x.length;
  let total = 0;
  for (let j = 0; j < n; j += 1) total += quadratic[i * n + j] * x[j];
  return total;
}

/** The minimum with these zeros and signs; undefined when it has none, or other signs. */
function solveActive(
  quadratic: Float64Array,
  linear: Float64Array,
  penalty: number,
  x: Float64Array,
): Float64Array<ArrayBuffer> | undefined {
  const n = x.length;
  const active = Array.from({ length: n }, (_, i) => i).filter((i) => x[i] !== 0);
  const system = Float64Array.from(active.flatMap((i) => active.map((j) => quadratic[i * n + j])));
  const values = Float64Array.from(active, (i) => linear[i] - penalty * Math.sign(x[i]));
  if (!choleskyInPlace(system, active.length)) return undefined;
  choleskySolve(system, active.length, values);
  if (active.some((i, k) => Math.sign(values[k]) !== Math.sign(x[i]))) return undefined;
  const solved = new Float64Array(n);
  active.forEach((i, k) => {
    solved[i] = values[k];
  });
  return solved;
}

/** Whether no zero wants to leave zero. */
function isMinimum(
  quadratic: Float64Array,
  linear: Float64Array,
  penalty: number,
  x: Float64Array,
  n: number,
): boolean {
  for (let i = 0; i < n; i += 1) {
    const pull = Math.abs(linear[i] - slopeOf(quadratic, x, i));
    if (x[i] === 0 && pull > penalty * (1 + 1e-9)) return false;
  }
  return true;
}

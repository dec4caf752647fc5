// Solves a convex quadratic program exactly once it is known, or guessed, which limits are active.
import { absoluteDot, dot } from "../math/linear-algebra.ts";
import type { ActiveSet, QuadraticProgram, QuadraticSolution } from "./quadratic-program.ts";
import { RowSolver } from "./quadratic-rows.ts";

const held = 1e300;
const rounding = 1e-11;

/**
 * Holds the active limits, solves for the rest, and corrects the set by what is violated or pulls the wrong way; undefined when that
 * does not settle within `rounds` or the active rows repeat each other.
 */
export function solveOnActiveSet(
  program: QuadraticProgram,
  guess: ActiveSet,
  rounds: number,
): QuadraticSolution | undefined {
  const activeBounds = Int8Array.from(guess.activeBounds, (side, i) =>
    program.lower[i] === program.upper[i] ? 1 : finiteSide(side, program.lower[i], program.upper[i]),
  );
  const activeRows = Int8Array.from(guess.activeRows, (side, k) =>
    program.rowLower[k] === program.rowUpper[k] ? 1 : finiteSide(side, program.rowLower[k], program.rowUpper[k]),
  );
  for (let round = 0; round < rounds; round += 1) {
    const solution = solveHeld(program, activeBounds, activeRows);
    if (solution === undefined) return undefined;
    if (!correct(program, solution, activeBounds, activeRows)) return solution;
  }
  return undefined;
}

function finiteSide(side: number, lower: number, upper: number): number {
  return side !== 0 && Number.isFinite(side < 0 ? lower : upper) ? side : 0;
}

function solveHeld(
  program: QuadraticProgram,
  activeBounds: Int8Array,
  activeRows: Int8Array,
): QuadraticSolution | undefined {
  const { gradient, curvature, lower, upper, rows, rowLower, rowUpper } = program;
  const n = gradient.length;
  const at = Float64Array.from(activeBounds, (side, i) => (side === 0 ? 0 : side < 0 ? lower[i] : upper[i]));
  const bend = new Float64Array(n);
  curvature.multiply(at, bend);
  const used = [...activeRows.keys()].filter((k) => activeRows[k] !== 0);
  const solver = new RowSolver(
    curvature,
    used.map((k) => rows[k]),
  );
  const diagonal = Float64Array.from(activeBounds, (side) => (side === 0 ? 0 : held));
  if (!solver.factor(diagonal, new Float64Array(used.length))) return undefined;
  const right = Float64Array.from(activeBounds, (side, i) => (side === 0 ? gradient[i] - bend[i] : 0));
  const rowRight = Float64Array.from(used, (k) => (activeRows[k] < 0 ? rowLower[k] : rowUpper[k]) - dot(rows[k], at));
  const solved = solver.solve(right, rowRight);
  if (solved === undefined) return undefined;
  const d = Float64Array.from(solved.d, (each, i) => (activeBounds[i] === 0 ? each : at[i]));
  curvature.multiply(d, bend);
  const rowPrices = new Float64Array(rows.length);
  used.forEach((k, place) => {
    rowPrices[k] = solved.y[place];
  });
  const boundPrices = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    if (activeBounds[i] === 0) continue;
    let pull = gradient[i] - bend[i];
    for (const k of used) pull += rowPrices[k] * rows[k][i];
    boundPrices[i] = -pull;
  }
  // Rows that repeat each other, or ask too much of what is left to move, are missed.
  const missed = used.some((k) => {
    const wanted = activeRows[k] < 0 ? rowLower[k] : rowUpper[k];
    return Math.abs(dot(rows[k], d) - wanted) > 1e-9 * Math.max(Math.abs(wanted), absoluteDot(rows[k], d), 1e-12);
  });
  if (missed) return undefined;
  return {
    d,
    boundPrices,
    rowPrices,
    activeBounds: Int8Array.from(activeBounds),
    activeRows: Int8Array.from(activeRows),
  };
}

/** Whether anything had to be corrected. */
function correct(
  program: QuadraticProgram,
  { d, boundPrices, rowPrices }: QuadraticSolution,
  activeBounds: Int8Array,
  activeRows: Int8Array,
): boolean {
  const { gradient, lower, upper, rows, rowLower, rowUpper } = program;
  const size = gradient.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-12);
  let changed = false;
  const look = (
    active: Int8Array,
    i: number,
    value: number,
    price: number,
    low: number,
    high: number,
    scale: number,
  ): void => {
    const [before, slack] = [active[i], rounding * scale];
    if (before === 0) active[i] = value < low - slack ? -1 : value > high + slack ? 1 : 0;
    else if (low !== high && before * price > rounding * size) active[i] = 0;
    changed ||= active[i] !== before;
  };
  for (let i = 0; i < d.length; i += 1) {
    look(activeBounds, i, d[i], boundPrices[i], lower[i], upper[i], Math.max(1e-3, Math.abs(d[i])));
  }
  for (let k = 0; k < rows.length; k += 1) {
    const value = dot(rows[k], d);
    look(activeRows, k, value, rowPrices[k], rowLower[k], rowUpper[k], Math.max(1e-3, absoluteDot(rows[k], d)));
  }
  return changed;
}

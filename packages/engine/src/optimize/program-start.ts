// Where a program is begun, and the answer when it cannot be.
import { diagonalCurvature } from "./hessian-curvature.ts";
import { type Conflict, relativeInfeasibility } from "./linear-constraints.ts";
import { keepLinear } from "./linear-repair.ts";
import { solveQuadratic } from "./quadratic-program.ts";
import { activityAt, ScaledProgram, scaledBy } from "./scaled-program.ts";
import type { ProgramSolution, ProgramStatus, SmoothProgram } from "./smooth-program.ts";

/** An answer without a point: all numbers are NaN. */
export function unsolved(
  program: SmoothProgram,
  status: ProgramStatus,
  evaluations: number,
  conflict?: Conflict,
): ProgramSolution {
  const nan = Number.NaN;
  return {
    status,
    x: new Float64Array(program.dimension).fill(nan),
    value: nan,
    gradient: new Float64Array(program.dimension).fill(nan),
    multipliers: {
      bounds: new Float64Array(program.dimension),
      constraints: new Float64Array(program.constraints.length),
      nonlinear: new Float64Array(program.nonlinear?.length ?? 0),
    },
    kktResidual: nan,
    stationarity: nan,
    complementarity: nan,
    feasibility: nan,
    active: [],
    iterations: 0,
    evaluations,
    ...(conflict === undefined ? {} : { conflict }),
  };
}

/** The allowed point nearest to the start, or to the middle, in units of the variables' ranges. */
export function nearestAllowed(
  program: SmoothProgram,
  start: Float64Array | undefined,
  corner: Float64Array,
): Float64Array {
  const wanted = program.lower.map((lower, i) => {
    const [upper, given] = [program.upper[i], start?.[i] ?? Number.NaN];
    const middle = Number.isFinite(lower + upper) ? (lower + upper) / 2 : corner[i];
    return Math.min(upper, Math.max(lower, Number.isFinite(given) ? given : middle));
  });
  if (relativeInfeasibility(program, wanted) <= 1e-13) return wanted;
  const { width, linear } = new ScaledProgram(program, wanted);
  const shift = (limit: Float64Array): Float64Array =>
    limit.map((each, k) => (each - activityAt(program, k, wanted)) * linear.scale[k]);
  const nearest = solveQuadratic({
    gradient: new Float64Array(wanted.length),
    curvature: diagonalCurvature(new Float64Array(wanted.length).fill(1)),
    lower: program.lower.map((each, i) => scaledBy(each - wanted[i], width[i])),
    upper: program.upper.map((each, i) => scaledBy(each - wanted[i], width[i])),
    rows: linear.rows,
    rowLower: shift(linear.lower),
    rowUpper: shift(linear.upper),
  });
  if (nearest === undefined) return corner;
  const moved = wanted.map((each, i) =>
    Math.min(program.upper[i], Math.max(program.lower[i], each + nearest.d[i] * width[i])),
  );
  const kept = keepLinear(program, moved, width);
  return relativeInfeasibility(program, kept) <= 1e-9 ? kept : corner;
}

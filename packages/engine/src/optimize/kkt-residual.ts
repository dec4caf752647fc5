// How far a point is from the Karush–Kuhn–Tucker conditions, with the multipliers that fit it best.
import { factorSmall, solveSmall } from "./curvature.ts";
import { activity, constraintScale, outside, variableName } from "./linear-constraints.ts";
import type { ActiveConstraint, ProgramMultipliers, SmoothProgram } from "./smooth-program.ts";

/** What is known at a point, in the program's own units. */
export interface JudgedPoint {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  readonly nonlinear: Float64Array;
  readonly nonlinearGradients: readonly Float64Array[];
}

export interface KktResidual {
  readonly kktResidual: number;
  readonly stationarity: number;
  readonly complementarity: number;
  readonly feasibility: number;
  readonly multipliers: ProgramMultipliers;
}

/** Limits nearer than this share of their scale count as active. */
const activeTolerance = 1e-9;

/** One general constraint, linear or not, at the point. */
interface Row {
  readonly gradient: Float64Array;
  /** Allowed signs of the multiplier: 1 ≥ 0, −1 ≤ 0, 0 either, undefined where nothing is active. */
  readonly sign: 1 | -1 | 0 | undefined;
  readonly distance: number;
  readonly miss: number;
}

/**
 * The residual as `ProgramSolution` defines it. Multipliers of linear and nonlinear constraints: those given, or the least-squares fit
 * on the variables inside their bounds, whichever leaves the smaller residual; those of bounds: what is left over, where its sign is
 * allowed.
 */
export function kktResidual(program: SmoothProgram, point: JudgedPoint, given?: ProgramMultipliers): KktResidual {
  const rows = rowsAt(program, point);
  const fitted = judge(program, point, rows, leastSquares(program, point, rows));
  if (given === undefined) return fitted;
  const prices = Float64Array.of(...given.constraints, ...given.nonlinear);
  const asGiven = judge(
    program,
    point,
    rows,
    prices.map((price, k) => allowed(price, rows[k].sign)),
  );
  return asGiven.kktResidual < fitted.kktResidual ? asGiven : fitted;
}

function rowsAt(program: SmoothProgram, { x, nonlinear, nonlinearGradients }: JudgedPoint): Row[] {
  const linear = program.constraints.map((constraint): Row => {
    const scale = constraintScale(constraint, x);
    const value = activity(constraint, x);
    const [below, above] = [(value - constraint.lower) / scale, (constraint.upper - value) / scale];
    const sign =
      constraint.lower === constraint.upper
        ? 0
        : below <= activeTolerance
          ? 1
          : above <= activeTolerance
            ? -1
            : undefined;
    const miss = outside(value, constraint.lower, constraint.upper) / scale;
    return { gradient: constraint.coefficients, sign, distance: Math.abs(Math.min(below, above)), miss };
  });
  const curved = Array.from(nonlinear, (value, k): Row => {
    const gradient = nonlinearGradients[k];
    let scale = 1;
    for (let i = 0; i < x.length; i += 1) scale += Math.abs(gradient[i] * x[i]);
    const distance = Math.abs(value) / scale;
    return {
      gradient,
      sign: value / scale <= nonlinearTolerance ? 1 : undefined,
      distance,
      miss: Math.max(0, -value) / scale,
    };
  });
  return [...linear, ...curved];
}

/** Nonlinear constraints are approached, not met to rounding. */
const nonlinearTolerance = 1e-7;

function allowed(price: number, sign: Row["sign"]): number {
  if (sign === undefined) return 0;
  if (sign === 0) return price;
  return sign > 0 ? Math.max(0, price) : Math.min(0, price);
}

/** min ‖∇f + Σ price·gradient‖ over the variables inside their bounds, scaled by the width of their ranges. */
function leastSquares(program: SmoothProgram, { x, gradient }: JudgedPoint, rows: readonly Row[]): Float64Array {
  const prices = new Float64Array(rows.length);
  let used = rows.flatMap((row, k) => (row.sign === undefined ? [] : [k]));
  const weight = x.map((each, i) => (atSide(program, each, i) === 0 ? 1 : 0));
  for (let round = 0; round < rows.length + 1 && used.length > 0; round += 1) {
    const size = used.length;
    const normal = new Float64Array(size * size);
    const right = new Float64Array(size);
    for (let i = 0; i < x.length; i += 1) {
      if (weight[i] === 0) continue;
      used.forEach((k, a) => {
        const left = rows[k].gradient[i];
        right[a] -= left * gradient[i];
        used.forEach((l, b) => {
          normal[a * size + b] += left * rows[l].gradient[i];
        });
      });
    }
    for (let a = 0; a < size; a += 1) normal[a * size + a] = normal[a * size + a] * (1 + 1e-13) || 1;
    const factor = factorSmall(normal, size);
    if (factor === undefined) return prices;
    solveSmall(factor, right);
    const wrong = used.filter((k, a) => allowed(right[a], rows[k].sign) !== right[a]);
    if (wrong.length === 0) {
      used.forEach((k, a) => {
        prices[k] = right[a];
      });
      return noFreeVariables(weight) ? pricesAtCorner(program, x, gradient, rows, prices) : prices;
    }
    used = used.filter((k) => !wrong.includes(k));
  }
  return noFreeVariables(weight) ? pricesAtCorner(program, x, gradient, rows, prices) : prices;
}

function noFreeVariables(weight: Float64Array): boolean {
  return weight.every((each) => each === 0);
}

/** At a corner one active row's price may have to hold the variables at their bounds: the middle of what each asks for. */
function pricesAtCorner(
  program: SmoothProgram,
  x: Float64Array,
  gradient: Float64Array,
  rows: readonly Row[],
  prices: Float64Array,
): Float64Array {
  const used = rows.flatMap((row, k) => (row.sign === undefined ? [] : [k]));
  if (used.length !== 1) return prices;
  const { gradient: coefficients, sign } = rows[used[0]];
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < x.length; i += 1) {
    if (program.lower[i] === program.upper[i] || coefficients[i] === 0) continue;
    const side = atSide(program, x[i], i);
    const edge = -gradient[i] / coefficients[i];
    // At a lower bound gradient + price·coefficient ≤ 0 is wanted, at an upper one ≥ 0.
    if (side < 0 === coefficients[i] > 0) most = Math.min(most, edge);
    else least = Math.max(least, edge);
  }
  const middle =
    Number.isFinite(least) && Number.isFinite(most) ? (least + most) / 2 : Number.isFinite(least) ? least : most;
  prices[used[0]] = allowed(Number.isFinite(middle) ? middle : 0, sign);
  return prices;
}

/** −1 at the lower bound, 1 at the upper one, 0 inside; fixed variables: 1. */
function atSide(program: SmoothProgram, x: number, i: number): -1 | 0 | 1 {
  const [lower, upper] = [program.lower[i], program.upper[i]];
  if (lower === upper) return 1;
  if (x - lower <= activeTolerance * Math.min(boundScale(x, lower), upper - lower)) return -1;
  return upper - x <= activeTolerance * Math.min(boundScale(x, upper), upper - lower) ? 1 : 0;
}

function boundScale(x: number, bound: number): number {
  return Math.max(1, Math.abs(x), Math.abs(bound));
}

function judge(
  program: SmoothProgram,
  { x, gradient }: JudgedPoint,
  rows: readonly Row[],
  prices: Float64Array,
): KktResidual {
  const bounds = new Float64Array(x.length);
  const left = Float64Array.from(gradient);
  let size = 1e-300;
  const fixed = (i: number): boolean => program.lower[i] === program.upper[i];
  for (let i = 0; i < x.length; i += 1) if (!fixed(i)) size = Math.max(size, Math.abs(gradient[i]));
  rows.forEach((row, k) => {
    if (prices[k] === 0) return;
    for (let i = 0; i < x.length; i += 1) {
      const term = prices[k] * row.gradient[i];
      left[i] += term;
      if (!fixed(i)) size = Math.max(size, Math.abs(term));
    }
  });
  let [stationarity, complementarity, feasibility] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const side = atSide(program, x[i], i);
    if (fixed(i) || (side !== 0 && side * left[i] > 0)) {
      bounds[i] = -left[i];
      if (fixed(i)) continue;
      const bound = side < 0 ? program.lower[i] : program.upper[i];
      const apart = Math.abs(x[i] - bound) / boundScale(x[i], bound);
      complementarity = Math.max(complementarity, Math.min(Math.abs(left[i]) / size, apart));
    } else stationarity = Math.max(stationarity, Math.abs(left[i]) / size);
    const miss = outside(x[i], program.lower[i], program.upper[i]);
    if (miss > 0) feasibility = Math.max(feasibility, miss / Math.max(1, Math.abs(x[i])));
  }
  rows.forEach((row, k) => {
    feasibility = Math.max(feasibility, row.miss);
    if (prices[k] === 0 || row.sign === 0) return;
    let largest = 0;
    for (let i = 0; i < x.length; i += 1) largest = Math.max(largest, Math.abs(row.gradient[i]));
    complementarity = Math.max(complementarity, Math.min(row.distance, (Math.abs(prices[k]) * largest) / size));
  });
  const linear = program.constraints.length;
  const multipliers = { bounds, constraints: prices.slice(0, linear), nonlinear: prices.slice(linear) };
  const kktResidual = Math.max(stationarity, complementarity, feasibility);
  return { kktResidual, stationarity, complementarity, feasibility, multipliers };
}

/** Everything that holds with equality at the point, bounds first; a fixed variable is not worth telling. */
export function activeAt(
  program: SmoothProgram,
  point: JudgedPoint,
  multipliers: ProgramMultipliers,
): ActiveConstraint[] {
  const found: ActiveConstraint[] = [];
  point.x.forEach((x, index) => {
    const side = atSide(program, x, index);
    if (side === 0 || program.lower[index] === program.upper[index]) return;
    const name = variableName(program.names, index);
    const multiplier = Math.abs(multipliers.bounds[index]);
    found.push({ kind: "bound", name, index, side: side < 0 ? "lower" : "upper", multiplier });
  });
  rowsAt(program, point).forEach(({ sign }, place) => {
    if (sign === undefined) return;
    const linear = place < program.constraints.length;
    const index = linear ? place : place - program.constraints.length;
    const name = linear ? program.constraints[index].name : (program.nonlinear?.[index].name ?? "");
    const price = linear ? multipliers.constraints[index] : multipliers.nonlinear[index];
    const side = sign > 0 || (sign === 0 && price > 0) ? "lower" : "upper";
    found.push({ kind: linear ? "constraint" : "nonlinear", name, index, side, multiplier: Math.abs(price) });
  });
  return found;
}

// Convex quadratic programs: an interior-point method, then the exact solution on the active set it points to.
import { absoluteDot, dot } from "../math/linear-algebra.ts";
import type { Curvature } from "./curvature.ts";
import { solveOnActiveSet } from "./quadratic-active-set.ts";
import { RowSolver } from "./quadratic-rows.ts";

/** Maximize gradient·d − ½·dᵀ·B·d with lower ≤ d ≤ upper and rowLower ≤ rows·d ≤ rowUpper; ranges and rows are best scaled to about 1. */
export interface QuadraticProgram {
  readonly gradient: Float64Array;
  readonly curvature: Curvature;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Each of the dimension's length. */
  readonly rows: readonly Float64Array[];
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
}

/** The multipliers satisfy gradient − B·d + Σ rowPrice·row + boundPrice = 0: > 0 at lower limits, < 0 at upper ones. */
export interface QuadraticSolution {
  readonly d: Float64Array;
  readonly boundPrices: Float64Array;
  readonly rowPrices: Float64Array;
  /** −1 at a lower limit, 1 at an upper one (equalities: 1), 0 between. */
  readonly activeBounds: Int8Array;
  readonly activeRows: Int8Array;
}

/** Which limits are thought to be active; to begin from. */
export type ActiveSet = Pick<QuadraticSolution, "activeBounds" | "activeRows">;

/**
 * Solves by guessing the active set (from `guess`, corrected a few times) and, where that does not settle, by Mehrotra's
 * predictor-corrector method, whose active set is then made exact.
 *
 * @returns undefined when B is not positive definite where it must be, or the method does not converge (an infeasible program)
 * @see Nocedal and Wright (2006), Numerical Optimization, §16.6; Hintermüller, Ito and Kunisch (2002), The primal-dual active
 *      set strategy as a semismooth Newton method
 */
export function solveQuadratic(program: QuadraticProgram, guess?: ActiveSet): QuadraticSolution | undefined {
  if (guess !== undefined) {
    const found = solveOnActiveSet(program, guess, 8);
    if (found !== undefined) return found;
  }
  const inside = new InteriorPoint(program).run();
  if (inside === undefined) return undefined;
  return solveOnActiveSet(program, inside, 8) ?? inside;
}

const maxIterations = 80;
const tolerance = 1e-11;
const toBoundary = 0.995;
const fixed = 1e300;

/** One side of one limit: distance and multiplier, both kept positive. */
interface Sides {
  readonly lowerGap: Float64Array;
  readonly upperGap: Float64Array;
  readonly lowerPrice: Float64Array;
  readonly upperPrice: Float64Array;
}

class InteriorPoint {
  readonly #program: QuadraticProgram;
  readonly #n: number;
  readonly #m: number;
  readonly #d: Float64Array;
  /** Row activities, kept strictly between their limits. */
  readonly #s: Float64Array;
  readonly #y: Float64Array;
  readonly #bounds: Sides;
  readonly #limits: Sides;
  readonly #rowSolver: RowSolver;
  readonly #isEquality: Uint8Array;
  readonly #sides: number;
  /** The largest gradient element: what prices are compared with. */
  readonly #scale: number;

  constructor(program: QuadraticProgram) {
    this.#program = program;
    const { lower, upper, rowLower, rowUpper, rows } = program;
    this.#n = lower.length;
    this.#m = rows.length;
    this.#d = lower.map((low, i) => interior(low, upper[i], 0));
    this.#isEquality = Uint8Array.from(rowLower, (low, k) => Number(low === rowUpper[k]));
    const activities = Float64Array.from(rows, (row) => dot(row, this.#d));
    this.#s = activities.map((value, k) =>
      this.#isEquality[k] ? rowLower[k] : interior(rowLower[k], rowUpper[k], value),
    );
    this.#y = new Float64Array(this.#m);
    const size = program.gradient.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-12);
    this.#scale = size;
    this.#bounds = sidesOf(this.#d, lower, upper, size);
    this.#limits = sidesOf(this.#s, rowLower, rowUpper, size);
    this.#rowSolver = new RowSolver(program.curvature, rows);
    let sides = 0;
    for (const { lowerPrice, upperPrice } of [this.#bounds, this.#limits]) {
      for (let i = 0; i < lowerPrice.length; i += 1) sides += Number(lowerPrice[i] > 0) + Number(upperPrice[i] > 0);
    }
    this.#sides = sides;
  }

  run(): QuadraticSolution | undefined {
    const { gradient, rows, curvature, rowLower, rowUpper } = this.#program;
    const [n, m] = [this.#n, this.#m];
    const bend = new Float64Array(n);
    const [dual, primal, rowDual] = [new Float64Array(n), new Float64Array(m), new Float64Array(m)];
    const scale = this.#scale;
    const [bounds, limits] = [this.#bounds, this.#limits];
    for (let iteration = 0; iteration < maxIterations; iteration += 1) {
      curvature.multiply(this.#d, bend);
      let [dualMiss, primalMiss, rowMiss] = [0, 0, 0];
      for (let i = 0; i < n; i += 1) {
        let total = gradient[i] - bend[i] + bounds.lowerPrice[i] - bounds.upperPrice[i];
        for (let k = 0; k < m; k += 1) total += this.#y[k] * rows[k][i];
        dual[i] = this.#isFixed(i) ? 0 : total;
        dualMiss = Math.max(dualMiss, Math.abs(dual[i]));
      }
      for (let k = 0; k < m; k += 1) {
        primal[k] = this.#s[k] - dot(rows[k], this.#d);
        rowDual[k] = this.#isEquality[k] ? 0 : -this.#y[k] + limits.lowerPrice[k] - limits.upperPrice[k];
        const limit = Math.max(0.01, finite(rowLower[k]), finite(rowUpper[k]), absoluteDot(rows[k], this.#d));
        primalMiss = Math.max(primalMiss, Math.abs(primal[k]) / limit);
        rowMiss = Math.max(rowMiss, Math.abs(rowDual[k]));
      }
      const mu = this.#mu();
      if (!Number.isFinite(mu)) return undefined;
      const small = tolerance * scale;
      if (dualMiss <= small && rowMiss <= small && primalMiss <= tolerance && mu <= small * this.#width()) break;
      const usable = dualMiss <= 1e-6 * scale && rowMiss <= 1e-6 * scale && primalMiss <= 1e-7;
      const stop = (): QuadraticSolution | undefined => (usable ? this.#solution() : undefined);
      if (iteration === maxIterations - 1 || !this.#factor()) return stop();
      const predictor = this.#direction(dual, primal, rowDual, 0, undefined);
      if (predictor === undefined) return stop();
      const reach = this.#reach(predictor);
      const ahead = this.#mu(predictor, reach);
      const centering = mu > 0 ? Math.min(1, (ahead / mu) ** 3) : 0;
      const corrector =
        this.#sides === 0 ? predictor : this.#direction(dual, primal, rowDual, centering * mu, predictor);
      if (corrector === undefined) return stop();
      this.#advance(corrector, Math.min(1, toBoundary * this.#reach(corrector)));
    }
    return this.#solution();
  }

  #isFixed(i: number): boolean {
    return this.#program.lower[i] === this.#program.upper[i];
  }

  /** A typical length of the variables' ranges, to compare complementarity with. */
  #width(): number {
    let most = 0;
    for (let i = 0; i < this.#n; i += 1) most = Math.max(most, Math.abs(this.#d[i]));
    return Math.max(most, 1e-6);
  }

  #factor(): boolean {
    const [bounds, limits] = [this.#bounds, this.#limits];
    const diagonal = new Float64Array(this.#n);
    for (let i = 0; i < this.#n; i += 1) {
      diagonal[i] = this.#isFixed(i)
        ? fixed
        : bounds.lowerPrice[i] / bounds.lowerGap[i] + bounds.upperPrice[i] / bounds.upperGap[i];
    }
    const rowDiagonal = new Float64Array(this.#m);
    for (let k = 0; k < this.#m; k += 1) {
      if (this.#isEquality[k]) continue;
      const theta = limits.lowerPrice[k] / limits.lowerGap[k] + limits.upperPrice[k] / limits.upperGap[k];
      rowDiagonal[k] = 1 / Math.max(theta, 1e-290);
    }
    return this.#rowSolver.factor(diagonal, rowDiagonal);
  }

  /** Newton's direction for complementarity `target`, with the second-order term of a predictor where there is one. */
  #direction(
    dual: Float64Array,
    primal: Float64Array,
    rowDual: Float64Array,
    target: number,
    predictor: Direction | undefined,
  ): Direction | undefined {
    const [n, m] = [this.#n, this.#m];
    const [bounds, limits] = [this.#bounds, this.#limits];
    const right = new Float64Array(n);
    const boundPush = pushOf(bounds, target, predictor?.d, predictor?.bounds);
    for (let i = 0; i < n; i += 1) right[i] = this.#isFixed(i) ? 0 : dual[i] + boundPush[i];
    const limitPush = pushOf(limits, target, predictor?.s, predictor?.limits);
    const rowRight = new Float64Array(m);
    const theta = new Float64Array(m);
    for (let k = 0; k < m; k += 1) {
      if (this.#isEquality[k]) {
        rowRight[k] = primal[k];
        continue;
      }
      theta[k] = Math.max(
        limits.lowerPrice[k] / limits.lowerGap[k] + limits.upperPrice[k] / limits.upperGap[k],
        1e-290,
      );
      rowRight[k] = primal[k] + (rowDual[k] + limitPush[k]) / theta[k];
    }
    const solved = this.#rowSolver.solve(right, rowRight);
    if (solved === undefined) return undefined;
    const { d, y } = solved;
    const s = new Float64Array(m);
    for (let k = 0; k < m; k += 1) s[k] = this.#isEquality[k] ? 0 : (rowDual[k] + limitPush[k] - y[k]) / theta[k];
    for (let i = 0; i < n; i += 1) if (this.#isFixed(i)) d[i] = 0;
    return {
      d,
      s,
      y,
      bounds: priceSteps(bounds, d, target, predictor?.d, predictor?.bounds),
      limits: priceSteps(limits, s, target, predictor?.s, predictor?.limits),
    };
  }

  #mu(step?: Direction, length = 0): number {
    if (this.#sides === 0) return 0;
    let total = 0;
    const add = (sides: Sides, move: Float64Array | undefined, prices: PriceSteps | undefined): void => {
      for (let i = 0; i < sides.lowerGap.length; i += 1) {
        const shift = length * (move?.[i] ?? 0);
        if (sides.lowerPrice[i] > 0) {
          total += (sides.lowerGap[i] + shift) * (sides.lowerPrice[i] + length * (prices?.lower[i] ?? 0));
        }
        if (sides.upperPrice[i] > 0) {
          total += (sides.upperGap[i] - shift) * (sides.upperPrice[i] + length * (prices?.upper[i] ?? 0));
        }
      }
    };
    add(this.#bounds, step?.d, step?.bounds);
    add(this.#limits, step?.s, step?.limits);
    return total / this.#sides;
  }

  #reach(step: Direction): number {
    let reach = 1 / toBoundary;
    const look = (sides: Sides, move: Float64Array, prices: PriceSteps): void => {
      for (let i = 0; i < move.length; i += 1) {
        if (sides.lowerPrice[i] > 0) {
          if (move[i] < 0) reach = Math.min(reach, sides.lowerGap[i] / -move[i]);
          if (prices.lower[i] < 0) reach = Math.min(reach, sides.lowerPrice[i] / -prices.lower[i]);
        }
        if (sides.upperPrice[i] > 0) {
          if (move[i] > 0) reach = Math.min(reach, sides.upperGap[i] / move[i]);
          if (prices.upper[i] < 0) reach = Math.min(reach, sides.upperPrice[i] / -prices.upper[i]);
        }
      }
    };
    look(this.#bounds, step.d, step.bounds);
    look(this.#limits, step.s, step.limits);
    return Math.min(1, reach);
  }

  #advance(step: Direction, length: number): void {
    const move = (sides: Sides, by: Float64Array, prices: PriceSteps): void => {
      for (let i = 0; i < by.length; i += 1) {
        if (sides.lowerPrice[i] > 0) {
          sides.lowerGap[i] += length * by[i];
          sides.lowerPrice[i] += length * prices.lower[i];
        }
        if (sides.upperPrice[i] > 0) {
          sides.upperGap[i] -= length * by[i];
          sides.upperPrice[i] += length * prices.upper[i];
        }
      }
    };
    for (let i = 0; i < this.#n; i += 1) this.#d[i] += length * step.d[i];
    for (let k = 0; k < this.#m; k += 1) {
      this.#s[k] += length * step.s[k];
      this.#y[k] += length * step.y[k];
    }
    move(this.#bounds, step.d, step.bounds);
    move(this.#limits, step.s, step.limits);
  }

  #solution(): QuadraticSolution {
    const { lower, upper, rowLower, rowUpper } = this.#program;
    const d = Float64Array.from(this.#d, (each, i) => Math.min(upper[i], Math.max(lower[i], each)));
    return {
      d,
      boundPrices: this.#bounds.lowerPrice.map((price, i) => price - this.#bounds.upperPrice[i]),
      rowPrices: Float64Array.from(this.#y),
      activeBounds: activeSides(this.#bounds, lower, upper, this.#scale),
      activeRows: activeSides(this.#limits, rowLower, rowUpper, this.#scale),
    };
  }
}

interface PriceSteps {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

interface Direction {
  readonly d: Float64Array;
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly bounds: PriceSteps;
  readonly limits: PriceSteps;
}

function interior(lower: number, upper: number, wanted: number): number {
  if (lower === upper) return lower;
  const width = upper - lower;
  if (Number.isFinite(width)) return Math.min(upper - 0.05 * width, Math.max(lower + 0.05 * width, wanted));
  if (Number.isFinite(lower)) return Math.max(lower + 1, wanted);
  return Number.isFinite(upper) ? Math.min(upper - 1, wanted) : wanted;
}

/** Prices are 0 where there is no limit, and stay so. */
function sidesOf(x: Float64Array, lower: Float64Array, upper: Float64Array, size: number): Sides {
  const has = (limit: number, i: number): number => (Number.isFinite(limit) && lower[i] !== upper[i] ? size : 0);
  return {
    lowerGap: x.map((each, i) => (has(lower[i], i) > 0 ? each - lower[i] : 1)),
    upperGap: x.map((each, i) => (has(upper[i], i) > 0 ? upper[i] - each : 1)),
    lowerPrice: x.map((_, i) => has(lower[i], i)),
    upperPrice: x.map((_, i) => has(upper[i], i)),
  };
}

/** What complementarity adds to the right-hand side. */
function pushOf(sides: Sides, target: number, move?: Float64Array, prices?: PriceSteps): Float64Array {
  return Float64Array.from(sides.lowerGap, (_, i) => {
    let push = 0;
    if (sides.lowerPrice[i] > 0) {
      const bent = move === undefined || prices === undefined ? 0 : move[i] * prices.lower[i];
      push += (target - bent) / sides.lowerGap[i] - sides.lowerPrice[i];
    }
    if (sides.upperPrice[i] > 0) {
      const bent = move === undefined || prices === undefined ? 0 : -move[i] * prices.upper[i];
      push -= (target - bent) / sides.upperGap[i] - sides.upperPrice[i];
    }
    return push;
  });
}

function priceSteps(
  sides: Sides,
  by: Float64Array,
  target: number,
  move?: Float64Array,
  prices?: PriceSteps,
): PriceSteps {
  const lower = new Float64Array(by.length);
  const upper = new Float64Array(by.length);
  for (let i = 0; i < by.length; i += 1) {
    if (sides.lowerPrice[i] > 0) {
      const bent = move === undefined || prices === undefined ? 0 : move[i] * prices.lower[i];
      lower[i] = (target - bent - sides.lowerPrice[i] * by[i]) / sides.lowerGap[i] - sides.lowerPrice[i];
    }
    if (sides.upperPrice[i] > 0) {
      const bent = move === undefined || prices === undefined ? 0 : -move[i] * prices.upper[i];
      upper[i] = (target - bent + sides.upperPrice[i] * by[i]) / sides.upperGap[i] - sides.upperPrice[i];
    }
  }
  return { lower, upper };
}

/** Both price (over the gradient's size) and gap shrink to zero; the larger one tells which side it is. */
function activeSides(sides: Sides, lower: Float64Array, upper: Float64Array, size: number): Int8Array {
  return Int8Array.from(lower, (low, i) => {
    if (low === upper[i] || sides.upperPrice[i] > sides.upperGap[i] * size) return 1;
    return sides.lowerPrice[i] > sides.lowerGap[i] * size ? -1 : 0;
  });
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.abs(value) : 0;
}

// Cyclic coordinate descent on the Gram matrix, finished exactly on the coefficients that are free to move.
import { choleskyInPlace, choleskySolve } from "../math/linear-algebra.ts";
import { coordinateMinimum, dualityGap, type PenalizedQuadratic } from "./penalized-quadratic.ts";

const MOST_SWEEPS = 20_000;
const RELATIVE_GAP = 1e-15;
const ROUNDING = 1e-12;

/** Solves problems of one size; keeps its scratch, so that one solver serves many. */
export class CoordinateDescent {
  readonly #size: number;
  readonly #slopes: Float64Array; // c − G b
  readonly #free: Int32Array;
  readonly #step: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#slopes = new Float64Array(size);
    this.#free = new Int32Array(size);
    this.#step = new Float64Array(size);
  }

  /**
   * Writes the minimum into `coefficients`, from where they are. A sweep over the coordinates finds which of them are neither 0
   * nor at a limit; a Newton step on those goes to the minimum among them, or as far as the first that would change its sign or
   * pass a limit. Both only go down, so that the set settles after few sweeps, and then the step is exact.
   *
   * @param coefficients  (p), within the limits
   * @returns sweeps over all coordinates
   */
  solve(problem: PenalizedQuadratic, coefficients: Float64Array): number {
    this.#refresh(problem, coefficients);
    for (let sweep = 1; sweep <= MOST_SWEEPS; sweep += 1) {
      const moved = this.#sweep(problem, coefficients);
      if (!moved) return sweep;
      if (this.#newton(problem, coefficients) && this.#isMinimum(problem, coefficients)) return sweep;
      if (sweep % 50 === 0 && dualityGap(problem, coefficients) <= RELATIVE_GAP * problem.power) return sweep;
    }
    return MOST_SWEEPS;
  }

  #refresh({ gram, linear }: PenalizedQuadratic, coefficients: Float64Array): void {
    const size = this.#size;
    for (let j = 0; j < size; j += 1) {
      let slope = linear[j];
      for (let k = 0; k < size; k += 1) slope -= gram[j * size + k] * coefficients[k];
      this.#slopes[j] = slope;
    }
  }

  #sweep({ gram, absolute, square, lower, upper }: PenalizedQuadratic, coefficients: Float64Array): boolean {
    const size = this.#size;
    const slopes = this.#slopes;
    let moved = false;
    for (let j = 0; j < size; j += 1) {
      const own = gram[j * size + j];
      const curvature = own + square[j];
      if (!(curvature > 0)) continue;
      const before = coefficients[j];
      const after = coordinateMinimum(slopes[j] + own * before, curvature, absolute[j], lower[j], upper[j]);
      const change = after - before;
      if (change === 0) continue;
      coefficients[j] = after;
      for (let k = 0; k < size; k += 1) slopes[k] -= gram[j * size + k] * change;
      if (Math.abs(change) > 2e-16 * Math.abs(after)) moved = true;
    }
    return moved;
  }

  /** Whether the step could be taken in full. */
  #newton(problem: PenalizedQuadratic, coefficients: Float64Array): boolean {
    const { gram, absolute, square, lower, upper } = problem;
    const size = this.#size;
    let count = 0;
    for (let j = 0; j < size; j += 1) {
      const value = coefficients[j];
      const isFree = value > lower[j] && value < upper[j] && (value !== 0 || absolute[j] === 0);
      if (isFree && gram[j * size + j] + square[j] > 0) {
        this.#free[count] = j;
        count += 1;
      }
    }
    if (count === 0) return true;
    const system = new Float64Array(count * count);
    const step = count === size ? this.#step : this.#step.subarray(0, count);
    for (let i = 0; i < count; i += 1) {
      const row = this.#free[i];
      const value = coefficients[row];
      step[i] = this.#slopes[row] - Math.sign(value) * absolute[row] - square[row] * value;
      for (let k = 0; k <= i; k += 1) system[i * count + k] = gram[row * size + this.#free[k]];
      system[i * count + i] += square[row];
    }
    if (!choleskyInPlace(system, count)) return false;
    choleskySolve(system, count, step);
    return this.#advance(problem, coefficients, step, count);
  }

  #advance(problem: PenalizedQuadratic, coefficients: Float64Array, step: Float64Array, count: number): boolean {
    const { absolute, lower, upper } = problem;
    let length = 1;
    let blocked = -1;
    let bound = 0;
    for (let i = 0; i < count; i += 1) {
      if (step[i] === 0) continue;
      const j = this.#free[i];
      const value = coefficients[j];
      // Where |b| bends, the way ends at 0.
      const bends = absolute[j] > 0;
      const limit = step[i] > 0 ? (bends && value < 0 ? 0 : upper[j]) : bends && value > 0 ? 0 : lower[j];
      const room = (limit - value) / step[i];
      if (room < length) {
        length = room;
        blocked = j;
        bound = limit;
      }
    }
    for (let i = 0; i < count; i += 1) coefficients[this.#free[i]] += length * step[i];
    if (blocked >= 0) coefficients[blocked] = bound;
    this.#refresh(problem, coefficients);
    return blocked < 0;
  }

  /** Whether no coefficient wants to move, but for rounding. */
  #isMinimum(
    { gram, linear, absolute, square, lower, upper }: PenalizedQuadratic,
    coefficients: Float64Array,
  ): boolean {
    const size = this.#size;
    for (let j = 0; j < size; j += 1) {
      const value = coefficients[j];
      if (!(gram[j * size + j] + square[j] > 0)) continue;
      let magnitude = Math.abs(linear[j]);
      for (let k = 0; k < size; k += 1) magnitude += Math.abs(gram[j * size + k] * coefficients[k]);
      const tolerance = ROUNDING * magnitude;
      const pull = value === 0 ? this.#slopes[j] : this.#slopes[j] - square[j] * value;
      const up = pull - (value >= 0 ? absolute[j] : -absolute[j]);
      const down = pull + (value > 0 ? -absolute[j] : absolute[j]);
      if (value < upper[j] && up > tolerance) return false;
      if (value > lower[j] && down < -tolerance) return false;
    }
    return true;
  }
}

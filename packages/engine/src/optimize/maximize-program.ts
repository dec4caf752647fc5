// Maximizes a smooth function under bounds, linear and nonlinear constraints, by sequential quadratic programming.
import { dot } from "../math/linear-algebra.ts";
import { type Curvature, ExtendedCurvature } from "./curvature.ts";
import { findFeasible } from "./feasibility.ts";
import { denseCurvature, diagonalCurvature } from "./hessian-curvature.ts";
import { activeAt, type KktResidual, kktResidual } from "./kkt-residual.ts";
import { keepLinear } from "./linear-repair.ts";
import { escapeUpward } from "./program-escape.ts";
import { minusDiagonal, minusHessian } from "./program-hessian.ts";
import { nearestAllowed, unsolved } from "./program-start.ts";
import { type ActiveSet, type QuadraticSolution, solveQuadratic } from "./quadratic-program.ts";
import { RememberedCurvature } from "./remembered-curvature.ts";
import { activityAt, type ScaledPoint, ScaledProgram, scaledBy } from "./scaled-program.ts";
import type {
  ProgramMultipliers,
  ProgramOptions,
  ProgramSolution,
  ProgramStatus,
  SmoothProgram,
} from "./smooth-program.ts";

export const defaultProgramOptions: ProgramOptions = { maxIterations: 500, tolerance: 1e-8, historySize: 20 };

/**
 * Finds a local maximum. Each iteration maximizes a concave quadratic model of the function under the linearized constraints
 * (`solveQuadratic`), with curvature from the Hessian where there is one (made positive definite where it is not), else from damped
 * limited-memory BFGS; nonlinear constraints may be missed at a price that rises until they are not (an exact ℓ₁ penalty). A line search
 * makes the penalized value rise, with a second-order correction where constraints bend. A stationary point at which the Hessian bends
 * upward in a direction that the constraints allow is left in that direction. Points stay inside the bounds; linear equalities hold to
 * rounding.
 *
 * @throws RangeError when a bound or coefficient is not a number
 * @see Nocedal and Wright (2006), Numerical Optimization, chapter 18
 */
export function maximizeProgram(program: SmoothProgram, options: Partial<ProgramOptions> = {}): ProgramSolution {
  const settings = { ...defaultProgramOptions, ...options };
  const found = findFeasible(program, settings.start);
  if (!found.feasible) return unsolved(program, "infeasible", 0, found.conflict);
  const start = nearestAllowed(program, settings.start, found.x);
  const scaled = new ScaledProgram(program, start);
  return new Ascent(scaled, keepLinear(program, start, scaled.width), settings).run();
}

const firstPenalty = 10;
const largestPenalty = 1e7;
const patience = 4;
/** Iterations at the largest penalty without any success after which constraints are taken to exclude each other. */
const hopeless = 8;
const sufficientGain = 1e-4;
const shortestStep = 1e-12;
const maxEscapes = 10;
/** Up to here a diagonal Hessian that bends upward somewhere is treated as a dense one. */
const largestDense = 60;

/** A model's step in scaled variables, and multipliers in the program's units. */
interface Step {
  readonly d: Float64Array;
  readonly multipliers: ProgramMultipliers;
  readonly active: ActiveSet;
  /** What the model expects of the penalized value. */
  readonly expected: number;
}

class Ascent {
  readonly #scaled: ScaledProgram;
  readonly #program: SmoothProgram;
  readonly #options: ProgramOptions;
  readonly #remembered: RememberedCurvature | undefined;
  #point: ScaledPoint | undefined;
  /** Function values are divided by this. */
  readonly #functionScale: number;
  readonly #constraintScale: Float64Array;
  #penalty = firstPenalty;
  #active: ActiveSet | undefined;
  #iterations = 0;
  /** Iterations in a row that left the violation as it was. */
  #idle = 0;
  #escapes = 0;

  constructor(scaled: ScaledProgram, start: Float64Array, options: ProgramOptions) {
    this.#scaled = scaled;
    this.#program = scaled.program;
    this.#options = options;
    this.#point = scaled.evaluate(start);
    const own = this.#point?.gradient ?? new Float64Array(0);
    const steepest = own.reduce((most, each, i) => Math.max(most, Math.abs(each * scaled.width[i])), 0);
    this.#functionScale = steepest > 0 ? steepest : Math.abs(this.#point?.value ?? 1) || 1;
    this.#constraintScale = Float64Array.from(this.#point?.nonlinearGradients ?? [], (gradient) => {
      const most = gradient.reduce((largest, each, i) => Math.max(largest, Math.abs(each * scaled.width[i])), 0);
      return most > 0 ? most : 1;
    });
    const { program } = scaled;
    const curved = (program.nonlinear?.length ?? 0) > 0;
    const exact = !curved && (program.hessian !== undefined || program.hessianDiagonal !== undefined);
    this.#remembered = exact ? undefined : new RememberedCurvature(scaled.dimension, options.historySize, 2);
  }

  run(): ProgramSolution {
    if (this.#point === undefined) return unsolved(this.#program, "unusable", this.#scaled.evaluations);
    let point = this.#point;
    let judged = this.#judge(point);
    for (;;) {
      if (judged.kktResidual <= this.#options.tolerance) {
        const higher = this.#escape(point, judged);
        if (higher === undefined) return this.#solution(point, judged, "optimal");
        point = higher;
        judged = this.#judge(point);
        continue;
      }
      if (this.#options.signal?.aborted === true) return this.#solution(point, judged, "stopped");
      if (this.#penalty >= largestPenalty && this.#idle >= hopeless) return this.#solution(point, judged, "infeasible");
      if (this.#iterations >= this.#options.maxIterations) return this.#solution(point, judged, "iterations");
      const next = this.#iterate(point, judged);
      if (next === undefined) {
        const higher = this.#escape(point, judged);
        if (higher === undefined)
          return this.#solution(point, judged, this.#isMissed(judged) ? "infeasible" : "stalled");
        point = higher;
        judged = this.#judge(point);
        continue;
      }
      this.#iterations += 1;
      ({ point, judged } = next);
      this.#options.onIteration?.(this.#iterations, point.value, judged.kktResidual);
    }
  }

  #isMissed(judged: KktResidual): boolean {
    return judged.feasibility > 1e-6;
  }

  #judge(point: ScaledPoint, multipliers?: ProgramMultipliers): KktResidual {
    return kktResidual(this.#program, point, multipliers);
  }

  /** One step; undefined where nothing better is found, from fresh curvature neither. */
  #iterate(point: ScaledPoint, judged: KktResidual): { point: ScaledPoint; judged: KktResidual } | undefined {
    for (;;) {
      const step = this.#step(point);
      const next = step === undefined ? undefined : this.#search(point, step, judged);
      if (step !== undefined && next !== undefined) {
        this.#active = step.active;
        this.#raisePenalty(point, next);
        this.#remember(point, next, step.multipliers);
        return { point: next, judged: this.#judge(next, step.multipliers) };
      }
      this.#active = undefined;
      if (this.#remembered !== undefined && !this.#remembered.isFresh) this.#remembered.forget();
      else if (this.#violation(point) > 1e-9 && this.#penalty < largestPenalty) this.#penalty *= 10;
      else return undefined;
    }
  }

  /** Constraints that stay missed for some iterations are too cheap to miss. */
  #raisePenalty(before: ScaledPoint, after: ScaledPoint): void {
    const missed = this.#violation(after);
    this.#idle = missed > 1e-9 && missed > 0.9 * this.#violation(before) ? this.#idle + 1 : 0;
    if (this.#idle < patience || this.#penalty >= largestPenalty) return;
    this.#penalty *= 10;
    this.#idle = 0;
  }

  #gradient(point: ScaledPoint): Float64Array {
    return point.gradient.map((each, i) => (each * this.#scaled.width[i]) / this.#functionScale);
  }

  #curvature(point: ScaledPoint): Curvature {
    if (this.#remembered !== undefined) return this.#remembered.current;
    const n = this.#scaled.dimension;
    if (this.#program.hessianDiagonal !== undefined) {
      const bends = minusDiagonal(this.#scaled, point.x, this.#functionScale);
      if (n > largestDense || bends.every((each) => each >= 0)) return diagonalCurvature(bends);
      const matrix = new Float64Array(n * n);
      for (let i = 0; i < n; i += 1) matrix[i * n + i] = bends[i];
      return denseCurvature(matrix, n, this.#heldRows());
    }
    return denseCurvature(minusHessian(this.#scaled, point.x, this.#functionScale), n, this.#heldRows());
  }

  /** Rows that hold with equality, always or in the last model. */
  #heldRows(): Float64Array[] {
    const { rows, lower, upper } = this.#scaled.linear;
    return rows.filter((_, k) => lower[k] === upper[k] || (this.#active?.activeRows[k] ?? 0) !== 0);
  }

  #step(point: ScaledPoint, correction?: Float64Array): Step | undefined {
    const { linear, width, dimension: n } = this.#scaled;
    const { lower, upper } = this.#program;
    const gradient = this.#gradient(point);
    const curved = point.nonlinear.length;
    const slack = (limit: Float64Array): number[] =>
      Array.from(limit, (each, k) => (each - activityAt(this.#program, k, point.x)) * linear.scale[k]);
    const curvedRows = point.nonlinearGradients.map((each, j) =>
      Float64Array.from({ length: n + curved }, (_, i) =>
        i < n ? (each[i] * width[i]) / this.#constraintScale[j] : Number(i - n === j),
      ),
    );
    const extend = (values: Float64Array, rest: number): Float64Array =>
      Float64Array.from({ length: n + curved }, (_, i) => (i < n ? values[i] : rest));
    const curvature = this.#curvature(point);
    const solution = solveQuadratic(
      {
        gradient: extend(gradient, -this.#penalty),
        curvature: curved > 0 ? new ExtendedCurvature(curvature, new Float64Array(curved).fill(1e-4)) : curvature,
        lower: extend(
          lower.map((each, i) => scaledBy(each - point.x[i], width[i])),
          0,
        ),
        upper: extend(
          upper.map((each, i) => scaledBy(each - point.x[i], width[i])),
          Number.POSITIVE_INFINITY,
        ),
        rows: [...linear.rows.map((row) => extend(row, 0)), ...curvedRows],
        rowLower: Float64Array.of(
          ...slack(linear.lower),
          ...Array.from(point.nonlinear, (value, j) => -(value + (correction?.[j] ?? 0)) / this.#constraintScale[j]),
        ),
        rowUpper: Float64Array.of(...slack(linear.upper), ...new Array<number>(curved).fill(Number.POSITIVE_INFINITY)),
      },
      this.#active,
    );
    return solution === undefined ? undefined : this.#asStep(point, gradient, solution);
  }

  #asStep(point: ScaledPoint, gradient: Float64Array, solution: QuadraticSolution): Step {
    const { dimension: n, linear } = this.#scaled;
    const d = solution.d.slice(0, n);
    let expected = dot(d, gradient);
    point.nonlinear.forEach((value, j) => {
      const missed = Math.max(0, -value) / this.#constraintScale[j];
      expected += this.#penalty * (missed - Math.max(0, solution.d[n + j]));
    });
    const rows = linear.rows.length;
    return {
      d,
      expected,
      active: solution,
      multipliers: {
        bounds: solution.boundPrices.slice(0, n),
        constraints: solution.rowPrices.slice(0, rows).map((price, k) => price * linear.scale[k] * this.#functionScale),
        nonlinear: solution.rowPrices
          .slice(rows)
          .map((price, j) => (price * this.#functionScale) / this.#constraintScale[j]),
      },
    };
  }

  #violation(point: ScaledPoint): number {
    let total = 0;
    point.nonlinear.forEach((value, j) => {
      total += Math.max(0, -value) / this.#constraintScale[j];
    });
    return total;
  }

  #merit(point: ScaledPoint): number {
    return point.value / this.#functionScale - this.#penalty * this.#violation(point);
  }

  #search(point: ScaledPoint, step: Step, judged: KktResidual): ScaledPoint | undefined {
    const before = this.#merit(point);
    const rounding = 4e-16 * Math.max(Math.abs(before), Math.abs(point.value) / this.#functionScale);
    if (step.expected > 16 * rounding) {
      for (let length = 1; length > shortestStep; ) {
        const next = this.#scaled.evaluate(this.#scaled.moved(point.x, step.d, length));
        const gain = next === undefined ? Number.NEGATIVE_INFINITY : this.#merit(next) - before;
        if (next !== undefined && gain >= sufficientGain * length * step.expected - 2 * rounding && gain > -rounding)
          return next;
        if (length === 1 && next !== undefined && point.nonlinear.length > 0) {
          const corrected = this.#corrected(point, next, step, before);
          if (corrected !== undefined) return corrected;
        }
        // The parabola through both values and the slope here.
        const parabola = (-step.expected * length * length) / (2 * (gain - step.expected * length));
        length = Number.isFinite(parabola) ? Math.min(0.5 * length, Math.max(0.1 * length, parabola)) : 0.1 * length;
        if (step.expected * length <= rounding) break;
      }
    }
    // Where values no longer tell points apart, the conditions still do.
    const next = this.#scaled.evaluate(this.#scaled.moved(point.x, step.d, 1));
    if (next === undefined || this.#merit(next) < before - 64 * rounding) return undefined;
    return this.#judge(next, step.multipliers).kktResidual < 0.9 * judged.kktResidual ? next : undefined;
  }

  /** The step again, with the constraints' bend along the first one taken into account. */
  #corrected(point: ScaledPoint, next: ScaledPoint, step: Step, before: number): ScaledPoint | undefined {
    const bend = next.nonlinear.map((value, j) => {
      let linear = point.nonlinear[j];
      for (let i = 0; i < step.d.length; i += 1)
        linear += point.nonlinearGradients[j][i] * step.d[i] * this.#scaled.width[i];
      return value - linear;
    });
    const again = this.#step(point, bend);
    if (again === undefined) return undefined;
    const corrected = this.#scaled.evaluate(this.#scaled.moved(point.x, again.d, 1));
    if (corrected === undefined) return undefined;
    return this.#merit(corrected) - before >= sufficientGain * step.expected ? corrected : undefined;
  }

  #remember(before: ScaledPoint, after: ScaledPoint, { nonlinear }: ProgramMultipliers): void {
    if (this.#remembered === undefined) return;
    const { width } = this.#scaled;
    const step = after.x.map((each, i) => scaledBy(each - before.x[i], width[i]));
    const change = after.x.map((_, i) => {
      let total = before.gradient[i] - after.gradient[i];
      for (let j = 0; j < nonlinear.length; j += 1) {
        total += nonlinear[j] * (before.nonlinearGradients[j][i] - after.nonlinearGradients[j][i]);
      }
      return (total * width[i]) / this.#functionScale;
    });
    this.#remembered.learn(step, change);
  }

  /** Out of a point that is stationary but not a maximum; undefined where there is no such way, or no Hessian to tell. */
  #escape(point: ScaledPoint, { multipliers }: KktResidual): ScaledPoint | undefined {
    if (this.#remembered !== undefined || this.#escapes >= maxEscapes) return undefined;
    const higher = escapeUpward(this.#scaled, point, multipliers, this.#functionScale);
    if (higher === undefined) return undefined;
    this.#escapes += 1;
    this.#active = undefined;
    return higher;
  }

  #solution(point: ScaledPoint, judged: KktResidual, status: ProgramStatus): ProgramSolution {
    const kept = keepLinear(this.#program, point.x, this.#scaled.width);
    const changed = kept.some((each, i) => each !== point.x[i]);
    const last = (changed ? this.#scaled.evaluate(kept) : undefined) ?? point;
    const residual = changed ? this.#judge(last, judged.multipliers) : judged;
    return {
      status,
      x: last.x,
      value: last.value,
      gradient: last.gradient,
      ...residual,
      active: activeAt(this.#program, last, residual.multipliers),
      iterations: this.#iterations,
      evaluations: this.#scaled.evaluations,
    };
  }
}

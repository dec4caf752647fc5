// L-BFGS: maximizes a smooth function from its gradient alone, remembering a few steps of curvature.
import { dot } from "../math/linear-algebra.ts";
import { weakWolfeSearch } from "./line-search.ts";

/** What is maximized: usually a log density. */
export interface Objective {
  readonly dim: number;
  /** Returns f(position) and writes ∂f/∂position into `gradient`. −∞ and NaN say "not here". */
  evaluate(position: Float64Array, gradient: Float64Array): number;
}

export interface LbfgsOptions {
  /** Steps of curvature remembered. */
  readonly historySize: number;
  readonly maxIterations: number;
  readonly maxEvaluations: number;
  /** Stops when max|gradient| ≤ gradientTolerance · max(1, |value|). */
  readonly gradientTolerance: number;
  /** Stops when a step gains less than valueTolerance · max(1, |value|). */
  readonly valueTolerance: number;
  /** Called after each accepted step; the arrays are only lent: read them, do not keep them. */
  readonly onStep?: (position: Float64Array, gradient: Float64Array, value: number) => void;
}

export const defaultLbfgsOptions: LbfgsOptions = {
  historySize: 8,
  maxIterations: 1000,
  maxEvaluations: 5000,
  gradientTolerance: 1e-8,
  valueTolerance: 1e-13,
};

/**
 * Why it stopped: the gradient vanished; the value no longer changed; the limit of iterations or evaluations; no better
 * point along the search direction (at an optimum to rounding, or a gradient that is wrong); a start without a finite value.
 */
export type LbfgsReason = "gradient" | "value" | "iterations" | "evaluations" | "line-search" | "start";

/** One remembered step: s = position change, y = change of −gradient; s·y > 0. */
export interface CurvaturePair {
  readonly step: Float64Array;
  readonly gradientChange: Float64Array;
  readonly inverseCurvature: number;
}

export interface LbfgsResult {
  readonly position: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** Largest absolute element of the gradient. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly reason: LbfgsReason;
  /** The curvature pairs kept at the end, oldest first. */
  readonly history: readonly CurvaturePair[];
}

/**
 * Maximizes from `start`, which is left as it is. Every accepted step satisfies the weak Wolfe conditions; points where the
 * objective is −∞ or NaN, or its gradient is not finite, are backed away from.
 *
 * @see Liu and Nocedal (1989), On the limited memory BFGS method for large scale optimization
 */
export function maximize(objective: Objective, start: Float64Array, options: Partial<LbfgsOptions> = {}): LbfgsResult {
  return new Ascent(objective, start, { ...defaultLbfgsOptions, ...options }).run();
}

class Ascent {
  readonly #objective: Objective;
  readonly #options: LbfgsOptions;
  readonly #history: CurvaturePair[] = [];
  #position: Float64Array;
  #gradient: Float64Array;
  #value: number;
  #trialPosition: Float64Array;
  #trialGradient: Float64Array;
  #iterations = 0;
  #evaluations = 1;

  constructor(objective: Objective, start: Float64Array, options: LbfgsOptions) {
    this.#objective = objective;
    this.#options = options;
    this.#position = Float64Array.from(start);
    this.#gradient = new Float64Array(objective.dim);
    this.#trialPosition = new Float64Array(objective.dim);
    this.#trialGradient = new Float64Array(objective.dim);
    this.#value = objective.evaluate(this.#position, this.#gradient);
  }

  run(): LbfgsResult {
    if (!Number.isFinite(this.#value) || !allFinite(this.#gradient)) return this.#result("start");
    for (;;) {
      if (largest(this.#gradient) <= this.#options.gradientTolerance * Math.max(1, Math.abs(this.#value))) {
        return this.#result("gradient");
      }
      if (this.#iterations >= this.#options.maxIterations) return this.#result("iterations");
      const before = this.#value;
      if (!this.#step()) {
        return this.#result(this.#evaluationsLeft() <= 0 ? "evaluations" : "line-search");
      }
      this.#options.onStep?.(this.#position, this.#gradient, this.#value);
      if (Math.abs(this.#value - before) <= this.#options.valueTolerance * Math.max(1, Math.abs(before))) {
        return this.#result(
          largest(this.#gradient) <= this.#options.gradientTolerance * Math.max(1, Math.abs(this.#value))
            ? "gradient"
            : "value",
        );
      }
    }
  }

  /** Moves along the quasi-Newton direction, or straight uphill when that fails; false when neither gains. */
  #step(): boolean {
    if (this.#history.length > 0) {
      if (this.#search(ascentDirection(this.#gradient, this.#history), 1)) return true;
      this.#history.length = 0;
    }
    return this.#search(Float64Array.from(this.#gradient), Math.min(1, 1 / norm(this.#gradient)));
  }

  #search(direction: Float64Array, firstLength: number): boolean {
    const slope = dot(direction, this.#gradient);
    if (!(slope > 0)) return false;
    const found = weakWolfeSearch({
      value: this.#value,
      slope,
      firstLength,
      maxEvaluations: this.#evaluationsLeft(),
      evaluate: (length) => this.#evaluateAlong(direction, length),
    });
    this.#evaluations += found.evaluations;
    if (found.length === 0) return false;
    if (found.length !== found.lastLength) {
      this.#evaluateAlong(direction, found.length);
      this.#evaluations += 1;
    }
    this.#accept(found.value);
    return true;
  }

  /** One is kept for returning to the best point of a line search. */
  #evaluationsLeft(): number {
    return this.#options.maxEvaluations - this.#evaluations - 1;
  }

  #evaluateAlong(direction: Float64Array, length: number): { value: number; slope: number } {
    for (let i = 0; i < direction.length; i += 1) this.#trialPosition[i] = this.#position[i] + length * direction[i];
    const value = this.#objective.evaluate(this.#trialPosition, this.#trialGradient);
    const usable = Number.isFinite(value) && allFinite(this.#trialGradient);
    return {
      value: usable ? value : Number.NEGATIVE_INFINITY,
      slope: usable ? dot(direction, this.#trialGradient) : Number.NaN,
    };
  }

  #accept(value: number): void {
    const step = new Float64Array(this.#objective.dim);
    const gradientChange = new Float64Array(this.#objective.dim);
    for (let i = 0; i < step.length; i += 1) {
      step[i] = this.#trialPosition[i] - this.#position[i];
      gradientChange[i] = this.#gradient[i] - this.#trialGradient[i];
    }
    const curvature = dot(step, gradientChange);
    if (curvature > Number.EPSILON * norm(step) * norm(gradientChange)) {
      this.#history.push({ step, gradientChange, inverseCurvature: 1 / curvature });
      if (this.#history.length > this.#options.historySize) this.#history.shift();
    }
    [this.#position, this.#trialPosition] = [this.#trialPosition, this.#position];
    [this.#gradient, this.#trialGradient] = [this.#trialGradient, this.#gradient];
    this.#value = value;
    this.#iterations += 1;
  }

  #result(reason: LbfgsReason): LbfgsResult {
    return {
      position: this.#position,
      value: this.#value,
      gradient: this.#gradient,
      gradientNorm: largest(this.#gradient),
      iterations: this.#iterations,
      evaluations: this.#evaluations,
      reason,
      history: this.#history,
    };
  }
}

/** The two-loop recursion: H·gradient, with H the inverse Hessian of −f implied by the pairs. */
function ascentDirection(gradient: Float64Array, history: readonly CurvaturePair[]): Float64Array {
  const direction = Float64Array.from(gradient);
  const weights = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i -= 1) {
    const pair = history[i];
    weights[i] = pair.inverseCurvature * dot(pair.step, direction);
    addScaled(direction, -weights[i], pair.gradientChange);
  }
  const newest = history[history.length - 1];
  const scale = 1 / (newest.inverseCurvature * dot(newest.gradientChange, newest.gradientChange));
  for (let i = 0; i < direction.length; i += 1) direction[i] *= scale;
  for (let i = 0; i < history.length; i += 1) {
    const pair = history[i];
    const correction = pair.inverseCurvature * dot(pair.gradientChange, direction);
    addScaled(direction, weights[i] - correction, pair.step);
  }
  return direction;
}

function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] += factor * source[i];
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function largest(a: Float64Array): number {
  let found = 0;
  for (let i = 0; i < a.length; i += 1) found = Math.max(found, Math.abs(a[i]));
  return found;
}

function allFinite(a: Float64Array): boolean {
  for (let i = 0; i < a.length; i += 1) if (!Number.isFinite(a[i])) return false;
  return true;
}

// A program in variables whose ranges are about 1, which is what the quadratic models of it are solved in.
import { activity } from "./linear-constraints.ts";
import type { SmoothProgram } from "./smooth-program.ts";

/** Linear rows of the scaled program: largest coefficient 1. */
export interface ScaledRows {
  readonly rows: readonly Float64Array[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Scaled row = row · scale[k] in the variables' own units. */
  readonly scale: Float64Array;
}

/** A point of the scaled program, its value and derivatives. */
export interface ScaledPoint {
  /** In the program's own units. */
  readonly x: Float64Array;
  readonly value: number;
  /** In the program's own units. */
  readonly gradient: Float64Array;
  readonly nonlinear: Float64Array;
  /** (constraint)(variable), own units. */
  readonly nonlinearGradients: readonly Float64Array[];
}

/** Fixed variables have the width 0: they drop out of gradients, rows and steps. Scales steps: own = step · width; keeps bounds to the last bit. */
export class ScaledProgram {
  readonly program: SmoothProgram;
  readonly dimension: number;
  readonly width: Float64Array;
  readonly linear: ScaledRows;
  evaluations = 0;

  constructor(program: SmoothProgram, start: Float64Array) {
    this.program = program;
    this.dimension = program.dimension;
    this.width = Float64Array.from(program.lower, (lower, i) => {
      const range = program.upper[i] - lower;
      if (Number.isFinite(range)) return range;
      return Math.max(Math.abs(start[i]), 1);
    });
    const { constraints } = program;
    const scaled = constraints.map(({ coefficients }) => coefficients.map((each, i) => each * this.width[i]));
    const scale = Float64Array.from(
      scaled,
      (row) => 1 / row.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-290),
    );
    this.linear = {
      rows: scaled.map((row, k) => row.map((each) => each * scale[k])),
      lower: Float64Array.from(constraints, ({ lower }) => lower),
      upper: Float64Array.from(constraints, ({ upper }) => upper),
      scale,
    };
  }

  /** Undefined where the function, a constraint or a derivative is not finite. */
  evaluate(x: Float64Array): ScaledPoint | undefined {
    this.evaluations += 1;
    const gradient = new Float64Array(this.dimension);
    const value = this.program.evaluate(x, gradient);
    for (let i = 0; i < x.length; i += 1) if (this.width[i] === 0 && !Number.isFinite(gradient[i])) gradient[i] = 0;
    if (!Number.isFinite(value) || !gradient.every((each) => Number.isFinite(each))) return undefined;
    const constraints = this.program.nonlinear ?? [];
    const nonlinearGradients = constraints.map(() => new Float64Array(this.dimension));
    const nonlinear = Float64Array.from(constraints, (constraint, k) => constraint.value(x, nonlinearGradients[k]));
    const usable = nonlinear.every((each) => Number.isFinite(each));
    const finite = nonlinearGradients.every((each) => each.every((element) => Number.isFinite(element)));
    return usable && finite ? { x, value, gradient, nonlinear, nonlinearGradients } : undefined;
  }

  /** x + length·step, inside the bounds. */
  moved(x: Float64Array, step: Float64Array, length: number): Float64Array {
    const { lower, upper } = this.program;
    return x.map((each, i) => {
      const next = each + length * step[i] * this.width[i];
      const near = 1e-15 * this.width[i];
      if (next <= lower[i] + near) return lower[i];
      return next >= upper[i] - near ? upper[i] : next;
    });
  }
}

/** In units of a range; 0 for fixed variables. */
export function scaledBy(distance: number, width: number): number {
  return width === 0 ? 0 : distance / width;
}

/** What linear constraint k adds up to. */
export function activityAt(program: SmoothProgram, k: number, x: Float64Array): number {
  return activity(program.constraints[k], x);
}

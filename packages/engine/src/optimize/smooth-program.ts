// A smooth nonlinear program with bounds and constraints, and what is told about its solution.
import type { Conflict, LinearRegion } from "./linear-constraints.ts";

/** A smooth function that must not be negative. */
export interface SmoothConstraint {
  readonly name: string;
  /** Returns the value, wanted ≥ 0, and writes its gradient. */
  value(x: Float64Array, gradient: Float64Array): number;
}

/** Maximize `evaluate` over a box cut by linear constraints, where all of `nonlinear` are ≥ 0. */
export interface SmoothProgram extends LinearRegion {
  readonly dimension: number;
  /** Returns the value and writes its gradient; NaN or −∞ says "not here". Only asked inside the bounds. */
  evaluate(x: Float64Array, gradient: Float64Array): number;
  /** Writes the symmetric matrix of second derivatives, (dimension, dimension), all of it. */
  hessian?(x: Float64Array, out: Float64Array): void;
  /** Writes the diagonal of second derivatives when all others are zero: every variable has a term of its own. */
  hessianDiagonal?(x: Float64Array, out: Float64Array): void;
  readonly nonlinear?: readonly SmoothConstraint[];
}

/** The part of the platforms' AbortSignal that is looked at between iterations. */
export interface Aborting {
  readonly aborted: boolean;
}

export interface ProgramOptions {
  /** Where to begin; moved to the nearest allowed point. The middle of the bounds where not given. */
  readonly start?: Float64Array;
  readonly maxIterations: number;
  /** Done when the residual is not larger, see `ProgramSolution.kktResidual`. */
  readonly tolerance: number;
  /** Steps of curvature remembered where there is no Hessian. */
  readonly historySize: number;
  readonly signal?: Aborting;
  /** Called after each iteration. */
  readonly onIteration?: (iteration: number, value: number, kktResidual: number) => void;
}

/** A bound or constraint that holds with equality. */
export interface ActiveConstraint {
  readonly kind: "bound" | "constraint" | "nonlinear";
  readonly name: string;
  readonly index: number;
  readonly side: "lower" | "upper";
  /** What the value would gain if the limit gave way by one unit; ≥ 0 except for equalities. */
  readonly multiplier: number;
}

/**
 * optimal: the residual is within the tolerance. stalled: no better point was found, the residual says how good this one is.
 * iterations: the limit was reached. stopped: the signal was aborted. infeasible: `conflict`, or nonlinear constraints that no
 * point near can keep. unusable: the function is not finite at the start.
 */
export type ProgramStatus = "optimal" | "stalled" | "iterations" | "stopped" | "infeasible" | "unusable";

/**
 * The point found, and how near it is to the Karush–Kuhn–Tucker conditions
 *
 *   ∇f(x) + Σ_k constraint_k·a_k + Σ_j nonlinear_j·∇c_j(x) + bound = 0
 *
 * with multipliers > 0 at lower limits, < 0 at upper ones and 0 where nothing is active. With
 *
 *   size = max(1e-300, ‖∇f‖∞, largest |term| of the sum above)
 *   stationarity    = ‖the sum above‖∞ / size
 *   complementarity = max over all limits of min(|multiplier·coefficient| / size, distance from the limit / its scale)
 *   feasibility     = largest violation / its scale
 *
 * over the variables whose bounds differ. `kktResidual` is the largest of the three. The scale of a bound is max(1, |x|, |bound|), of a linear constraint
 * max(|limit|, Σ|a·x|), of a nonlinear one max(1, Σ|∇c·x|); |multiplier·coefficient| takes the largest coefficient.
 * Multiplying the function by a number leaves it as it is.
 */
export interface ProgramSolution {
  readonly status: ProgramStatus;
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly multipliers: ProgramMultipliers;
  readonly kktResidual: number;
  readonly stationarity: number;
  readonly complementarity: number;
  readonly feasibility: number;
  readonly active: readonly ActiveConstraint[];
  readonly iterations: number;
  readonly evaluations: number;
  /** Given when bounds and linear constraints leave no point. */
  readonly conflict?: Conflict;
}

/** One per bound pair, linear constraint and nonlinear constraint; > 0 at a lower limit, < 0 at an upper one. */
export interface ProgramMultipliers {
  readonly bounds: Float64Array;
  readonly constraints: Float64Array;
  readonly nonlinear: Float64Array;
}

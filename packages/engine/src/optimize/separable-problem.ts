// A sum of functions of one variable each, shared by a budget: the problem and what is told about its solution.
import type { Conflict, LinearConstraint } from "./linear-constraints.ts";
import type { Aborting, ActiveConstraint } from "./smooth-program.ts";

/** A function of one variable at one point. */
export interface CurvePoint {
  value: number;
  slope: number;
  curvature: number;
}

/** One addend f(x), smooth on [lower, upper] but of any shape: concave, convex, S-shaped or a sum of such. */
export interface SeparableTerm {
  readonly name: string;
  readonly lower: number;
  /** Finite. */
  readonly upper: number;
  /** Writes f, f′ and f″ at x, which lies in [lower, upper] (or is 0); f′ may be +Infinity at an end. */
  evaluate(x: number, out: CurvePoint): void;
  /** x is 0 or at least this. A `lower` above 0 says that it is always used. */
  readonly minimumIfUsed?: number;
  /** x is a whole multiple of this. */
  readonly lot?: number;
}

/** Σ x, spent exactly or not exceeded. */
export interface SeparableBudget {
  readonly amount: number;
  readonly kind: "equal" | "at-most";
}

/** Maximize Σ_i f_i(x_i). */
export interface SeparableProblem {
  readonly terms: readonly SeparableTerm[];
  readonly budget?: SeparableBudget;
  /** Further linear constraints on x. */
  readonly constraints?: readonly LinearConstraint[];
}

export interface SeparableOptions {
  /** Searched until (upperBound − value) ≤ relativeGap · max(|value|, |upperBound|) … */
  readonly relativeGap: number;
  /** … or so many parts of the problem were looked at. */
  readonly maxNodes: number;
  /** … or so many milliseconds went by; Infinity, which makes results independent of the machine's speed, where not given. */
  readonly maxMilliseconds: number;
  readonly signal?: Aborting;
}

/**
 * optimal: the gap is closed. gap: the search ended before, `upperBound` says what could at most be left. stopped: the
 * signal was aborted, the best so far. infeasible: see `conflict`.
 */
export type SeparableStatus = "optimal" | "gap" | "stopped" | "infeasible";

export interface SeparableSolution {
  readonly status: SeparableStatus;
  /** One per term. */
  readonly x: Float64Array;
  readonly value: number;
  /** No allowed point is better than this, as far as the shapes of the terms were resolved. */
  readonly upperBound: number;
  /** max(0, upperBound − value). */
  readonly dualityGap: number;
  /** dualityGap / max(|value|, |upperBound|); 0 when both are 0. */
  readonly relativeGap: number;
  /**
   * Defined as `ProgramSolution.kktResidual`, over the terms without lots; a least buy that is used counts as a lower
   * bound, an unused term that has one as fixed.
   */
  readonly kktResidual: number;
  /** What the value would gain from one more unit of budget; 0 where the budget does not bind. */
  readonly price: number;
  /** As in `ProgramMultipliers`: > 0 at a lower limit, < 0 at an upper one. */
  readonly multipliers: { readonly bounds: Float64Array; readonly constraints: Float64Array };
  readonly active: readonly ActiveConstraint[];
  /** Parts of the problem that were bounded; 1 when the first bound was already met. */
  readonly nodes: number;
  /** Calls of the terms' `evaluate`. */
  readonly evaluations: number;
  readonly conflict?: Conflict;
}

// Linear constraints and simple bounds: what they are, and how far a point is from keeping them.

/** lower ≤ coefficients·x ≤ upper; an equality where the two are equal, one-sided where one is infinite. */
export interface LinearConstraint {
  readonly name: string;
  /** One per variable. */
  readonly coefficients: Float64Array;
  readonly lower: number;
  readonly upper: number;
}

/** The points that are allowed: a box cut by linear constraints. */
export interface LinearRegion {
  /** Bounds of the variables, ±Infinity where there is none. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly constraints: readonly LinearConstraint[];
  /** What a variable is called in answers; "x0", "x1", … where not given. */
  readonly names?: readonly string[];
}

/** One side of a bound or of a linear constraint; or a lot or least buy, with its size as the limit. */
export interface ConstraintSide {
  readonly kind: "bound" | "constraint" | "lot" | "least-buy";
  readonly name: string;
  /** Of the variable or of the constraint. */
  readonly index: number;
  readonly side: "lower" | "upper";
  /** The limit itself. */
  readonly limit: number;
}

/** Why there is no point that keeps everything. */
export interface Conflict {
  /** Cannot hold together; without any one of them the others can. */
  readonly members: readonly ConstraintSide[];
  /**
   * By how much the members miss each other: the least total violation of the linear constraints among them, in their own units, with
   * the bounds kept; of bounds that cross, how far. NaN where lots or least buys are among them.
   */
  readonly shortfall: number;
}

/** The variable's name in messages. */
export function variableName(names: readonly string[] | undefined, index: number): string {
  return names?.[index] ?? `x${index}`;
}

/** coefficients·x. */
export function activity(constraint: LinearConstraint, x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i += 1) total += constraint.coefficients[i] * x[i];
  return total;
}

/** max(1, |limit|, Σ|coefficients·x|): rounding errors of the constraint's sum are this, times the machine's precision. */
export function constraintScale(constraint: LinearConstraint, x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i += 1) total += Math.abs(constraint.coefficients[i] * x[i]);
  const limit = (side: number): number => (Number.isFinite(side) ? Math.abs(side) : 0);
  return Math.max(total, limit(constraint.lower), limit(constraint.upper), Number.MIN_VALUE);
}

/** How far the value lies outside [lower, upper]; 0 inside. */
export function outside(value: number, lower: number, upper: number): number {
  return Math.max(0, lower - value, value - upper);
}

/** The largest violation of a bound or constraint, each relative to its own size. */
export function relativeInfeasibility(region: LinearRegion, x: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < x.length; i += 1) {
    const scale = Math.max(1, Math.abs(x[i]));
    worst = Math.max(worst, outside(x[i], region.lower[i], region.upper[i]) / scale);
  }
  for (const constraint of region.constraints) {
    const miss = outside(activity(constraint, x), constraint.lower, constraint.upper);
    if (miss > 0) worst = Math.max(worst, miss / constraintScale(constraint, x));
  }
  return worst;
}

/**
 * Makes sure that a region can be asked about.
 *
 * @throws RangeError naming the first bound or coefficient that is NaN, or whose length is wrong
 */
export function checkRegion(region: LinearRegion): void {
  const dimension = region.lower.length;
  if (region.upper.length !== dimension) {
    throw new RangeError(`${dimension} lower bounds, but ${region.upper.length} upper bounds`);
  }
  for (let i = 0; i < dimension; i += 1) {
    if (Number.isNaN(region.lower[i]) || Number.isNaN(region.upper[i])) {
      throw new RangeError(`${variableName(region.names, i)}: a bound is not a number`);
    }
  }
  for (const { name, coefficients, lower, upper } of region.constraints) {
    if (coefficients.length !== dimension) {
      throw new RangeError(`${name}: ${coefficients.length} coefficients for ${dimension} variables`);
    }
    if (Number.isNaN(lower) || Number.isNaN(upper) || !coefficients.every((each) => Number.isFinite(each))) {
      throw new RangeError(`${name}: a limit or coefficient is not a number`);
    }
  }
}

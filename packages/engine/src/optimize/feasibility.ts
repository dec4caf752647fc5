// Is there a point that keeps all bounds and linear constraints? A point, or the constraints that cannot hold together.
import {
  type Conflict,
  type ConstraintSide,
  checkRegion,
  type LinearConstraint,
  type LinearRegion,
  variableName,
} from "./linear-constraints.ts";
import { type LeastViolation, leastViolation } from "./simplex.ts";

export type Feasibility =
  | { readonly feasible: true; readonly x: Float64Array }
  | { readonly feasible: false; readonly conflict: Conflict };

/**
 * Finds a point of the region, or an irreducible conflict: a set of sides of bounds and constraints that no point keeps, while
 * leaving out any one of them lets the others be kept. Prices of the phase-one linear program (Farkas's lemma) name a set that
 * conflicts; sides are then left out one after the other where the rest still conflicts.
 *
 * @param near  a guess; the point found is a corner, begun from the corner nearest to it
 * @throws RangeError when a bound or coefficient is not a number
 * @see Chinneck (2008), Feasibility and Infeasibility in Optimization, chapter 6
 */
export function findFeasible(region: LinearRegion, near?: Float64Array): Feasibility {
  checkRegion(region);
  const crossed = crossedLimits(region);
  if (crossed !== undefined) return { feasible: false, conflict: crossed };
  const least = leastViolation(region, near);
  if (least.violation === 0) return { feasible: true, x: least.x };
  const members = irreducible(region, sidesInTheWay(region, least));
  return { feasible: false, conflict: { members, shortfall: leastViolation(only(region, members)).violation } };
}

function crossedLimits(region: LinearRegion): Conflict | undefined {
  for (let i = 0; i < region.lower.length; i += 1) {
    const [lower, upper] = [region.lower[i], region.upper[i]];
    if (lower > upper) {
      const side = { kind: "bound", name: variableName(region.names, i), index: i } as const;
      return conflictOfBoth(side, lower, upper);
    }
  }
  const index = region.constraints.findIndex(({ lower, upper }) => lower > upper);
  if (index < 0) return undefined;
  const { name, lower, upper } = region.constraints[index];
  return conflictOfBoth({ kind: "constraint", name, index }, lower, upper);
}

function conflictOfBoth(side: Pick<ConstraintSide, "kind" | "name" | "index">, lower: number, upper: number): Conflict {
  return {
    members: [
      { ...side, side: "lower", limit: lower },
      { ...side, side: "upper", limit: upper },
    ],
    shortfall: lower - upper,
  };
}

function sidesInTheWay(region: LinearRegion, least: LeastViolation): ConstraintSide[] {
  const sides: ConstraintSide[] = [];
  region.constraints.forEach(({ name, lower, upper }, index) => {
    const price = least.rowPrices[index];
    if (price > 0) sides.push({ kind: "constraint", name, index, side: "lower", limit: lower });
    if (price < 0) sides.push({ kind: "constraint", name, index, side: "upper", limit: upper });
  });
  for (let i = 0; i < region.lower.length; i += 1) {
    const price = least.columnPrices[i];
    const name = variableName(region.names, i);
    if (price > 0) sides.push({ kind: "bound", name, index: i, side: "lower", limit: region.lower[i] });
    if (price < 0) sides.push({ kind: "bound", name, index: i, side: "upper", limit: region.upper[i] });
  }
  return sides;
}

/** Leaves out sides whose absence does not help. With a single constraint none can be: every bound in the way is needed. */
function irreducible(region: LinearRegion, sides: readonly ConstraintSide[]): ConstraintSide[] {
  if (sides.filter(({ kind }) => kind === "constraint").length <= 1) return [...sides];
  let kept = [...sides];
  for (const side of sides) {
    const rest = kept.filter((each) => each !== side);
    if (leastViolation(only(region, rest)).violation > 0) kept = rest;
  }
  return kept;
}

/** The region with these sides and no others. */
export function only(region: LinearRegion, sides: readonly ConstraintSide[]): LinearRegion {
  const lower = new Float64Array(region.lower.length).fill(Number.NEGATIVE_INFINITY);
  const upper = new Float64Array(region.lower.length).fill(Number.POSITIVE_INFINITY);
  const rows = new Map<number, LinearConstraint>();
  for (const { kind, index, side, limit } of sides) {
    if (kind === "bound") (side === "lower" ? lower : upper)[index] = limit;
    else {
      const row = rows.get(index) ?? {
        ...region.constraints[index],
        lower: Number.NEGATIVE_INFINITY,
        upper: Number.POSITIVE_INFINITY,
      };
      rows.set(index, { ...row, [side]: limit });
    }
  }
  return { lower, upper, constraints: [...rows.values()] };
}

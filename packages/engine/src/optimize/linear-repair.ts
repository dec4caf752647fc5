// Brings a point that all but keeps its linear equalities onto them to rounding.
import { factorSmall, solveSmall } from "./curvature.ts";
import { activity, constraintScale, type LinearRegion, outside } from "./linear-constraints.ts";

const rounds = 4;

/**
 * Moves the variables inside their bounds by the least-squares correction (each by the square of its range), then gives what rounding
 * left of a single equality to the variable with the most room. Inequalities that are missed by rounding are treated alike.
 *
 * @param width  the size of each variable's range
 * @returns      a new point, inside the bounds
 */
export function keepLinear(region: LinearRegion, start: Float64Array, width: Float64Array): Float64Array {
  const x = Float64Array.from(start);
  for (let round = 0; round < rounds; round += 1) {
    const missed = region.constraints.filter((constraint) => {
      const { lower, upper } = constraint;
      const value = activity(constraint, x);
      return lower === upper ? value !== lower : outside(value, lower, upper) > 0;
    });
    if (missed.length === 0) return x;
    const rests = Float64Array.from(missed, (constraint) => {
      const value = activity(constraint, x);
      return (value < constraint.lower ? constraint.lower : constraint.upper) - value;
    });
    if (missed.every((each, k) => Math.abs(rests[k]) <= 4e-16 * constraintScale(each, x))) {
      if (missed.length === 1) giveTheRest(region, x, missed[0].coefficients, rests[0]);
      return x;
    }
    const weight = x.map((each, i) =>
      each > region.lower[i] && each < region.upper[i]
        ? Math.min(width[i], each - region.lower[i], region.upper[i] - each) ** 2
        : 0,
    );
    const size = missed.length;
    const normal = new Float64Array(size * size);
    missed.forEach((a, k) => {
      missed.forEach((b, l) => {
        for (let i = 0; i < x.length; i += 1) normal[k * size + l] += weight[i] * a.coefficients[i] * b.coefficients[i];
      });
      normal[k * size + k] = normal[k * size + k] * (1 + 1e-14) || 1;
    });
    const factor = factorSmall(normal, size);
    if (factor === undefined) return x;
    solveSmall(factor, rests);
    for (let i = 0; i < x.length; i += 1) {
      let move = 0;
      missed.forEach((constraint, k) => {
        move += rests[k] * constraint.coefficients[i];
      });
      x[i] = Math.min(region.upper[i], Math.max(region.lower[i], x[i] + weight[i] * move));
    }
  }
  return x;
}

function giveTheRest(region: LinearRegion, x: Float64Array, coefficients: Float64Array, rest: number): void {
  let [best, room] = [-1, 0];
  for (let i = 0; i < x.length; i += 1) {
    const free = Math.min(x[i] - region.lower[i], region.upper[i] - x[i]) * Math.abs(coefficients[i]);
    if (free > room) [best, room] = [i, free];
  }
  if (best >= 0 && room > Math.abs(rest)) x[best] += rest / coefficients[best];
}

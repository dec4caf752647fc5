// The means, deviations and correlations of posterior draws as a joint prior that goes with wide priors of single elements.
import { mean, standardDeviation, symmetricEigen } from "@carryover/engine";
import type { JointPrior } from "../model/spec.ts";

export interface JointMoments {
  readonly joint: JointPrior;
  /** What the variance of each element's own prior must be, over that of the draws, for both together to have the draws' moments. */
  readonly width: number;
}

/** Above the largest eigenvalue by this factor, so that every direction is left something to say. */
const margin = 1.5;
/** Directions narrower than this share of single deviations are rounding. */
const narrowest = 1e-9;

/**
 * Own priors of variance `width` · s² have the precision 1 / (width · s²); W holds the rest. With correlations
 * R = Σ λ v vᵀ of z = (u − m) / s the whole is weight · R⁻¹, so that WᵀW = weight · Σ (1/λ − 1/width) v vᵀ, which is positive
 * for any width above the largest λ.
 *
 * @param variables  in the order of `elements`
 * @param elements   unbounded coordinates, (draw) of each; none constant
 * @param weight     in (0, 1]; see `matchPrior`
 */
export function jointMoments(
  variables: JointPrior["variables"],
  elements: readonly Float64Array[],
  weight: number,
): JointMoments {
  const count = elements.length;
  const means = elements.map((values) => mean(values));
  const sds = elements.map((values) => standardDeviation(values));
  const draws = elements[0].length;
  const scaled = elements.map((values, index) => values.map((value) => (value - means[index]) / sds[index]));
  const correlations = new Float64Array(count * count); // (element, element)
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let product = 0;
      for (let draw = 0; draw < draws; draw += 1) product += scaled[row][draw] * scaled[column][draw];
      correlations[row * count + column] = correlations[column * count + row] = product / (draws - 1);
    }
  }
  const { values, vectors } = symmetricEigen(correlations, count);
  const width = margin * values[0];
  const roots = values.map((value) => Math.sqrt(weight * (1 / Math.max(value, narrowest * values[0]) - 1 / width)));
  const columns = elements.map((_, element) =>
    Array.from(roots, (root, direction) => (root * vectors[direction * count + element]) / sds[element]),
  );
  return { joint: { variables, mean: means, columns }, width };
}

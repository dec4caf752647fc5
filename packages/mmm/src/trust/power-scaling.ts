// Power-scaling: how a posterior quantity would move were its prior, or the data, given a little more or less weight.
import { smoothWeights } from "@carryover/engine";
import { weightedMean } from "../analysis/estimates.ts";
import { momentsOf } from "./trust-facts.ts";

/** Power by which a component is raised, and one over it. */
const step = 1.01;

export interface PowerScaling {
  /**
   * Cumulative Jensen–Shannon distance per doubling of the component's power, averaged over a little more and a little less:
   * 0 where the quantity does not care. Equals `arviz.psens`, asserted in test/trust/power-scaling.test.ts.
   */
  readonly sensitivity: number;
  /** How far the mean moves per doubling of the power, in standard deviations of the posterior; signed. */
  readonly shift: number;
  /** Of the importance weights; the larger of both. */
  readonly paretoK: number;
}

/**
 * @param quantity      posterior draws of what is asked about
 * @param logComponent  log density of the prior, or of the likelihood, at the same draws
 * @see Kallioinen, Paananen, Bürkner & Vehtari (2024), Detecting and diagnosing prior and likelihood sensitivity with
 *   power-scaling, Statistics and Computing 34, 57
 */
export function powerScaling(quantity: Float64Array, logComponent: Float64Array): PowerScaling {
  const order = Int32Array.from(quantity.keys()).sort((left, right) => quantity[left] - quantity[right]);
  const doublings = Math.log2(step);
  const scaled = [1 / step, step].map((power) => {
    const { weights, paretoK } = powerWeights(logComponent, power);
    return {
      distance: cumulativeJensenShannon(quantity, weights, order),
      mean: weightedMean(quantity, weights),
      paretoK,
    };
  });
  const { sd } = momentsOf(quantity);
  const [less, more] = scaled;
  return {
    sensitivity: (less.distance + more.distance) / (2 * doublings),
    shift: sd === 0 ? 0 : (more.mean - less.mean) / (2 * doublings * sd),
    paretoK: Math.max(less.paretoK, more.paretoK),
  };
}

/** Importance weights, summing to one, that turn posterior draws into draws with a component raised to `power`. */
export function powerWeights(
  logComponent: Float64Array,
  power: number,
): { readonly weights: Float64Array; readonly paretoK: number } {
  const { logWeights, paretoK } = smoothWeights(logComponent.map((value) => (power - 1) * value));
  return { weights: logWeights.map(Math.exp), paretoK };
}

/**
 * The distance between the distribution of draws and that of the same draws under weights, in [0, 1]: the square root of
 *
 *   [ ∫ P log₂(2P/(P+Q)) dx + ∫ Q log₂(2Q/(P+Q)) dx ] / ( ∫ P dx + ∫ Q dx )
 *
 * P and Q their distribution functions, integrated from the least to the largest draw. (The linear terms that make each half
 * a divergence cancel in the sum.) It is not the same from the other end: the larger of both directions counts. 0 where no
 * draw differs from another.
 *
 * @param order  positions of the draws, ascending by value
 * @see Nguyen & Vreeken (2015), Non-parametric Jensen–Shannon divergence
 */
export function cumulativeJensenShannon(draws: Float64Array, weights: Float64Array, order: Int32Array): number {
  return Math.max(
    distanceAlong(draws, weights, order),
    distanceAlong(draws, weights, Int32Array.from(order).reverse()),
  );
}

/** The distance by the distribution functions that gather in the given direction. */
function distanceAlong(draws: Float64Array, weights: Float64Array, order: Int32Array): number {
  let [divergence, bound, q] = [0, 0, 0];
  for (let rank = 0; rank + 1 < order.length; rank += 1) {
    const width = Math.abs(draws[order[rank + 1]] - draws[order[rank]]);
    const p = (rank + 1) / order.length;
    q += weights[order[rank]];
    const middle = (p + q) / 2;
    divergence += width * (p * Math.log2(p / middle) + (q > 0 ? q * Math.log2(q / middle) : 0));
    bound += width * (p + q);
  }
  return bound > 0 ? Math.sqrt(Math.max(0, divergence) / bound) : 0;
}

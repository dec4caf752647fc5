// What could have been observed: the expected KPI of each draw with that draw's observation noise added.
import { openStream } from "@carryover/engine";

/**
 * Posterior predictive draws: expected + noise · standard normal. The same seed gives the same numbers.
 *
 * @param expected  (draw, observation), KPI units
 * @param noise     standard deviation of each draw, KPI units
 * @param seed      of the fit
 */
export function predictiveDraws(expected: Float64Array, noise: Float64Array, seed: number): Float64Array {
  const stream = openStream({ seed, chain: 0, purpose: "predictive" });
  const observations = expected.length / noise.length;
  return expected.map((value, index) => value + noise[Math.floor(index / observations)] * stream.normal());
}

// MAPE.LIFT: how far a model's response lies from what lift tests found.
import type { Hyperparameters } from "./hyperparameters.ts";
import type { SearchProblem } from "./search-problem.ts";
import { hill, type SeriesTransform } from "./transform-series.ts";

/**
 * Mean of |predicted − lift| / |lift| over the lift tests. In all: the coefficients times saturated media of the
 * tested channels over the test's periods.
 * Immediate: that without what media of earlier periods alone would have caused.
 */
export function liftDistance(
  { series, lifts, start }: SearchProblem,
  transform: SeriesTransform,
  { series: places }: Hyperparameters,
  point: Float64Array,
  coefficients: Float64Array,
  inflexions: Float64Array,
): number {
  let distance = 0;
  for (const { series: tested, from, to, lift, scope } of lifts) {
    let caused = 0;
    for (const index of tested) {
      const { alpha, theta, shape, scale } = places[index];
      const { values } = series[index];
      const adstocked = transform.adstock(values, point[theta >= 0 ? theta : shape], scale >= 0 ? point[scale] : 0);
      const inflexion = inflexions[index];
      let response = 0;
      for (let row = start + from; row <= start + to; row += 1) {
        response += hill(adstocked[row], point[alpha], inflexion);
        if (scope === "immediate") {
          response -= hill(adstocked[row] - transform.immediate * values[row], point[alpha], inflexion);
        }
      }
      caused += coefficients[index] * response;
    }
    distance += Math.abs((caused - lift) / lift) / lifts.length;
  }
  return distance;
}

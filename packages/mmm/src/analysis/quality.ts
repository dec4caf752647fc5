// How well the fit describes the data: errors of the expected KPI, and how often the truth falls inside the bands.
import { estimate, intervalOfSorted, intervalPositions } from "./estimates.ts";
import type { FitQuality, PredictionErrors } from "./evaluation.ts";
import { selectPositions } from "./select.ts";

/**
 * Errors where the observation is known, all NaN where none is.
 *
 * @param offset where the prediction starts in `predicted`, which may hold many draws in a row
 */
export function predictionErrors(observed: Float64Array, predicted: Float64Array, offset = 0): PredictionErrors {
  let count = 0;
  for (let index = 0; index < observed.length; index += 1) if (!Number.isNaN(observed[index])) count += 1;
  let mean = 0;
  for (let index = 0; index < observed.length; index += 1) {
    if (!Number.isNaN(observed[index])) mean += observed[index] / count;
  }
  let residual = 0;
  let total = 0;
  let absolute = 0;
  let size = 0;
  let relative = 0;
  let nonZero = 0;
  for (let index = 0; index < observed.length; index += 1) {
    const value = observed[index];
    if (Number.isNaN(value)) continue;
    const error = Math.abs(value - predicted[offset + index]);
    residual += error * error;
    total += (value - mean) ** 2;
    absolute += error;
    size += Math.abs(value);
    if (value !== 0) {
      relative += error / Math.abs(value);
      nonZero += 1;
    }
  }
  return {
    r2: total === 0 ? 0 : 1 - residual / total,
    rmse: Math.sqrt(residual / count),
    mape: nonZero === 0 ? 0 : relative / nonZero,
    wmape: size === 0 ? 0 : absolute / size,
  };
}

/** Mean over draws of each observation, from (draw, observation). */
export function meanOverDraws(values: Float64Array, observations: number): Float64Array {
  const mean = new Float64Array(observations);
  const draws = values.length / observations;
  for (let index = 0; index < values.length; index += 1) mean[index % observations] += values[index] / draws;
  return mean;
}

/**
 * Quality over all observations (geo × time) whose KPI is known. The errors are those of the posterior mean of the expected KPI, and
 * `perDraw` gives the same figures draw by draw; the coverages are of the posterior predictive, noise included.
 *
 * @param observed    (observation), NaN where it is not known
 * @param expected    (draw, observation), without noise
 * @param predictive  (draw, observation), with noise
 */
export function fitQuality(observed: Float64Array, expected: Float64Array, predictive: Float64Array): FitQuality {
  const count = observed.length;
  const draws = expected.length / count;
  const perDraw = { r2: new Float64Array(draws), rmse: new Float64Array(draws), mape: new Float64Array(draws) }; // (draw)
  for (let draw = 0; draw < draws; draw += 1) {
    const offset = draw * count;
    const errors = predictionErrors(observed, expected, offset);
    perDraw.r2[draw] = errors.r2;
    perDraw.rmse[draw] = errors.rmse;
    perDraw.mape[draw] = errors.mape;
  }
  const [coverage50, coverage80, coverage94] = coverage(observed, predictive, [0.5, 0.8, 0.94]);
  return {
    ...predictionErrors(observed, meanOverDraws(expected, count)),
    coverage50,
    coverage80,
    coverage94,
    perDraw: { r2: estimate(perDraw.r2), rmse: estimate(perDraw.rmse), mape: estimate(perDraw.mape) },
  };
}

/**
 * Share of known observations inside the equal-tailed predictive interval of each mass, ends included.
 *
 * @param predictive  (draw, observation)
 */
export function coverage(observed: Float64Array, predictive: Float64Array, masses: readonly number[]): number[] {
  const count = observed.length;
  const draws = predictive.length / count;
  const column = new Float64Array(draws); // (draw)
  const inside = masses.map(() => 0);
  const positions = intervalPositions(draws, masses);
  let known = 0;
  for (let index = 0; index < count; index += 1) {
    if (Number.isNaN(observed[index])) continue;
    known += 1;
    for (let draw = 0; draw < draws; draw += 1) column[draw] = predictive[draw * count + index];
    selectPositions(column, positions);
    masses.forEach((mass, which) => {
      const [low, high] = intervalOfSorted(column, mass);
      if (observed[index] >= low && observed[index] <= high) inside[which] += 1;
    });
  }
  return inside.map((hits) => hits / known);
}

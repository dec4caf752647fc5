// What could have been observed: the expected KPI of each draw with that draw's scatter around it.
import { openStream } from "@carryover/engine";
import { type ObservationModel, observationModels } from "./observation-model.ts";

/** How the observations of each draw scatter. */
export interface Scatter {
  /** Of each draw in each geo, (draw, geo), in the unit of the observation model. */
  readonly noise: Float64Array;
  /** Degrees of freedom of each draw, where the model has them. */
  readonly degrees?: Float64Array | undefined;
  /** The normal by default. */
  readonly model?: ObservationModel;
}

/**
 * Posterior predictive draws. The same seed gives the same numbers.
 *
 * @param expected  (draw, geo, time), KPI units
 * @param seed      of the fit
 */
export function predictiveDraws(expected: Float64Array, scatter: Scatter, seed: number): Float64Array {
  const { noise, degrees, model = observationModels.normal } = scatter;
  const stream = openStream({ seed, chain: 0, purpose: "predictive" });
  const perNoise = expected.length / noise.length;
  const perDraw = degrees === undefined ? 1 : expected.length / degrees.length;
  return expected.map((mean, index) =>
    model.draw(stream, mean, noise[Math.floor(index / perNoise)], degrees?.[Math.floor(index / perDraw)] ?? Number.NaN),
  );
}

/** log p(observed | draw) of every observation, (draw, observation). Overwrites the expected KPI. */
export function pointwiseLogDensities(observed: Float64Array, expected: Float64Array, scatter: Scatter): Float64Array {
  const { noise, degrees, model = observationModels.normal } = scatter;
  const perNoise = expected.length / noise.length;
  for (let index = 0; index < expected.length; index += 1) {
    const df = degrees?.[Math.floor(index / observed.length)] ?? Number.NaN;
    expected[index] = model.logDensity(
      observed[index % observed.length],
      expected[index],
      noise[Math.floor(index / perNoise)],
      df,
    );
  }
  return expected;
}

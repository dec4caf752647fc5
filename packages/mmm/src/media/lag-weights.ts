// What a family of lag weights is, and what is done with any of them: normalize, convolve.

/** Weights over lags 0, 1, 2, … as a differentiable function of a few parameters. Neither function allocates. */
export interface LagWeights {
  /** Parameter names, in order. */
  readonly parameters: readonly string[];
  /** Fills `weights` (one per lag, from lag 0) before any normalization. */
  weights(parameters: Float64Array, weights: Float64Array): void;
  /**
   * Adds Σ_l weightAdjoint[l] · ∂weight[l]/∂parameter into `parameterAdjoint`.
   * @param weights  as `weights` filled them
   */
  pullback(
    parameters: Float64Array,
    weights: Float64Array,
    weightAdjoint: Float64Array,
    parameterAdjoint: Float64Array,
  ): void;
}

/** Divides weights by their sum, in place, and returns that sum. */
export function normalizeWeights(weights: Float64Array): number {
  let sum = 0;
  for (let lag = 0; lag < weights.length; lag += 1) sum += weights[lag];
  for (let lag = 0; lag < weights.length; lag += 1) weights[lag] /= sum;
  return sum;
}

/** out[t] = Σ_l weights[l] · media[t−l], media before the first period counting as zero. Length of `media`. */
export function convolve(media: Float64Array, weights: Float64Array): Float64Array {
  return media.map((_, t) => {
    let sum = 0;
    for (let lag = 0; lag < weights.length && lag <= t; lag += 1) sum += weights[lag] * media[t - lag];
    return sum;
  });
}

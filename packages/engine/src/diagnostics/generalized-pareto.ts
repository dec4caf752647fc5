// The generalized Pareto distribution: its quantiles, and its fit to the tail of importance weights.

export interface GeneralizedPareto {
  /** Shape k; the tail has finite moments up to order 1/k. */
  readonly shape: number;
  /** Scale σ, in the unit of the data. */
  readonly scale: number;
}

/** Prior weight, in observations, that draws the shape toward 1/2. */
const priorObservations = 10;

/**
 * Fits shape and scale by the empirical Bayes estimate of Zhang and Stephens, the shape then regularized toward 1/2.
 *
 * @param excesses  ascending distances above the threshold, ≥ 0, at least 5
 * @returns         NaN or infinite shape when a quarter or more of the excesses are 0, or one is not finite
 * @see Zhang & Stephens (2009); Vehtari et al. (2024), Pareto smoothed importance sampling, appendix C
 */
export function fitGeneralizedPareto(excesses: Float64Array): GeneralizedPareto {
  const count = excesses.length;
  const candidates = 30 + Math.floor(Math.sqrt(count));
  const quarter = excesses[Math.floor(count / 4 + 0.5) - 1];
  const rates = new Float64Array(candidates); // b = −shape / scale
  const profile = new Float64Array(candidates); // log likelihood at each b, maximized over the shape
  for (let index = 0; index < candidates; index += 1) {
    const rate = 1 / excesses[count - 1] + (1 - Math.sqrt(candidates / (index + 0.5))) / (3 * quarter);
    const shape = shapeAt(rate, excesses);
    rates[index] = rate;
    profile[index] = count * (Math.log(-rate / shape) - shape - 1);
  }
  const rate = posteriorMean(rates, profile);
  const shape = shapeAt(rate, excesses);
  return {
    shape: (count * shape + priorObservations * 0.5) / (count + priorObservations),
    scale: -shape / rate,
  };
}

/**
 * The value that a share `probability` of the distribution lies below.
 *
 * @param probability  in [0, 1)
 */
export function generalizedParetoQuantile(probability: number, { shape, scale }: GeneralizedPareto): number {
  const exponential = -Math.log1p(-probability);
  if (Math.abs(shape) < Number.EPSILON) return scale * exponential;
  return (scale * Math.expm1(shape * exponential)) / shape;
}

/** The shape of highest likelihood when −shape/scale is `rate`. */
function shapeAt(rate: number, excesses: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < excesses.length; index += 1) sum += Math.log1p(-rate * excesses[index]);
  return sum / excesses.length;
}

/** Mean of `rates` weighted by exp(profile), without the negligible weights. */
function posteriorMean(rates: Float64Array, profile: Float64Array): number {
  const highest = profile.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const weights = profile.map((value) => Math.exp(value - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  let mean = 0;
  for (let index = 0; index < rates.length; index += 1) {
    if (weights[index] / total < 10 * Number.EPSILON) continue;
    kept += weights[index];
    mean += weights[index] * rates[index];
  }
  return mean / kept;
}

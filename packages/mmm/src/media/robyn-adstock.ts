// Robyn's adstocks: never normalized, and a Weibull whose scale is a quantile of the window.
import { convolve } from "./lag-weights.ts";
import { weibullCdfWeights, weibullPdfWeights } from "./weights-weibull.ts";

/** Adstocked media and how much larger their sum is than that of the media. */
export interface RobynAdstock {
  /** Length of the media. */
  readonly adstocked: Float64Array;
  /** One weight per lag, from lag 0; as long as the media. */
  readonly weights: Float64Array;
  /** Σ adstocked / Σ media. */
  readonly inflation: number;
}

/** a[t] = x[t] + theta · a[t−1], theta in [0, 1). */
export function robynGeometricAdstock(media: Float64Array, theta: number): RobynAdstock {
  return applied(
    media,
    media.map((_, lag) => theta ** lag),
  );
}

/**
 * Weibull density over lags, rescaled to run from 0 to 1. `scale` in [0, 1] is a share of the window: the rounded
 * quantile of 1 … T. Shape or scale 0: no adstock.
 * @see Robyn, R/transformation.R (MIT)
 */
export function robynWeibullPdfAdstock(media: Float64Array, shape: number, scale: number): RobynAdstock {
  const weights = weightsOrNone(media, shape, scale, (parameters, into) => weibullPdfWeights.weights(parameters, into));
  return applied(media, weights);
}

/** Product of Weibull survival probabilities over lags; `scale` as in `robynWeibullPdfAdstock`. */
export function robynWeibullCdfAdstock(media: Float64Array, shape: number, scale: number): RobynAdstock {
  const weights = weightsOrNone(media, shape, scale, (parameters, into) => weibullCdfWeights.weights(parameters, into));
  return applied(media, weights);
}

/** The Weibull scale in periods: R's type-7 quantile of 1 … `periods`, rounded half to even. */
export function robynWeibullScale(periods: number, scale: number): number {
  const quantile = 1 + (periods - 1) * scale;
  const below = Math.floor(quantile);
  const fraction = quantile - below;
  if (fraction === 0.5) return below % 2 === 0 ? below : below + 1;
  return fraction < 0.5 ? below : below + 1;
}

function weightsOrNone(
  media: Float64Array,
  shape: number,
  scale: number,
  fill: (parameters: Float64Array, into: Float64Array) => void,
): Float64Array {
  const weights = new Float64Array(media.length);
  if (shape === 0 || scale === 0) {
    weights[0] = 1;
    return weights;
  }
  fill(Float64Array.of(shape, robynWeibullScale(media.length, scale)), weights);
  return weights;
}

function applied(media: Float64Array, weights: Float64Array): RobynAdstock {
  const adstocked = convolve(media, weights);
  const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);
  return { adstocked, weights, inflation: sum(adstocked) / sum(media) };
}

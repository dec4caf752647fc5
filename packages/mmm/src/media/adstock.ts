// Adstock: media keeps working after it is shown. The kinds, their parameters and their weights.
import { convolve, type LagWeights, normalizeWeights } from "./lag-weights.ts";
import { binomialWeights } from "./weights-binomial.ts";
import { delayedWeights } from "./weights-delayed.ts";
import { geometricWeights } from "./weights-geometric.ts";
import { weibullCdfWeights, weibullPdfWeights } from "./weights-weibull.ts";

/** Which adstock a channel has. `window` counts lag weights, the period of exposure included; null means the whole past. */
export type AdstockSpec =
  | { readonly kind: "none" }
  | { readonly kind: "geometric"; readonly window: number | null; readonly normalize: boolean }
  | { readonly kind: "delayed"; readonly window: number; readonly normalize: boolean }
  | { readonly kind: "weibull-pdf"; readonly window: number; readonly normalize: boolean }
  | { readonly kind: "weibull-cdf"; readonly window: number; readonly normalize: boolean }
  | { readonly kind: "binomial"; readonly window: number; readonly normalize: boolean };

/** The lag weights of each kind; each names its parameters. */
const weightsOf: Readonly<Record<Exclude<AdstockSpec["kind"], "none">, LagWeights>> = {
  geometric: geometricWeights,
  delayed: delayedWeights,
  "weibull-pdf": weibullPdfWeights,
  "weibull-cdf": weibullCdfWeights,
  binomial: binomialWeights,
};

/** The family of lag weights behind a spec; null for `none`. */
export function lagWeightsOf(spec: AdstockSpec): LagWeights | null {
  return spec.kind === "none" ? null : weightsOf[spec.kind];
}

/** Names of an adstock's parameters, in the order in which functions and operations take them. */
export function adstockParameters(spec: AdstockSpec): readonly string[] {
  return lagWeightsOf(spec)?.parameters ?? [];
}

/**
 * Response to one unit of media: how much of it is felt 0, 1, 2, … periods later.
 *
 * Normalized weights sum to one over the spec's whole window (over all time when the window is null), however many
 * periods are asked for. Meridian shortens its window to the length of the series first; a parity model states that
 * shorter window in its spec.
 *
 * @param parameters  in the order of `adstockParameters(spec)`
 * @param periods     number of weights wanted; those beyond the window are zero
 * @throws RangeError when the number of parameters does not fit, or the window is not a whole number ≥ 1
 */
export function adstockWeights(spec: AdstockSpec, parameters: readonly number[], periods: number): Float64Array {
  const family = lagWeightsOf(spec);
  const expected = family?.parameters.length ?? 0;
  if (parameters.length !== expected) {
    throw new RangeError(`${spec.kind} adstock takes ${expected} parameters, got ${parameters.length}`);
  }
  const response = new Float64Array(periods);
  if (family === null || spec.kind === "none") {
    if (periods > 0) response[0] = 1;
    return response;
  }
  if (spec.window === null) {
    family.weights(Float64Array.from(parameters), response);
    const share = spec.normalize ? 1 - parameters[0] : 1;
    return response.map((weight) => share * weight);
  }
  requireWindow(spec.kind, spec.window);
  const weights = new Float64Array(spec.window);
  family.weights(Float64Array.from(parameters), weights);
  if (spec.normalize) normalizeWeights(weights);
  response.set(weights.subarray(0, periods));
  return response;
}

/** @throws RangeError when the window is not a whole number ≥ 1 */
export function requireWindow(kind: AdstockSpec["kind"], window: number): void {
  if (!Number.isInteger(window) || window < 1) {
    throw new RangeError(`${kind} adstock: window ${window} must be a whole number of periods ≥ 1`);
  }
}

/**
 * Adstocked media: out[t] = Σ_l weight[l] · media[t−l]; periods before the first count as zero. `adstockOperation` is the
 * differentiable form of the same.
 *
 * @param media       exposure of one geo, length T, ≥ 0
 * @param parameters  in the order of `adstockParameters(spec)`
 * @throws RangeError as `adstockWeights`
 */
export function adstock(spec: AdstockSpec, media: Float64Array, parameters: readonly number[]): Float64Array {
  if (spec.kind === "geometric" && spec.window === null && parameters.length === 1) {
    const gain = spec.normalize ? 1 - parameters[0] : 1;
    let carried = 0;
    return media.map((value) => {
      carried = gain * value + parameters[0] * carried;
      return carried;
    });
  }
  const lags = spec.kind === "none" ? 1 : (spec.window ?? media.length);
  return convolve(media, adstockWeights(spec, parameters, Math.min(lags, media.length)));
}

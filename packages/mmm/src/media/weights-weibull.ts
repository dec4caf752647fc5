// Weibull lag weights, as PyMC-Marketing defines them: a density (a delayed peak) or a survival product (a flexible decay).
import { exp, log, power } from "@carryover/engine";
import type { LagWeights } from "./lag-weights.ts";

/** log of the Weibull density at t > 0. */
function logDensity(t: number, shape: number, scale: number): number {
  const logRatio = log(t / scale);
  return log(shape / scale) + (shape - 1) * logRatio - exp(shape * logRatio);
}

/** Index of the largest (sign 1) or smallest (sign −1) weight. */
function extreme(weights: Float64Array, sign: 1 | -1): number {
  let best = 0;
  for (let lag = 1; lag < weights.length; lag += 1) if (sign * weights[lag] > sign * weights[best]) best = lag;
  return best;
}

/**
 * weight[l] = (f(l+1) − min f) / (max f − min f) with f the Weibull density over the window, so the smallest weight is
 * zero and the largest one. Computed relative to the largest density, which therefore never underflows; a window over
 * which the density is constant (one lag, say) keeps lag 0 alone. shape > 0; scale > 0 in periods.
 */
export const weibullPdfWeights: LagWeights = {
  parameters: ["shape", "scale"],
  weights([shape, scale], weights) {
    for (let lag = 0; lag < weights.length; lag += 1) weights[lag] = logDensity(lag + 1, shape, scale);
    const largest = weights[extreme(weights, 1)];
    for (let lag = 0; lag < weights.length; lag += 1) weights[lag] = exp(weights[lag] - largest);
    const smallest = weights[extreme(weights, -1)];
    if (smallest === 1) {
      weights.fill(0);
      weights[0] = 1;
      return;
    }
    for (let lag = 0; lag < weights.length; lag += 1) weights[lag] = (weights[lag] - smallest) / (1 - smallest);
  },
  pullback(parameters, weights, weightAdjoint, parameterAdjoint) {
    const [shape, scale] = parameters;
    const peak = extreme(weights, 1);
    const trough = extreme(weights, -1);
    if (peak === trough) return;
    const logPeak = logDensity(peak + 1, shape, scale);
    const smallest = exp(logDensity(trough + 1, shape, scale) - logPeak);
    let troughAdjoint = 0;
    for (let lag = 0; lag < weights.length; lag += 1) {
      const adjoint = weightAdjoint[lag] / (1 - smallest);
      troughAdjoint -= adjoint * (1 - weights[lag]);
      const relativeDensity = exp(logDensity(lag + 1, shape, scale) - logPeak);
      addLogSlopes(lag, peak, parameters, adjoint * relativeDensity, parameterAdjoint);
    }
    addLogSlopes(trough, peak, parameters, troughAdjoint * smallest, parameterAdjoint);
  },
};

/** Adds factor · ∂ log(f(lag+1)/f(peak+1)) into the adjoints of shape and scale. */
function addLogSlopes(
  lag: number,
  peak: number,
  [shape, scale]: Float64Array,
  factor: number,
  parameterAdjoint: Float64Array,
): void {
  if (factor === 0) return;
  const logRatio = log((lag + 1) / scale);
  const raised = exp(shape * logRatio);
  const peakLogRatio = log((peak + 1) / scale);
  const peakRaised = exp(shape * peakLogRatio);
  parameterAdjoint[0] += factor * (logRatio * (1 - raised) - peakLogRatio * (1 - peakRaised));
  parameterAdjoint[1] += (factor * shape * (raised - peakRaised)) / scale;
}

/**
 * weight[l] = Π_{j=1}^{l} (1 − F(j)) = exp(−Σ_{j=1}^{l} (j/scale)^shape) with F the Weibull distribution function; the
 * first weight is one. PyMC-Marketing's l_max makes l_max + 1 of them. shape > 0; scale > 0 in periods.
 */
export const weibullCdfWeights: LagWeights = {
  parameters: ["shape", "scale"],
  weights([shape, scale], weights) {
    let hazard = 0;
    weights[0] = 1;
    for (let lag = 1; lag < weights.length; lag += 1) {
      hazard += power(lag / scale, shape);
      weights[lag] = exp(-hazard);
    }
  },
  pullback([shape, scale], weights, weightAdjoint, parameterAdjoint) {
    let shapeSlope = 0;
    let scaleSlope = 0;
    for (let lag = 1; lag < weights.length; lag += 1) {
      if (weights[lag] === 0) return;
      const hazard = power(lag / scale, shape);
      shapeSlope -= hazard * log(lag / scale);
      scaleSlope += (hazard * shape) / scale;
      parameterAdjoint[0] += weightAdjoint[lag] * weights[lag] * shapeSlope;
      parameterAdjoint[1] += weightAdjoint[lag] * weights[lag] * scaleSlope;
    }
  },
};

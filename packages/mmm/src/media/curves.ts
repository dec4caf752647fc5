// Saturation curves as plain functions of one exposure u ≥ 0; coefficients that only multiply are given where a source names them.
import { exp, log, log1p, tanh } from "@carryover/engine";

/**
 * u^slope / (halfSaturation^slope + u^slope): half of the ceiling at u = halfSaturation > 0, an S for slope > 1. No
 * exposure has no effect whatever the slope; at slope 0 any other exposure has half.
 */
export function hill(u: number, halfSaturation: number, slope: number): number {
  return u === 0 ? 0 : 1 / (1 + (halfSaturation / u) ** slope);
}

/** (1 − exp(−rate · u)) / (1 + exp(−rate · u)), rate ≥ 0 per unit of exposure. */
export function logistic(u: number, rate: number): number {
  return tanh((rate * u) / 2);
}

/** The logistic with its rate stated as the exposure of half saturation: u = halfSaturation gives one half. */
export function inverseScaledLogistic(u: number, halfSaturation: number): number {
  return logistic(u, log(3) / halfSaturation);
}

/** ceiling · tanh(u / (ceiling · costPerUnit)): its slope at no exposure is 1 / costPerUnit. */
export function scaledTanh(u: number, ceiling: number, costPerUnit: number): number {
  return ceiling * tanh(u / (ceiling * costPerUnit));
}

/**
 * gain · reference · tanh(u · atanh(level) / reference) / level: at u = reference the effect is gain per unit of
 * exposure, and a share `level` in (0, 1) of the ceiling.
 */
export function baselinedTanh(u: number, reference: number, gain: number, level: number): number {
  return (gain * reference * tanh((u * Math.atanh(level)) / reference)) / level;
}

/** ceiling · u / (halfSaturation + u), halfSaturation > 0. */
export function michaelisMenten(u: number, ceiling: number, halfSaturation: number): number {
  return (ceiling * u) / (halfSaturation + u);
}

/** ceiling / (1 + exp(−rate · (u − midpoint))): not zero at no exposure; the models use it less its value there. */
export function hillSigmoid(u: number, ceiling: number, rate: number, midpoint: number): number {
  return ceiling / (1 + exp(-rate * (u - midpoint)));
}

/** u^exponent, exponent in (0, 1]; no ceiling. */
export function root(u: number, exponent: number): number {
  return u ** exponent;
}

/** log(1 + u / scale), scale > 0 in units of exposure; no ceiling. */
export function logarithmic(u: number, scale: number): number {
  return log1p(u / scale);
}

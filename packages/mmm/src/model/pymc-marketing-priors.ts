// What PyMC-Marketing uses where its user is silent: priors by class of adstock and saturation, and of the rest.
import type { AdstockSpec } from "../media/adstock.ts";
import type { SaturationSpec } from "../media/saturation.ts";
import { normalPrior } from "./effects.ts";
import type { PriorSpec } from "./spec.ts";

type Priors = Readonly<Record<string, PriorSpec>>;

/** Lag weights of its example; the original has no default. Its cumulative Weibull counts one weight more. */
export const pymcMarketingWindow = 8;

/** By parameter of the adstock. The original has no binomial adstock: it gets the retention of the geometric one. */
export const pymcMarketingAdstockPriors: Readonly<Record<AdstockSpec["kind"], Priors>> = {
  none: {},
  geometric: { retention: beta(1, 3) },
  delayed: { retention: beta(1, 3), peakDelay: halfNormal(1) },
  "weibull-pdf": { scale: gammaOf(2, 1), shape: gammaOf(3, 1) },
  "weibull-cdf": { scale: gammaOf(2, 2.5), shape: gammaOf(2, 2.5) },
  binomial: { retention: beta(1, 3) },
};

/**
 * By parameter of the saturation, its coefficient included. What the original states otherwise: its tanh b·tanh(u/(b·c)) has
 * c ~ HN(1), so that our scale b·c is half-normal with the coefficient as its deviation; its baselined tanh has a gain and
 * a beta that only their product matters of, and a level that must be below 1.
 */
export const pymcMarketingSaturationPriors: Readonly<Record<SaturationSpec["kind"], Priors>> = {
  none: { coefficient: halfNormal(1) },
  logistic: { rate: gamma(3, 1), coefficient: halfNormal(2) },
  "inverse-scaled-logistic": { halfSaturation: gamma(0.5, 1), coefficient: halfNormal(2) },
  tanh: { saturationScale: { distribution: "half-normal", sd: "coefficient" }, coefficient: halfNormal(1) },
  "tanh-baselined": {
    reference: halfNormal(1),
    level: { distribution: "truncated-normal", mean: 0, sd: 1, lower: 0, upper: 1 },
    coefficient: halfNormal(1),
  },
  "michaelis-menten": { halfSaturation: halfNormal(1), coefficient: gammaOf(2, 1) },
  hill: { halfSaturation: halfNormal(1.5), slope: halfNormal(1.5), coefficient: halfNormal(1.5) },
  "hill-sigmoid": { rate: halfNormal(1.5), midpoint: halfNormal(1.5), coefficient: halfNormal(1.5) },
  root: { exponent: beta(1, 2), coefficient: gammaOf(1, 1) },
  log: { saturationScale: halfNormal(1), coefficient: halfNormal(2) },
};

/** Of the rest, in units of the largest KPI. The original has neither weekdays nor holidays: they get its controls' prior. */
export const pymcMarketingModelPriors: {
  readonly intercept: PriorSpec;
  readonly trend: PriorSpec;
  readonly yearly: PriorSpec;
  readonly dayOfWeek: PriorSpec;
  readonly holidays: PriorSpec;
  readonly controls: PriorSpec;
  readonly noise: PriorSpec;
} = {
  intercept: normalPrior(0, 2),
  trend: normalPrior(0, 2),
  yearly: { distribution: "laplace", location: 0, scale: 1 },
  dayOfWeek: normalPrior(0, 2),
  holidays: normalPrior(0, 2),
  controls: normalPrior(0, 2),
  noise: halfNormal(2),
};

function halfNormal(sd: number): PriorSpec {
  return { distribution: "half-normal", sd };
}

function beta(a: number, b: number): PriorSpec {
  return { distribution: "beta", alpha: a, beta: b };
}

function gamma(shape: number, rate: number): PriorSpec {
  return { distribution: "gamma", shape, rate };
}

/** The gamma with this mean and standard deviation. */
function gammaOf(mean: number, sd: number): PriorSpec {
  return gamma((mean / sd) ** 2, mean / sd ** 2);
}

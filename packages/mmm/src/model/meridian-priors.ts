// The priors Meridian's model has where the configuration is silent: those of version 2.1 of the original.
import type { PaidPriorKind } from "../data/config/frameworks.ts";
import { normalPrior } from "./effects.ts";
import type { PriorSpec } from "./spec.ts";

const halfNormal = (sd: number): PriorSpec => ({ distribution: "half-normal", sd });
const logNormal = (mu: number, sigma: number): PriorSpec => ({ distribution: "log-normal", mu, sigma });
const uniform: PriorSpec = { distribution: "uniform", lower: 0, upper: 1 };
const share: PriorSpec = { distribution: "beta", alpha: 1, beta: 99 };

/** Lag weights of every adstock: 8 periods after that of the exposure. */
export const meridianWindow = 9;

/** What paid channels bring, by what is believed. */
export const paidPriors: Readonly<Record<PaidPriorKind, PriorSpec>> = {
  roi: logNormal(0.2, 0.9),
  mroi: logNormal(0, 0.5),
  contribution: share,
  coefficient: halfNormal(5),
};

/** Share of the KPI's worth that all paid media are thought to have brought, where a unit of it has no price. */
export const paidShare: { readonly mean: number; readonly sd: number } = { mean: 0.4, sd: 0.2 };

/** Of exposures in units of their median. */
export const exposurePriors: Readonly<Record<string, PriorSpec>> = {
  retention: uniform,
  halfSaturation: { distribution: "truncated-normal", mean: 0.8, sd: 0.8, lower: 0.1, upper: 10 },
};

/** Of reach and frequency: the curve is that of the frequency as it is. */
export const reachPriors: Readonly<Record<string, PriorSpec>> = {
  retention: uniform,
  halfSaturation: { distribution: "shifted-log-normal", shift: 0.1, mu: 0.7, sigma: 0.4 },
  slope: logNormal(0.7, 0.4),
};

export const meridianPriors: Readonly<
  Record<"knots" | "geoIntercept" | "controls" | "controlSd" | "treatmentSd" | "mediaSd" | "noise", PriorSpec>
> = {
  knots: normalPrior(0, 5),
  geoIntercept: normalPrior(0, 5),
  controls: normalPrior(0, 5),
  controlSd: halfNormal(5),
  treatmentSd: halfNormal(5),
  mediaSd: halfNormal(1),
  noise: halfNormal(5),
};

/** Of treatments, by what is believed. */
export const treatmentPriors: Readonly<Record<"contribution" | "coefficient", PriorSpec>> = {
  contribution: { distribution: "truncated-normal", mean: 0, sd: 0.1, lower: -1, upper: 1 },
  coefficient: normalPrior(0, 5),
};

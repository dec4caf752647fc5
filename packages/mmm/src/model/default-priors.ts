// The priors and transforms a model uses where the configuration is silent.
import type { Panel } from "../data/panel.ts";
import type { AdstockSpec } from "../media/adstock.ts";
import { normalPrior } from "./effects.ts";
import type { GeoSpec, PriorSpec } from "./spec.ts";

/** Lag weights followed by default: four weeks of months would be too short and 60 weeks too long for what can be learned. */
export const defaultWindow: Readonly<Record<Panel["frequency"], number>> = { daily: 42, weekly: 13, monthly: 4 };

/** Priors of the transform parameters, exposure being measured in its own mean over periods with any. */
export const transformPriors: Readonly<Record<string, PriorSpec>> = {
  retention: { distribution: "beta", alpha: 2, beta: 2 },
  peakDelay: { distribution: "half-normal", sd: 2 },
  shape: { distribution: "gamma", shape: 4, rate: 2 },
  scale: { distribution: "gamma", shape: 4, rate: 2 },
  halfSaturation: { distribution: "log-normal", mu: 0.3, sigma: 0.7 },
  // Above one half: a slope near zero would make the curve flat and its coefficient free.
  slope: { distribution: "shifted-log-normal", shift: 0.5, mu: 0.25, sigma: 0.6 },
  rate: { distribution: "gamma", shape: 3, rate: 1 },
  exponent: { distribution: "beta", alpha: 4, beta: 2 },
  saturationScale: { distribution: "log-normal", mu: 0.3, sigma: 0.7 },
  midpoint: { distribution: "log-normal", mu: 0, sigma: 0.5 },
  reference: { distribution: "log-normal", mu: 0, sigma: 0.5 },
  level: { distribution: "beta", alpha: 3, beta: 3 },
};

/** Priors of the rest, in units of the mean KPI (trend: rise over the training window). */
export const defaultModelPriors: {
  readonly intercept: PriorSpec;
  readonly trend: PriorSpec;
  readonly yearly: PriorSpec;
  readonly dayOfWeek: PriorSpec;
  readonly holidays: PriorSpec;
  readonly controls: PriorSpec;
  readonly noise: PriorSpec;
} = {
  intercept: normalPrior(0.8, 0.4),
  trend: normalPrior(0, 0.5),
  yearly: normalPrior(0, 0.2),
  dayOfWeek: normalPrior(0, 0.2),
  holidays: normalPrior(0, 0.2),
  controls: normalPrior(0, 0.2),
  noise: { distribution: "half-normal", sd: 0.3 },
};

/**
 * Priors of the standard deviations among geos and knots; intercepts, controls and knots in mean KPIs of a geo, media on the
 * scale of logarithms.
 */
export const geoPriors: GeoSpec["priors"] = {
  intercept: halfNormalPrior(0.5),
  controls: halfNormalPrior(0.1),
  media: halfNormalPrior(0.5),
  knots: halfNormalPrior(0.1),
};

/** The seed's priors by channel; retention is Beta, K in spend units after adstock. */
const adelonChannels: Readonly<Record<string, { readonly retention: PriorSpec; readonly halfSaturationSd: number }>> = {
  tv: { retention: betaPrior(8.5, 1.5), halfSaturationSd: 200_000 },
  search: { retention: betaPrior(2, 8), halfSaturationSd: 50_000 },
  social: { retention: betaPrior(5, 5), halfSaturationSd: 75_000 },
  display: { retention: betaPrior(4, 6), halfSaturationSd: 50_000 },
  print_ooh: { retention: betaPrior(7, 3), halfSaturationSd: 100_000 },
};

/** The seed's channel priors; a channel the seed does not know gets a flat-topped retention and K of five mean spends. */
export function adelonChannelPriors(channel: string, meanSpend: number): Readonly<Record<string, PriorSpec>> {
  const known = adelonChannels[channel];
  return {
    retention: known?.retention ?? betaPrior(2, 2),
    halfSaturation: halfNormalPrior(known?.halfSaturationSd ?? 5 * meanSpend),
    slope: halfNormalPrior(2),
    coefficient: halfNormalPrior(1),
  };
}

export const adelonModelPriors: typeof defaultModelPriors = {
  intercept: normalPrior(50_000, 10_000),
  trend: normalPrior(0, 50),
  yearly: normalPrior(0, 5_000),
  dayOfWeek: normalPrior(0, 3_000),
  holidays: normalPrior(0, 10_000),
  controls: normalPrior(0, 10_000),
  noise: halfNormalPrior(5_000),
};

export const adelonAdstock: AdstockSpec = { kind: "geometric", window: null, normalize: false };

function betaPrior(alpha: number, beta: number): PriorSpec {
  return { distribution: "beta", alpha, beta };
}

function halfNormalPrior(sd: number): PriorSpec {
  return { distribution: "half-normal", sd };
}

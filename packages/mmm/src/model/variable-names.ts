// What a channel's parameters are called among the posterior's variables.
import type { ModelKind } from "./spec.ts";

/** The names the originals have; the default model uses the parameter's own. */
const originalNames: Readonly<Record<ModelKind, Readonly<Record<string, string>>>> = {
  default: {},
  meridian: {
    retention: "alpha_m",
    halfSaturation: "ec_m",
    slope: "slope_m",
    roi: "roi_m",
    mroi: "mroi_m",
    contribution: "contribution_m",
    coefficient: "beta_m",
  },
  robyn: { retention: "theta", slope: "alpha", halfSaturation: "inflexion" },
  adelon: {
    retention: "adstock_alpha",
    halfSaturation: "saturation_K",
    slope: "saturation_S",
    coefficient: "beta_media",
  },
  "pymc-marketing": {
    retention: "adstock_alpha",
    peakDelay: "adstock_theta",
    shape: "adstock_k",
    scale: "adstock_lam",
    rate: "saturation_lam",
    halfSaturation: "saturation_kappa",
    slope: "saturation_slope",
    exponent: "saturation_alpha",
    coefficient: "saturation_beta",
  },
};

/** `halfSaturation` is `half_saturation`, as tools that read draws expect, and `saturation_K` in the seed's model. */
export function variableName(kind: ModelKind, parameter: string): string {
  return originalNames[kind][parameter] ?? parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

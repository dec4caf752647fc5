// From a configuration to what PyMC-Marketing would fit: its channels and the maxima it divides by.
import type { ConfigChannel } from "../data/config/config.ts";
import type { ConfigOrganic } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import type { AdstockSpec } from "../media/adstock.ts";
import {
  pymcMarketingAdstockPriors,
  pymcMarketingSaturationPriors,
  pymcMarketingWindow,
} from "./pymc-marketing-priors.ts";
import type { ChannelSpec, Scales } from "./spec.ts";
import type { SeenOf } from "./training-cells.ts";

export function pymcMarketingChannel(channel: ConfigChannel | ConfigOrganic): ChannelSpec {
  const adstock = adstockSpec(channel);
  const saturation = channel.saturation ?? { kind: "logistic" };
  return {
    name: channel.name,
    adstock,
    saturation,
    order: channel.order,
    priors: {
      ...pymcMarketingAdstockPriors[adstock.kind],
      ...pymcMarketingSaturationPriors[saturation.kind],
      ...channel.priors,
    },
  };
}

function adstockSpec({ adstock }: ConfigChannel | ConfigOrganic): AdstockSpec {
  if (adstock === null) return { kind: "geometric", window: pymcMarketingWindow, normalize: true };
  if (adstock.kind === "none") return { kind: "none" };
  const window = pymcMarketingWindow + (adstock.kind === "weibull-cdf" ? 1 : 0);
  return { kind: adstock.kind, window: adstock.window ?? window, normalize: adstock.normalize ?? true };
}

/** The original's scales in place of means: largest KPI (by size), largest exposure, controls as they are. */
export function pymcMarketingScales(panel: Panel, measured: Scales, seen: SeenOf): Scales {
  return {
    ...measured,
    kpi: largest(seen(panel.kpi.values)),
    media: panel.media.map(({ exposure }) => largest(seen(exposure))),
    controls: panel.controls.map(() => ({ center: 0, scale: 1 })),
  };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

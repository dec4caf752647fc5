// From a configuration to the channels of Meridian's model: transforms, and what is believed of them.
import { logNormalFromMeanSd } from "@carryover/engine";
import type { Config, ConfigAdstock, ConfigChannel, ConfigSaturation } from "../data/config/config.ts";
import type { ConfigMeridian, ConfigOrganic } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import type { AdstockSpec } from "../media/adstock.ts";
import type { SaturationSpec } from "../media/saturation.ts";
import { exposurePriors, meridianWindow, paidPriors, paidShare, reachPriors } from "./meridian-priors.ts";
import { statedPriorKinds } from "./meridian-spec.ts";
import type { ChannelSpec, PriorSpec } from "./spec.ts";

interface ChannelFacts {
  readonly meridian: ConfigMeridian;
  readonly isReach: boolean;
  /** Periods of media, history included: no window is longer. */
  readonly longest: number;
}

/** @param roi  the prior of returns where a channel states none */
export function paidChannel(
  channel: ConfigChannel,
  { roi, ...facts }: ChannelFacts & { readonly roi: PriorSpec },
): ChannelSpec {
  const [kind = facts.meridian.paid_prior] = statedPriorKinds(channel.priors);
  return channelSpec(channel, facts, { [kind]: kind === "roi" ? roi : paidPriors[kind] });
}

export function organicChannel(channel: ConfigOrganic, facts: ChannelFacts): ChannelSpec {
  const [kind = facts.meridian.organic_prior] = statedPriorKinds(channel.priors);
  return channelSpec(channel, facts, { [kind]: paidPriors[kind] });
}

/**
 * The original's log-normal of all returns alike; where a unit of the KPI has no price, the one that the belief about the share
 * of the KPI brought by all paid media implies.
 */
export function sharedRoiPrior(
  panel: Panel,
  config: Config,
  totalOutcome: number,
  spend: readonly number[],
): PriorSpec {
  if (!hasNoPrice(panel, config)) return paidPriors.roi;
  const belief = config.model.meridian.paid_share ?? paidShare;
  const all = spend.reduce((sum, value) => sum + value, 0);
  const { mu, sigma } = logNormalFromMeanSd(
    (belief.mean * totalOutcome) / all,
    (belief.sd * totalOutcome) / Math.hypot(...spend),
  );
  return { distribution: "log-normal", mu, sigma };
}

/** Whether KPI and spend have no common unit. */
export function hasNoPrice({ kpi }: Panel, { data }: Config): boolean {
  return kpi.kind === "units" && data.kpi.revenue_per_kpi === null;
}

function channelSpec(
  channel: ConfigChannel | ConfigOrganic,
  { isReach, longest }: ChannelFacts,
  brings: Readonly<Record<string, PriorSpec>>,
): ChannelSpec {
  const adstock = adstockSpec(channel.adstock, longest);
  const saturation = saturationSpec(channel.saturation, isReach || Object.hasOwn(channel.priors, "slope"));
  const defaults = isReach ? reachPriors : exposurePriors;
  const own = [
    ...(adstock.kind === "none" ? [] : ["retention"]),
    ...(saturation.kind === "none" ? [] : ["halfSaturation"]),
    ...(saturation.kind === "hill" ? ["slope"] : []),
  ];
  return {
    name: channel.name,
    adstock,
    saturation,
    order: channel.order,
    ...(isReach ? { frequencyScale: 1 } : {}),
    priors: { ...pick(defaults, own), ...brings, ...channel.priors },
  };
}

function adstockSpec(adstock: ConfigAdstock | null, longest: number): AdstockSpec {
  if (adstock?.kind === "none") return { kind: "none" };
  const window = Math.min(adstock?.window ?? meridianWindow, longest);
  return { kind: adstock?.kind === "binomial" ? "binomial" : "geometric", window, normalize: true };
}

/** Hill's curve with slope 1 is Michaelis and Menten's. */
function saturationSpec(saturation: ConfigSaturation | null, hasSlope: boolean): SaturationSpec {
  if (saturation?.kind === "none") return { kind: "none" };
  return { kind: hasSlope && saturation?.kind !== "michaelis-menten" ? "hill" : "michaelis-menten" };
}

function pick(priors: Readonly<Record<string, PriorSpec>>, names: readonly string[]): Record<string, PriorSpec> {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(priors, name) ? [[name, priors[name]]] : [])));
}

// Organic channels and treatments of a specification: transforms, priors and scales where the configuration is silent.
import type { Config, ConfigChannel } from "../data/config/config.ts";
import type { ConfigOrganic, ConfigTreatment } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import type { AdstockSpec } from "../media/adstock.ts";
import { centerAndScale, positiveMean } from "./column-measures.ts";
import { defaultWindow, transformPriors } from "./default-priors.ts";
import { pymcMarketingChannel } from "./resolve-pymc-marketing.ts";
import type { ChannelSpec, ModelSpec, PriorSpec, TreatmentSpec } from "./spec.ts";
import { transformParameterNames } from "./spec-problems.ts";
import type { SeenOf } from "./training-cells.ts";

/** Share of the KPI that an organic channel is thought to have brought: Meridian's prior, a hundredth in the mean. */
const organicShare: PriorSpec = { distribution: "beta", alpha: 1, beta: 99 };

/** What is measured of a panel's columns, at the cells that may be seen. */
export interface Measures {
  readonly seen: SeenOf;
  /** By geo; 1 for national data. */
  readonly sizes: readonly number[];
}

/** A channel's transforms and their priors in the default model; what its effect's prior is about comes besides. */
export function defaultTransforms(
  { name, adstock, saturation: stated, order }: ConfigChannel | ConfigOrganic,
  frequency: Panel["frequency"],
): ChannelSpec {
  const window = defaultWindow[frequency];
  const saturation = stated ?? { kind: "hill" };
  const own = adstockSpec(adstock, window);
  const priors = Object.fromEntries(
    transformParameterNames(own, saturation).map((parameter) => [parameter, transformPriors[parameter]]),
  );
  return { name, adstock: own, saturation, order, priors };
}

function adstockSpec(adstock: ConfigChannel["adstock"], window: number): AdstockSpec {
  if (adstock === null) return { kind: "geometric", window, normalize: true };
  if (adstock.kind === "none") return { kind: "none" };
  return { kind: adstock.kind, window: adstock.window ?? window, normalize: adstock.normalize ?? true };
}

/** Exposures are measured in their mean over periods with any, per head where geos differ; in their largest in PyMC-Marketing's model. */
function resolveOrganic(
  panel: Panel,
  { organic: configured, model }: Config,
  { seen, sizes }: Measures,
): { readonly channels: readonly ChannelSpec[]; readonly scales: readonly number[] } {
  const isPymcMarketing = model.kind === "pymc-marketing";
  const periods = panel.dates.length;
  const series = panel.organic ?? [];
  const channels = configured.map((channel, index): ChannelSpec => {
    const resolved = isPymcMarketing ? pymcMarketingChannel(channel) : defaultOrganic(channel, panel.frequency);
    const { frequency } = series[index];
    return frequency === undefined ? resolved : { ...resolved, frequencyScale: positiveMean(seen(frequency)) };
  });
  const scales = series.map(({ exposure }) => {
    if (isPymcMarketing) return seen(exposure).reduce((most, value) => Math.max(most, value), 0);
    return positiveMean(seen(exposure.map((value, cell) => value / sizes[Math.floor(cell / periods)])));
  });
  return { channels, scales };
}

function defaultOrganic(channel: ConfigOrganic, frequency: Panel["frequency"]): ChannelSpec {
  const own = defaultTransforms(channel, frequency);
  return { ...own, priors: { ...own.priors, contribution: organicShare, ...channel.priors } };
}

/** Distances from the baseline are measured in standard deviations. */
function resolveTreatments(
  panel: Panel,
  configured: readonly ConfigTreatment[],
  seen: SeenOf,
  prior: PriorSpec,
): TreatmentSpec[] {
  return configured.map(({ prior: own }, index): TreatmentSpec => {
    const { name, values, baseline } = (panel.treatments ?? [])[index];
    const { center, scale } = centerAndScale(seen(values));
    return { name, baseline, center, scale, prior: own ?? prior };
  });
}

/** The parts of a specification that are absent where a panel has neither organic channels nor treatments. */
export function besidesPaid(
  panel: Panel,
  config: Config,
  measures: Measures,
  treatmentPrior: PriorSpec,
): Pick<ModelSpec, "organic" | "treatments"> & { readonly organicScales: { readonly organic?: readonly number[] } } {
  const { channels, scales } = resolveOrganic(panel, config, measures);
  const treatments = resolveTreatments(panel, config.treatments, measures.seen, treatmentPrior);
  return {
    ...(channels.length === 0 ? {} : { organic: channels }),
    ...(treatments.length === 0 ? {} : { treatments }),
    organicScales: channels.length === 0 ? {} : { organic: scales },
  };
}

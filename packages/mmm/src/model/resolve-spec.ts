// From a configuration and a panel to the frozen specification of a fit.
import { logNormalFromMeanSd } from "@carryover/engine";
import type { Config, ConfigChannel } from "../data/config/config.ts";
import { controlName } from "../data/config/control-name.ts";
import { modelDefaults, trendKind } from "../data/config/model-defaults.ts";
import type { Panel } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import { centerAndScale, mean, positiveMean } from "./column-measures.ts";
import { adelonAdstock, adelonChannelPriors, adelonModelPriors, defaultModelPriors } from "./default-priors.ts";
import { geoProblems, geoSpec } from "./geo-spec.ts";
import { kpiProblems, totalWorth } from "./kpi-problems.ts";
import { hasLogLink } from "./observe.ts";
import { pymcMarketingModelPriors } from "./pymc-marketing-priors.ts";
import { resolveMeridian } from "./resolve-meridian.ts";
import { besidesPaid, defaultTransforms } from "./resolve-organic.ts";
import { pymcMarketingChannel, pymcMarketingScales } from "./resolve-pymc-marketing.ts";
import { resolveRobyn } from "./resolve-robyn.ts";
import { resolveStructure } from "./resolve-structure.ts";
import type { ChannelSpec, ModelSpec, PriorSpec, Scales, StructuredKind } from "./spec.ts";
import { checkSpec } from "./spec-problems.ts";
import { logLinkPriors } from "./structure-priors.ts";
import { structureProblems } from "./structure-problems.ts";
import { holdoutCells, type SeenOf, seenOf, unseenCells, unseenProblems } from "./training-cells.ts";

/**
 * The share of the KPI that paid media are thought to have brought before the data speak, mean and standard deviation.
 * From it follow the default ROI priors: the rule Meridian uses where money and KPI have no common unit.
 */
const mediaShareBelief: { readonly mean: number; readonly sd: number } = { mean: 0.4, sd: 0.2 };

const modelPriors: Readonly<Record<StructuredKind, typeof defaultModelPriors>> = {
  default: defaultModelPriors,
  adelon: adelonModelPriors,
  "pymc-marketing": pymcMarketingModelPriors,
};

export interface ResolveOptions {
  /** Cells, geo · periods + period, that neither the likelihood nor any scale may see; their media and controls still count. */
  readonly holdout?: readonly number[];
}

/**
 * Fills in every default and measures the scales on this panel; from here on nothing about the fit depends on defaults.
 * @throws SpecError with every problem: unknown prior names, priors that are not distributions or reach beyond their
 *   parameter's range, what the model cannot do; RangeError for held-out cells that the panel lacks
 */
export function resolveSpec(panel: Panel, config: Config, options: ResolveOptions = {}): ModelSpec {
  const holdout = holdoutCells(panel, options.holdout ?? []);
  const { kind } = config.model;
  switch (kind) {
    case "meridian":
      return resolveMeridian(panel, config, holdout);
    case "robyn":
      return resolveRobyn(panel, config, holdout);
    default:
      return resolveOwn(panel, config, { kind, holdout });
  }
}

function resolveOwn(
  panel: Panel,
  config: Config,
  { kind, holdout }: { readonly kind: StructuredKind; readonly holdout: readonly number[] },
): ModelSpec {
  const unseen = unseenCells(panel, holdout);
  const nothing = unseenProblems(panel, unseen);
  if (nothing.length > 0) throw new SpecError(nothing);
  const seen = seenOf(unseen);
  const isSeed = kind === "adelon";
  const isPymcMarketing = kind === "pymc-marketing";
  const priors = modelPriors[kind];
  const { model } = config;
  const defaults = modelDefaults[kind];
  const logLink = hasLogLink(model.likelihood) ? logLinkPriors[kind] : undefined;
  // Everything else is measured in these, so that there is nothing further to look at.
  const unusable = [
    ...(isSeed ? [] : kpiProblems(panel, seen)),
    ...geoProblems(panel, config, unseen),
    ...structureProblems(panel, config, unseen),
  ];
  if (unusable.length > 0) throw new SpecError(unusable);
  const geo = geoSpec(panel, config, unseen);
  const measured = measureScales(panel, seen, geo?.sizes);
  const scales = isPymcMarketing ? pymcMarketingScales(panel, measured, seen) : measured;
  const besides = isSeed
    ? { organicScales: {} }
    : besidesPaid(panel, config, { seen, sizes: geo?.sizes ?? [1] }, model.priors.controls ?? priors.controls);
  const channels = config.channels.map((channel, index) => {
    if (isSeed) return seedChannel(channel, seen(panel.media[index].exposure));
    const resolved = isPymcMarketing ? pymcMarketingChannel(channel) : defaultChannel(channel, panel, scales, seen);
    const { frequency } = panel.media[index];
    return frequency === undefined ? resolved : { ...resolved, frequencyScale: positiveMean(seen(frequency)) };
  });
  const { organicScales, ...parts } = besides;
  const spec: ModelSpec = {
    kind,
    channels,
    ...parts,
    intercept: model.priors.intercept ?? logLink?.intercept ?? priors.intercept,
    trend: {
      kind: isSeed ? "linear" : trendKind(model),
      prior: model.priors.trend ?? priors.trend,
    },
    seasonality: {
      yearlyOrder: model.yearly_order ?? defaults.yearlyOrder,
      anchor: model.year_start ?? (isSeed ? "first-row" : "calendar"),
      prior: model.priors.yearly ?? priors.yearly,
      dayOfWeek: panel.frequency === "daily" && (model.day_of_week ?? defaults.dayOfWeek),
      dayOfWeekPrior: model.priors.day_of_week ?? priors.dayOfWeek,
    },
    holidays: { country: isSeed ? null : model.holidays, prior: model.priors.holidays ?? priors.holidays },
    controls: Object.fromEntries(
      config.controls.map((control) => [
        controlName(control),
        control.prior ?? model.priors.controls ?? priors.controls,
      ]),
    ),
    noise: model.priors.noise ?? logLink?.noise ?? priors.noise,
    ...(isSeed ? {} : resolveStructure(panel, config, kind)),
    scales: { ...scales, ...organicScales },
    ...(geo === undefined ? {} : { geo }),
    ...(holdout.length === 0 ? {} : { holdout }),
    dataDigest: panel.digest,
  };
  checkSpec(spec, config);
  return spec;
}

function defaultChannel(channel: ConfigChannel, panel: Panel, scales: Scales, seen: SeenOf): ChannelSpec {
  const own = defaultTransforms(channel, panel.frequency);
  return { ...own, priors: { ...own.priors, roi: roiPrior(panel, scales, seen), ...channel.priors } };
}

function seedChannel(channel: ConfigChannel, exposure: Float64Array): ChannelSpec {
  return {
    name: channel.name,
    adstock: adelonAdstock,
    saturation: { kind: "hill" },
    order: "adstock-first",
    priors: {
      ...adelonChannelPriors(channel.name, positiveMean(exposure)),
      ...channel.priors,
    },
  };
}

/** Log-normal with the mean and standard deviation that `mediaShareBelief` implies for each channel's ROI alike. */
function roiPrior(panel: Panel, scales: Scales, seen: SeenOf): PriorSpec {
  const worth = totalWorth(panel, seen);
  const spend = scales.spend.reduce((sum, value) => sum + value, 0);
  const spendNorm = Math.hypot(...scales.spend);
  const { mu, sigma } = logNormalFromMeanSd(
    (mediaShareBelief.mean * worth) / spend,
    (mediaShareBelief.sd * worth) / spendNorm,
  );
  return { distribution: "log-normal", mu, sigma };
}

function measureScales(panel: Panel, seen: SeenOf, sizes: readonly number[] = [1]): Scales {
  const periods = panel.dates.length;
  return {
    kpi: mean(seen(panel.kpi.values)),
    media: panel.media.map(({ exposure }) =>
      positiveMean(seen(exposure.map((value, cell) => value / sizes[Math.floor(cell / periods)]))),
    ),
    spend: panel.media.map(({ spend }) => seen(spend).reduce((sum, value) => sum + value, 0)),
    controls: panel.controls.map(({ values }) => centerAndScale(seen(values))),
    trainedFrom: panel.dates[0],
    trainedPeriods: panel.dates.length,
  };
}

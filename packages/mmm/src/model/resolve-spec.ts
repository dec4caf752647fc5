// From a configuration and a panel to the frozen specification of a fit.
import { logNormalFromMeanSd } from "@carryover/engine";
import type { Config, ConfigChannel } from "../data/config/config.ts";
import { modelDefaults, trendKind } from "../data/config/model-defaults.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import { type AdstockSpec, adstockParameters } from "../media/adstock.ts";
import { type SaturationSpec, saturationParameters } from "../media/saturation.ts";
import {
  adelonAdstock,
  adelonChannelPriors,
  adelonModelPriors,
  defaultModelPriors,
  defaultWindow,
  transformPriors,
} from "./default-priors.ts";
import { geoPriorList, geoProblems, geoSpec } from "./geo-spec.ts";
import { kpiProblems, totalWorth } from "./kpi-problems.ts";
import { hasLogLink } from "./observe.ts";
import { priorRangeProblem } from "./prior-range.ts";
import { isInCoefficients, priorDistribution } from "./priors.ts";
import { pymcMarketingModelPriors } from "./pymc-marketing-priors.ts";
import { resolveMeridian } from "./resolve-meridian.ts";
import { pymcMarketingChannel, pymcMarketingScales } from "./resolve-pymc-marketing.ts";
import { resolveRobyn } from "./resolve-robyn.ts";
import { resolveStructure, structurePriorList } from "./resolve-structure.ts";
import type { ChannelSpec, ModelKind, ModelSpec, PriorSpec, Scales } from "./spec.ts";
import { logLinkPriors } from "./structure-priors.ts";
import { structureProblems } from "./structure-problems.ts";
import { holdoutCells, type SeenOf, seenOf } from "./training-cells.ts";

/**
 * The share of the KPI that paid media are thought to have brought before the data speak, mean and standard deviation.
 * From it follow the default ROI priors: the rule Meridian uses where money and KPI have no common unit.
 */
const mediaShareBelief: { readonly mean: number; readonly sd: number } = { mean: 0.4, sd: 0.2 };

type OwnKind = Exclude<ModelKind, "meridian" | "robyn">;

const modelPriors: Readonly<Record<OwnKind, typeof defaultModelPriors>> = {
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
  { kind, holdout }: { readonly kind: OwnKind; readonly holdout: readonly number[] },
): ModelSpec {
  const seen = seenOf(holdout);
  const isSeed = kind === "adelon";
  const isPymcMarketing = kind === "pymc-marketing";
  const priors = modelPriors[kind];
  const { model } = config;
  const defaults = modelDefaults[kind];
  const logLink = hasLogLink(model.likelihood) ? logLinkPriors[kind] : undefined;
  // Everything else is measured in these, so that there is nothing further to look at.
  const unusable = [
    ...(isSeed ? [] : kpiProblems(panel, seen)),
    ...geoProblems(panel, config, holdout),
    ...structureProblems(panel, config, holdout),
  ];
  if (unusable.length > 0) throw new SpecError(unusable);
  const geo = geoSpec(panel, config, holdout);
  const measured = measureScales(panel, seen, geo?.sizes);
  const scales = isPymcMarketing ? pymcMarketingScales(panel, measured, seen) : measured;
  const channels = config.channels.map((channel, index) => {
    if (isSeed) return seedChannel(channel, seen(panel.media[index].exposure));
    const resolved = isPymcMarketing ? pymcMarketingChannel(channel) : defaultChannel(channel, panel, scales, seen);
    const { frequency } = panel.media[index];
    return frequency === undefined ? resolved : { ...resolved, frequencyScale: positiveMean(seen(frequency)) };
  });
  const spec: ModelSpec = {
    kind,
    channels,
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
      config.controls.map(({ column, prior }) => [column, prior ?? model.priors.controls ?? priors.controls]),
    ),
    noise: model.priors.noise ?? logLink?.noise ?? priors.noise,
    ...(isSeed ? {} : resolveStructure(panel, config)),
    scales,
    ...(geo === undefined ? {} : { geo }),
    ...(holdout.length === 0 ? {} : { holdout }),
    dataDigest: panel.digest,
  };
  checkSpec(spec, config);
  return spec;
}

function defaultChannel(channel: ConfigChannel, panel: Panel, scales: Scales, seen: SeenOf): ChannelSpec {
  const adstock = adstockSpec(channel, defaultWindow[panel.frequency]);
  const saturation = channel.saturation ?? { kind: "hill" };
  const defaults = Object.fromEntries(
    transformParameterNames(adstock, saturation).map((name) => [name, transformPriors[name]]),
  );
  return {
    name: channel.name,
    adstock,
    saturation,
    order: channel.order,
    priors: { ...defaults, roi: roiPrior(panel, scales, seen), ...channel.priors },
  };
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

function adstockSpec({ adstock }: ConfigChannel, window: number): AdstockSpec {
  if (adstock === null) return { kind: "geometric", window, normalize: true };
  if (adstock.kind === "none") return { kind: "none" };
  return { kind: adstock.kind, window: adstock.window ?? window, normalize: adstock.normalize ?? true };
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
    controls: panel.controls.map((control) => {
      const values = seen(control.values);
      const center = mean(values);
      const sd = Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
      return { center, scale: sd };
    }),
    trainedFrom: panel.dates[0],
    trainedPeriods: panel.dates.length,
  };
}

/** Every prior must be a distribution within its parameter's range, and belong to a parameter the channel has. */
function checkSpec(spec: ModelSpec, config: Config): void {
  const problems: Problem[] = spec.kind === "adelon" ? fixedSettings(config) : [];
  const check = (prior: PriorSpec, where: string, parameter = "", path: readonly (string | number)[] = []): void => {
    if (spec.kind === "pymc-marketing" && isInCoefficients(prior)) return;
    try {
      const outside = priorRangeProblem(priorDistribution(prior, where), parameter, where, path);
      if (outside !== undefined) problems.push(outside);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems);
    }
  };
  config.channels.forEach(({ name, priors }, index) => {
    const channel = spec.channels[index];
    const known = transformParameterNames(channel.adstock, channel.saturation);
    known.push(spec.kind === "default" ? "roi" : "coefficient");
    for (const parameter of Object.keys(priors).filter((each) => !known.includes(each))) {
      problems.push({
        code: "unknown-prior",
        severity: "error",
        path: ["channels", index, "priors", parameter],
        found: `channel "${name}" has no parameter "${parameter}"`,
        remedy: `Its parameters are ${known.join(", ")}`,
      });
    }
    for (const parameter of known) {
      const path = ["channels", index, "priors", parameter];
      check(channel.priors[parameter], `channel "${name}", ${parameter}`, parameter, path);
    }
  });
  check(spec.intercept, "the intercept");
  check(spec.trend.prior, "the trend");
  check(spec.seasonality.prior, "the yearly season");
  check(spec.seasonality.dayOfWeekPrior, "the day of week");
  check(spec.holidays.prior, "the holidays");
  for (const [name, prior] of Object.entries(spec.controls)) check(prior, `control "${name}"`);
  check(spec.noise, "the noise", "noise", ["model", "priors", "noise"]);
  for (const { prior, where, parameter, path } of structurePriorList(spec)) check(prior, where, parameter, path);
  for (const { prior, where, key } of spec.geo === undefined ? [] : geoPriorList(spec.geo)) {
    check(prior, where, "spread", ["model", "priors", key]);
  }
  if (problems.length > 0) throw new SpecError(problems);
}

/** What the configuration sets but the seed's model does not have: said, not ignored. */
function fixedSettings({ channels, model, events }: Config): Problem[] {
  const { time_varying } = model;
  const refused = (path: readonly (string | number)[], setting: string): Problem => ({
    code: "fixed-in-seed-model",
    severity: "error",
    path,
    found: `model "adelon" has no choice of ${setting}`,
    remedy: 'Leave it out, or choose model "default"',
  });
  return [
    ...channels.flatMap(({ adstock, saturation, order, reach }, index) => [
      ...(reach === null ? [] : [refused(["channels", index, "reach"], "reach and frequency")]),
      ...(adstock === null ? [] : [refused(["channels", index, "adstock"], "adstock")]),
      ...(saturation === null ? [] : [refused(["channels", index, "saturation"], "saturation")]),
      ...(order === "adstock-first" ? [] : [refused(["channels", index, "order"], "order")]),
    ]),
    ...(model.trend === "none" ? [refused(["model", "trend"], "trend")] : []),
    ...(model.holidays === null ? [] : [refused(["model", "holidays"], "holidays")]),
    ...(model.changepoints === null ? [] : [refused(["model", "changepoints"], "changepoints")]),
    ...(time_varying.intercept === null
      ? []
      : [refused(["model", "time_varying", "intercept"], "a varying intercept")]),
    ...(time_varying.media === null ? [] : [refused(["model", "time_varying", "media"], "varying media")]),
    ...(model.likelihood === "normal" ? [] : [refused(["model", "likelihood"], "likelihood")]),
    ...(events.length === 0 ? [] : [refused(["events"], "events")]),
  ];
}

function transformParameterNames(adstock: AdstockSpec, saturation: SaturationSpec): string[] {
  return [...adstockParameters(adstock), ...saturationParameters(saturation)];
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean over periods with any exposure: pauses do not make a channel small. */
function positiveMean(values: Float64Array): number {
  return mean(values.filter((value) => value > 0));
}

// What is wrong with a specification: priors that are none or reach too far, parameters nobody has, settings a model lacks.
import type { Config, ConfigChannel } from "../data/config/config.ts";
import type { ConfigOrganic } from "../data/config/frameworks.ts";
import { type Problem, SpecError } from "../errors.ts";
import { type AdstockSpec, adstockParameters } from "../media/adstock.ts";
import { type SaturationSpec, saturationParameters } from "../media/saturation.ts";
import { geoPriorList } from "./geo-spec.ts";
import { priorRangeProblem } from "./prior-range.ts";
import { isInCoefficients, priorDistribution } from "./priors.ts";
import { structurePriorList } from "./resolve-structure.ts";
import type { ChannelSpec, ModelSpec, PriorSpec } from "./spec.ts";

/** Every prior must be a distribution within its parameter's range, and belong to a parameter the channel has. */
export function checkSpec(spec: ModelSpec, config: Config): void {
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
  const checkChannel = (
    { name, priors }: ConfigChannel | ConfigOrganic,
    channel: ChannelSpec,
    path: readonly (string | number)[],
    own: "roi" | "contribution" | "coefficient",
  ): void => {
    const known = [...transformParameterNames(channel.adstock, channel.saturation), own];
    for (const parameter of Object.keys(priors).filter((each) => !known.includes(each))) {
      problems.push({
        code: "unknown-prior",
        severity: "error",
        path: [...path, "priors", parameter],
        found: `channel "${name}" has no parameter "${parameter}"`,
        remedy: `Its parameters are ${known.join(", ")}`,
      });
    }
    for (const parameter of known) {
      const kind = parameter === "contribution" ? "share" : parameter;
      check(channel.priors[parameter], `channel "${name}", ${parameter}`, kind, [...path, "priors", parameter]);
    }
  };
  const isDefault = spec.kind === "default";
  config.channels.forEach((channel, index) => {
    checkChannel(channel, spec.channels[index], ["channels", index], isDefault ? "roi" : "coefficient");
  });
  spec.organic?.forEach((channel, index) => {
    checkChannel(config.organic[index], channel, ["organic", index], isDefault ? "contribution" : "coefficient");
  });
  spec.treatments?.forEach(({ name, prior }, index) => {
    check(prior, `treatment "${name}"`, "", ["treatments", index, "prior"]);
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
function fixedSettings({ channels, organic, treatments, model, events }: Config): Problem[] {
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
    ...(organic.length === 0 ? [] : [refused(["organic"], "organic channels")]),
    ...(treatments.length === 0 ? [] : [refused(["treatments"], "treatments")]),
  ];
}

export function transformParameterNames(adstock: AdstockSpec, saturation: SaturationSpec): string[] {
  return [...adstockParameters(adstock), ...saturationParameters(saturation)];
}

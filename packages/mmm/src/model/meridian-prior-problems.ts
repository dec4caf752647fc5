// Whether the priors of Meridian's model are distributions, within range, and of parameters there are.
import type { Config } from "../data/config/config.ts";
import { controlName } from "../data/config/control-name.ts";
import { type Problem, SpecError } from "../errors.ts";
import { adstockParameters } from "../media/adstock.ts";
import { saturationParameters } from "../media/saturation.ts";
import { priorKind } from "./meridian-spec.ts";
import { priorRangeProblem } from "./prior-range.ts";
import { priorDistribution } from "./priors.ts";
import type { ChannelSpec, ModelSpec, PriorSpec } from "./spec.ts";

type Path = readonly (string | number)[];

/** Every prior must be a distribution within its parameter's range, and belong to a parameter the channel has. */
export function meridianPriorProblems(spec: ModelSpec, config: Config): Problem[] {
  const problems: Problem[] = [];
  const effects = spec.meridian?.effects ?? "normal";
  const check = (prior: PriorSpec, where: string, path: Path, parameter: string): void => {
    try {
      const problem = priorRangeProblem(priorDistribution(prior, where), parameter, where, path);
      if (problem !== undefined) problems.push(problem);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems);
    }
  };
  const checkChannel = (channel: ChannelSpec, path: Path): void => {
    const kind = priorKind(channel);
    const known = [...adstockParameters(channel.adstock), ...saturationParameters(channel.saturation), kind];
    for (const [parameter, prior] of Object.entries(channel.priors)) {
      const at = [...path, "priors", parameter];
      if (!known.includes(parameter)) {
        problems.push({
          code: "unknown-prior",
          severity: "error",
          path: at,
          found: `channel "${channel.name}" has no parameter "${parameter}"`,
          remedy: `Its parameters are ${known.join(", ")}`,
        });
        continue;
      }
      // Factors of geos leave no room for an effect below zero; an addition does.
      const isFactor = parameter === kind && kind !== "coefficient" && effects === "log-normal";
      check(prior, `channel "${channel.name}", ${parameter}`, at, isFactor ? "noise" : parameter);
    }
  };
  spec.channels.forEach((channel, index) => {
    checkChannel(channel, ["channels", index]);
  });
  spec.organic?.forEach((channel, index) => {
    checkChannel(channel, ["organic", index]);
  });
  config.controls.forEach((control, index) => {
    const name = controlName(control);
    check(spec.controls[name], `control "${name}"`, ["controls", index, "prior"], "");
  });
  spec.treatments?.forEach(({ name, prior }, index) => {
    check(prior, `treatment "${name}"`, ["treatments", index, "prior"], "");
  });
  const own: Path = ["model", "meridian", "priors"];
  check(spec.intercept, "the knots", [...own, "knots"], "");
  check(spec.noise, "the noise", [...own, "noise"], "noise");
  if (spec.geo !== undefined) {
    check(spec.geo.priors.intercept, "the geos' intercepts", [...own, "geo_intercept"], "");
    check(spec.geo.priors.controls, "the spread of the geos' control effects", [...own, "control_sd"], "spread");
    check(spec.geo.priors.media, "the spread of the geos' media effects", [...own, "media_sd"], "spread");
  }
  if (spec.meridian !== undefined) {
    check(spec.meridian.treatmentSd, "the spread of the geos' treatment effects", [...own, "treatment_sd"], "spread");
  }
  return problems;
}

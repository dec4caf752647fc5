// What a file of Meridian says of its model, as our configuration would say it; the rest from the configuration itself.
import type { Config, ConfigChannel, ConfigPrior } from "@carryover/mmm";
import { withoutStructure } from "./imported-fit.ts";
import { channelDraws, channelVariable, organicChannels, paidChannels } from "./meridian-variables.ts";
import { type PosteriorFile, variableOf } from "./posterior-file.ts";

const beliefs = ["roi", "mroi", "contribution", "coefficient"] as const;
type Belief = (typeof beliefs)[number];

export interface MeridianLabels {
  /** What the file calls a channel of ours, paid or organic: its name, or a column it is read from. */
  readonly labelOf: (channel: string) => string;
}

export function meridianLabels(file: PosteriorFile, { channels, organic }: Config): MeridianLabels {
  const known = [...paidChannels(file), ...organicChannels(file)];
  const labels = new Map(
    [
      ...channels.map(({ name, exposure, reach, spend }) => ({ name, columns: [exposure, reach, spend] })),
      ...organic.map(({ name, exposure, reach }) => ({ name, columns: [exposure, reach] })),
    ].map(({ name, columns }) => [
      name,
      [name, ...columns].find((each) => each !== null && known.includes(each)) ?? name,
    ]),
  );
  return { labelOf: (channel) => labels.get(channel) ?? channel };
}

export interface MeridianFacts {
  readonly knots: readonly number[];
  readonly baselineGeo: string | null;
  /** Coefficients as parameters, whatever was believed of channels and treatments. */
  readonly bare?: boolean;
}

/** The configuration with the file's model. Settings of another kind of model do not count. */
export function meridianConfig(
  file: PosteriorFile,
  config: Config,
  { labelOf }: MeridianLabels,
  { knots, baselineGeo, bare = false }: MeridianFacts,
): Config {
  const isOwn = config.model.kind === "meridian";
  const beliefOf = (channel: string): Belief =>
    bare
      ? "coefficient"
      : (beliefs.find(
          (belief) => belief !== "coefficient" && channelVariable(file, belief, labelOf(channel)) !== undefined,
        ) ?? "coefficient");
  const priorsOf = (name: string, priors: ConfigChannel["priors"]): ConfigChannel["priors"] => {
    const stated = isOwn ? Object.entries(priors).filter(([key]) => !(beliefs as readonly string[]).includes(key)) : [];
    const belief = beliefOf(name);
    const own = isOwn ? priors[belief] : undefined;
    return {
      ...(hasSlope(file, labelOf(name)) ? { slope: slopePrior } : {}),
      ...Object.fromEntries(stated),
      [belief]: own ?? beliefPriors[belief],
    };
  };
  const transforms = <T extends Pick<ConfigChannel, "name" | "adstock" | "saturation" | "order" | "priors">>(
    channel: T,
  ): T => ({
    ...channel,
    ...(isOwn ? {} : { adstock: null, saturation: null, order: "adstock-first" }),
    priors: priorsOf(channel.name, channel.priors),
  });
  const treatments =
    !bare && variableOf(file.posterior, "contribution_n") !== undefined ? "contribution" : "coefficient";
  return {
    ...config,
    channels: config.channels.map((channel) => ({
      ...transforms(channel),
      calibration_period: isOwn ? channel.calibration_period : null,
    })),
    organic: config.organic.map(transforms),
    treatments: config.treatments.map((treatment) => ({ ...treatment, prior: null })),
    events: [],
    model: {
      ...config.model,
      ...withoutStructure,
      kind: "meridian",
      meridian: {
        ...config.model.meridian,
        knots,
        // The original measures its scales on all cells.
        leaky_scales: true,
        baseline_geo: baselineGeo,
        treatment_prior: treatments,
        noise_by_geo: variableOf(file.posterior, "sigma")?.dims.includes("geo") ?? false,
      },
    },
  };
}

/** Of a fit whose beliefs the configuration does not state: the package's own defaults. */
const beliefPriors: Readonly<Record<Belief, ConfigPrior>> = {
  roi: { distribution: "log-normal", mu: 0.2, sigma: 0.9 },
  mroi: { distribution: "log-normal", mu: 0, sigma: 0.5 },
  contribution: { distribution: "beta", alpha: 1, beta: 99 },
  coefficient: { distribution: "half-normal", sd: 5 },
};
const slopePrior: ConfigPrior = { distribution: "log-normal", mu: 0.7, sigma: 0.4 };

/** Whether the curve of a channel has a slope that was learned; reach and frequency always have one. */
function hasSlope(file: PosteriorFile, label: string): boolean {
  const slopes = channelVariable(file, "slope", label);
  return slopes !== undefined && channelDraws(file, slopes, label).some((value) => value !== 1);
}

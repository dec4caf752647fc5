// What an exported Robyn model says of itself, as our configuration would say it, and by which names its terms go.
import type { Config } from "@carryover/mmm";
import { withoutStructure } from "./imported-fit.ts";
import type { RobynExport } from "./robyn-export.ts";

export interface RobynNames {
  /** The term of a channel of ours, paid or organic. */
  readonly termOf: (channel: string) => string;
  /** The column of what was spent on it. */
  readonly spendOf: (channel: string) => string;
  /** Its hyperparameters of these suffixes; undefined those it has not. */
  readonly hyperparametersOf: (channel: string, suffixes: readonly string[]) => (number | undefined)[];
}

export function robynNames({ paid, organic, terms, hyperparameters }: RobynExport, config: Config): RobynNames {
  const ours = new Map(
    config.channels.map(({ name, spend, exposure }) => {
      const columns = [name, spend, exposure];
      return [name, paid.find((each) => columns.includes(each.spend) || columns.includes(each.exposure))];
    }),
  );
  const ourOrganic = new Map(
    config.organic.map(({ name, exposure }) => [name, organic.find((each) => each === name || each === exposure)]),
  );
  const termOf = (channel: string): string => {
    const found = ours.get(channel);
    if (found === undefined) return ourOrganic.get(channel) ?? channel;
    return terms.has(found.spend) ? found.spend : found.exposure;
  };
  return {
    termOf,
    spendOf: (channel) => ours.get(channel)?.spend ?? channel,
    hyperparametersOf: (channel, suffixes) => {
      const { spend, exposure } = ours.get(channel) ?? { spend: undefined, exposure: undefined };
      // Called after spend in some versions and after exposure in others.
      const prefix = [termOf(channel), spend, exposure].find((each) => `${each}_alphas` in hyperparameters);
      return suffixes.map((suffix) => hyperparameters[`${prefix}_${suffix}`]);
    },
  };
}

const parts = ["trend", "season", "weekday", "monthly", "holiday"] as const;

/** The configuration with the exported model. Up to 3.11 the model saw spend, whatever was shown for it. */
export function robynConfig(exported: RobynExport, config: Config): Config {
  const seesSpend = beforeExposures(exported.version);
  return {
    ...config,
    channels: config.channels.map((channel) => ({
      ...channel,
      ...(seesSpend ? { exposure: null, reach: null, frequency: null } : {}),
      adstock: null,
      saturation: null,
      order: "adstock-first",
      priors: {},
      calibration_period: null,
    })),
    organic: config.organic.map((channel) => ({ ...channel, adstock: null, saturation: null, priors: {} })),
    controls: config.controls.map((control) => ({ ...control, by_population: false, prior: null })),
    treatments: config.treatments.map((treatment) => ({ ...treatment, by_population: false, prior: null })),
    events: [],
    model: {
      ...config.model,
      ...withoutStructure,
      kind: "robyn",
      holidays: exported.country,
      robyn: {
        ...config.model.robyn,
        window: exported.window,
        adstock: exported.adstock,
        decomposition: parts.filter((part) => exported.parts.includes(part)),
        signs: {},
        validation: false,
        calibration: [],
        trials: exported.trials,
      },
    },
  };
}

function beforeExposures(version: string | null): boolean {
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  return version !== null && (major < 3 || (major === 3 && minor < 12));
}

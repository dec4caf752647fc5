// What each model takes a configuration's silence for: the same answer for checks of the data and for the specification.
import type { Config, ConfigAdstock, ConfigModel, ConfigSampler, ConfigSaturation } from "./config.ts";

interface ModelDefaults {
  readonly trend: "linear" | "none";
  readonly yearlyOrder: number;
  /** Of daily data. */
  readonly dayOfWeek: boolean;
  readonly adstock: ConfigAdstock["kind"];
  readonly saturation: ConfigSaturation["kind"];
  readonly warmup: number;
  readonly targetAccept: number;
}

/** How a configuration's posterior is sampled, with what its model takes for what is left out. */
export interface ModelSampler extends ConfigSampler {
  readonly warmup: number;
  readonly target_accept: number;
}

export function modelSampler({ model, sampler }: Pick<Config, "model" | "sampler">): ModelSampler {
  const { warmup, targetAccept } = modelDefaults[model.kind];
  return { ...sampler, warmup: sampler.warmup ?? warmup, target_accept: sampler.target_accept ?? targetAccept };
}

/** The trend a configuration asks for; changepoints are those of a linear one. */
export function trendKind({ kind, trend, changepoints }: ConfigModel): "linear" | "none" {
  return trend ?? (changepoints === null ? modelDefaults[kind].trend : "linear");
}

/** Careful by default: most priors here leave corners in which a longer step diverges. */
const careful = { warmup: 1000, targetAccept: 0.9 };
/** With what is linear integrated out little is left that could diverge, and what is saved is most of the time: docs/meridian.md. */
const quick = { warmup: 500, targetAccept: 0.8 };

export const modelDefaults: Readonly<Record<ConfigModel["kind"], ModelDefaults>> = {
  default: { trend: "linear", yearlyOrder: 3, dayOfWeek: true, adstock: "geometric", saturation: "hill", ...careful },
  adelon: { trend: "linear", yearlyOrder: 3, dayOfWeek: true, adstock: "geometric", saturation: "hill", ...careful },
  meridian: { trend: "none", yearlyOrder: 0, dayOfWeek: false, adstock: "geometric", saturation: "hill", ...quick },
  robyn: { trend: "none", yearlyOrder: 0, dayOfWeek: false, adstock: "geometric", saturation: "hill", ...careful },
  "pymc-marketing": {
    trend: "none",
    yearlyOrder: 2,
    dayOfWeek: false,
    adstock: "geometric",
    saturation: "logistic",
    ...careful,
  },
};

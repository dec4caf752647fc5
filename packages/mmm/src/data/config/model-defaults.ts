// What each model takes a configuration's silence for: the same answer for checks of the data and for the specification.
import type { ConfigAdstock, ConfigModel, ConfigSaturation } from "./config.ts";

interface ModelDefaults {
  readonly trend: "linear" | "none";
  readonly yearlyOrder: number;
  /** Of daily data. */
  readonly dayOfWeek: boolean;
  readonly adstock: ConfigAdstock["kind"];
  readonly saturation: ConfigSaturation["kind"];
}

/** The trend a configuration asks for; changepoints are those of a linear one. */
export function trendKind({ kind, trend, changepoints }: ConfigModel): "linear" | "none" {
  return trend ?? (changepoints === null ? modelDefaults[kind].trend : "linear");
}

export const modelDefaults: Readonly<Record<ConfigModel["kind"], ModelDefaults>> = {
  default: { trend: "linear", yearlyOrder: 3, dayOfWeek: true, adstock: "geometric", saturation: "hill" },
  adelon: { trend: "linear", yearlyOrder: 3, dayOfWeek: true, adstock: "geometric", saturation: "hill" },
  meridian: { trend: "none", yearlyOrder: 0, dayOfWeek: false, adstock: "geometric", saturation: "hill" },
  robyn: { trend: "none", yearlyOrder: 0, dayOfWeek: false, adstock: "geometric", saturation: "hill" },
  "pymc-marketing": { trend: "none", yearlyOrder: 2, dayOfWeek: false, adstock: "geometric", saturation: "logistic" },
};

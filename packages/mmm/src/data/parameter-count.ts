// How many parameters a configured model has: held against the number of rows before anything is fitted.
import type { Config, ConfigAdstock, ConfigSaturation } from "./config/config.ts";
import { modelDefaults, trendKind } from "./config/model-defaults.ts";
import type { Frequency } from "./panel.ts";

const adstockParameters: Readonly<Record<ConfigAdstock["kind"], number>> = {
  none: 0,
  geometric: 1,
  binomial: 1,
  delayed: 2,
  "weibull-pdf": 2,
  "weibull-cdf": 2,
};

const saturationParameters: Readonly<Record<ConfigSaturation["kind"], number>> = {
  none: 0,
  hill: 2,
  logistic: 1,
  tanh: 1,
  "inverse-scaled-logistic": 1,
  "tanh-baselined": 2,
  "michaelis-menten": 1,
  "hill-sigmoid": 2,
  root: 1,
  log: 1,
};

/** Number of parameters: intercept, noise, trend and its changes, season, weekdays, holidays, controls, treatments, events, and each channel's own. */
export function countParameters(config: Config, frequency: Frequency): number {
  const { model, channels, organic, treatments, controls, events } = config;
  const changepoints = typeof model.changepoints === "number" ? model.changepoints : (model.changepoints?.length ?? 0);
  const assumed = modelDefaults[model.kind];
  const dayOfWeek = frequency === "daily" && (model.day_of_week ?? assumed.dayOfWeek) ? 6 : 0;
  const own = [...channels, ...organic].reduce(
    (sum, channel) =>
      sum +
      1 +
      adstockParameters[channel.adstock?.kind ?? assumed.adstock] +
      saturationParameters[channel.saturation?.kind ?? assumed.saturation],
    0,
  );
  const yearly = 2 * (model.yearly_order ?? assumed.yearlyOrder);
  return (
    2 +
    (trendKind(model) === "none" ? 0 : 1) +
    changepoints +
    2 * events.length +
    yearly +
    dayOfWeek +
    (model.holidays === null ? 0 : 1) +
    controls.length +
    treatments.length +
    own
  );
}

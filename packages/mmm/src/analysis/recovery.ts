// Known truth against the posterior, parameter by parameter, stated in the model's own terms.
import type { Fit } from "../fit.ts";
import { hasLogLink } from "../model/observe.ts";
import type { ModelSpec } from "../model/spec.ts";
import { parameterLabel } from "./channel-parameters.ts";
import { steadyGain } from "./channel-response.ts";
import type { ChannelEvaluation, Estimate, ParameterRow, RecoveryRow } from "./evaluation.ts";
import type { KnownTruth } from "./known-truth.ts";

/** A true value and the label of the parameter it is the truth of. */
export interface TrueParameter {
  readonly label: string;
  readonly truth: number;
  /** Where the number differs from the generator's own, why. */
  readonly note?: string;
}

/** The row of one truth against its posterior. A posterior without spread has z-score 0 when right, else ±∞. */
export function recoveryRow({ label, truth, note }: TrueParameter, estimate: Estimate): RecoveryRow {
  const error = estimate.mean - truth;
  const [low, high] = estimate.interval94;
  return {
    label,
    truth,
    estimate,
    zScore: error === 0 ? 0 : error / estimate.sd,
    inside94: truth >= low && truth <= high,
    ...(note === undefined ? {} : { note }),
  };
}

/** Rows for every parameter of the fit whose truth is known, then for each channel's ROAS over the window. */
export function recovery(
  fit: Fit,
  truth: KnownTruth,
  rows: readonly ParameterRow[],
  channels: readonly Pick<ChannelEvaluation, "name" | "roas">[],
  roas: Readonly<Record<string, number>>,
): RecoveryRow[] {
  const estimates = new Map(rows.map((row) => [row.label, row.estimate]));
  const known = [
    ...baselineTruth(fit, truth),
    ...fit.spec.channels.flatMap((_, at) => channelTruth(fit.spec, truth, at)),
  ];
  const ofParameters = known.flatMap((parameter) => {
    const found = estimates.get(parameter.label);
    return found === undefined ? [] : [recoveryRow(parameter, found)];
  });
  const ofRoas = channels.flatMap(({ name, roas: estimate }) =>
    roas[name] === undefined ? [] : [recoveryRow({ label: `roas[${name}]`, truth: roas[name] }, estimate)],
  );
  return [...ofParameters, ...ofRoas];
}

/**
 * True adstock and saturation of a channel where its transforms are the generator's (geometric, then Hill). In the
 * seed's model they are comparable as they are, but for the coefficient, which multiplies the model's intercept and not
 * the generator's. A normalized adstock makes its half saturation K divided by the sum of the lag weights.
 */
export function channelTruth(spec: ModelSpec, truth: KnownTruth, channel: number): TrueParameter[] {
  const { name, adstock, saturation, order } = spec.channels[channel];
  const known = truth.channels[name];
  if (known === undefined || adstock.kind !== "geometric" || saturation.kind !== "hill" || order !== "adstock-first") {
    return [];
  }
  const label = (parameter: string): string => parameterLabel(spec.kind, name, parameter);
  const retention = { label: label("retention"), truth: known.adstock_alpha };
  const slope = { label: label("slope"), truth: known.saturation_S };
  if (spec.kind === "adelon") {
    const intercept = interceptTruth(spec, truth);
    const beta = { label: label("coefficient"), truth: (known.beta * truth.baseline.intercept) / intercept.truth };
    const note = `${known.beta} of the generator's intercept ${truth.baseline.intercept}, as a share of ${intercept.truth}`;
    return [
      retention,
      { label: label("halfSaturation"), truth: known.saturation_K },
      slope,
      intercept.truth === truth.baseline.intercept ? beta : { ...beta, note },
    ];
  }
  const gain = adstock.normalize ? steadyGain({ ...adstock, normalize: false }, [known.adstock_alpha]) : 1;
  const halfSaturation = {
    label: label("halfSaturation"),
    truth: known.saturation_K / gain / spec.scales.media[channel],
    note: `${known.saturation_K} divided by the sum of the lag weights and by the channel's exposure scale`,
  };
  return [retention, halfSaturation, slope];
}

const baselineNames: Readonly<
  Partial<Record<ModelSpec["kind"], Record<"trend" | "weekday" | "control" | "noise", string>>>
> = {
  default: { trend: "trend", weekday: "day_of_week", control: "control", noise: "sigma" },
  adelon: { trend: "trend_coef", weekday: "dow_betas", control: "control_betas", noise: "sigma" },
  "pymc-marketing": { trend: "trend", weekday: "gamma_weekday", control: "gamma_control", noise: "y_sigma" },
};

/** The parts of the baseline that the model shares with the generator; none where effects multiply, as they do not there. */
export function baselineTruth({ spec, panel }: Fit, truth: KnownTruth): TrueParameter[] {
  if (hasLogLink(spec.likelihood?.kind ?? "normal")) return [];
  const isSeed = spec.kind === "adelon";
  const names = baselineNames[spec.kind];
  if (names === undefined) return [];
  const unit = isSeed ? 1 : spec.scales.kpi;
  const rise = isSeed ? 1 : spec.scales.trainedPeriods - 1;
  const controls = controlEffects(truth);
  return [
    ...(isSeed ? [interceptTruth(spec, truth)] : []),
    { label: names.trend, truth: (truth.baseline.trend_slope * rise) / unit },
    ...yearlyTruth(spec, truth),
    ...Object.entries(truth.seasonality.day_of_week_effects).map(([day, effect]) => ({
      label: `${names.weekday}[${day.slice(0, 3).toLowerCase()}]`,
      truth: effect / unit,
    })),
    ...panel.controls.flatMap(({ name }, index) => {
      const effect = controls[name]?.effect;
      const scale = isSeed ? 1 : spec.scales.controls[index].scale;
      return effect === undefined ? [] : [{ label: `${names.control}[${name}]`, truth: (effect * scale) / unit }];
    }),
    { label: names.noise, truth: truth.baseline.noise_sigma / unit },
  ];
}

/** The generator's year starts with the first row; a calendar-based year has other coefficients. */
function yearlyTruth(spec: ModelSpec, truth: KnownTruth): TrueParameter[] {
  if (spec.kind !== "adelon" || spec.seasonality.anchor !== "first-row") return [];
  return Object.entries(truth.seasonality.yearly_amplitudes).map(([mode, amplitude]) => ({
    label: `fourier_coeffs[${mode}]`,
    truth: amplitude,
  }));
}

/**
 * The seed's model takes controls as they are, the generator takes price and economy less 1: the difference belongs to
 * the model's intercept.
 */
function interceptTruth(spec: ModelSpec, truth: KnownTruth): TrueParameter {
  const { intercept } = truth.baseline;
  const shift = Object.entries(controlEffects(truth))
    .filter(([name]) => name in spec.controls)
    .reduce((total, [, { effect, center }]) => total - effect * center, 0);
  if (shift === 0) return { label: "intercept", truth: intercept };
  const note = `the generator's ${intercept} and ${shift}, because the model does not center price and economy`;
  return { label: "intercept", truth: intercept + shift, note };
}

/** Effects of the generator's context columns, per unit of the column less its center. */
function controlEffects({ controls }: KnownTruth): Record<string, { effect: number; center: number }> {
  return {
    price_index: { effect: controls.price_index_effect, center: 1 },
    is_promotion: { effect: controls.promotion_effect, center: 0 },
    is_us_holiday: { effect: controls.holiday_effect, center: 0 },
    competitor_spend: { effect: controls.competitor_spend_effect, center: 0 },
    economic_index: { effect: controls.economic_index_effect, center: 1 },
  };
}

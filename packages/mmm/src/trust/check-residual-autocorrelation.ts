// Is what the model leaves unexplained noise, or does it drift, or repeat with the season?
import { formatShare } from "../analysis/format.ts";
import type { Frequency } from "../data/panel.ts";
import type { ModelKind } from "../model/spec.ts";
import { autocorrelation, durbinWatson, ljungBox, type ResidualSeries } from "./ljung-box.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { TrustCheck, Verdict } from "./trust-report.ts";
import { aboveIsBad, figure, numbered, probability } from "./verdicts.ts";

const { autocorrelation: limits, ljungBoxP } = trustThresholds;

/** Lags at which a season that was left would show, with its name. */
const seasons: Readonly<Record<Frequency, readonly { readonly lag: number; readonly name: string }[]>> = {
  daily: [
    { lag: 7, name: "week" },
    { lag: 365, name: "year" },
  ],
  weekly: [{ lag: 52, name: "year" }],
  monthly: [{ lag: 12, name: "year" }],
};

/** Lags of the Ljung–Box test: ten, fewer for a short series. */
const testedLags = 10;

export function checkResidualAutocorrelation({ fit, residuals, seen }: TrustFacts): TrustCheck {
  const { panel } = fit;
  return residualAutocorrelation(
    { values: residuals, periods: panel.dates.length, present: seen },
    panel.frequency,
    fit.spec.kind,
  );
}

/** The check of residuals, whatever they are of. */
export function residualAutocorrelation(
  series: ResidualSeries,
  frequency: Frequency,
  kind: ModelKind = "default",
): TrustCheck {
  const lags = Math.max(1, Math.min(testedLags, Math.floor(series.periods / 5)));
  const first = autocorrelation(series, 1);
  const test = ljungBox(series, lags);
  const seasonal = seasons[frequency]
    .filter(({ lag }) => 2 * lag <= series.periods)
    .map((season) => ({ ...season, value: autocorrelation(series, season.lag) }));
  const count = series.present.reduce((sum, value) => sum + value, 0);
  const isNoise = test.pValue >= ljungBoxP;
  const drift: Verdict = isNoise ? "pass" : aboveIsBad(Math.abs(first), limits);
  // Three standard errors of an autocorrelation of noise, 1/√n.
  const left = seasonal.filter(({ value }) => value >= Math.max(limits.caution, 3 / Math.sqrt(count)));
  const verdict: Verdict = drift === "pass" && left.length > 0 ? "caution" : drift;
  const yearlyRemedy =
    kind === "meridian"
      ? "Raise model.meridian.knots, or name the yearly events by a control."
      : kind === "robyn"
        ? "Have season among model.robyn.decomposition, or name the yearly events by a control."
        : "Raise model.yearly_order, or name the yearly events.";
  const inflation = Math.sqrt((1 + first) / (1 - first));
  const common = {
    id: "residual-autocorrelation",
    title: "What is left is noise",
    critical: true,
    verdict,
    numbers: [
      numbered("lag-1 autocorrelation", first),
      numbered("Durbin–Watson", durbinWatson(series)),
      numbered(`Ljung–Box p (${lags} lags)`, test.pValue),
      ...seasonal.map(({ lag, value }) => numbered(`lag-${lag} autocorrelation`, value)),
    ],
    threshold: `|lag-1| < ${limits.caution} unless Ljung–Box p ≥ ${ljungBoxP}; at the season's lags < ${limits.caution}`,
  } as const;
  if (drift !== "pass") {
    return {
      ...common,
      reason:
        first > 0
          ? `Residuals drift: neighbors correlate by ${figure(first)}, so intervals should be about ${figure(inflation)} times as wide, and what drifts may be credited to media.`
          : `Residuals alternate: neighbors correlate by ${figure(first)}, as where dates or periods are misaligned.`,
      remedy:
        first > 0
          ? "Give the model what drifts: changepoints, a time-varying intercept, knots, or the control that is missing."
          : "Look whether KPI and media are booked on the same dates.",
    };
  }
  if (left.length > 0) {
    const [worst] = left.toSorted((one, other) => other.value - one.value);
    return {
      ...common,
      reason: `A season is left in the residuals: those a ${worst.name} apart correlate by ${figure(worst.value)}.`,
      remedy: worst.name === "week" ? "Switch day_of_week on, or let it differ where weeks differ." : yearlyRemedy,
    };
  }
  return {
    ...common,
    reason: isNoise
      ? `Residuals are noise as far as ${lags} lags show: neighbors correlate by ${figure(first)}, Ljung–Box ${probability(test.pValue)}.`
      : `Residuals are nearly noise: neighbors correlate by ${figure(first)} only, intervals are too narrow by less than ${formatShare(Math.sqrt((1 + limits.caution) / (1 - limits.caution)) - 1)}.`,
    remedy: null,
  };
}

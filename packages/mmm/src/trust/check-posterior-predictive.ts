// Do data made by the model look like the data?
import { autocorrelation } from "./ljung-box.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { TrustCheck } from "./trust-report.ts";
import { belowIsBad, gravest, numbered, probability } from "./verdicts.ts";

const limits = trustThresholds.predictiveP;

/** A number made of a series. */
export interface TestStatistic {
  readonly name: string;
  of(series: Float64Array): number;
}

export const testStatistics: readonly TestStatistic[] = [
  { name: "mean", of: (series) => total(series) / series.length },
  { name: "standard deviation", of: spread },
  {
    name: "lag-1 autocorrelation",
    of: (series) =>
      autocorrelation({ values: series, periods: series.length, present: new Uint8Array(series.length).fill(1) }, 1),
  },
  {
    name: "minimum",
    of: (series) => series.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  },
  { name: "maximum", of: (series) => series.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) },
  { name: "share of the best tenth", of: shareOfBestTenth },
];

/**
 * Share of simulated data sets whose statistic is larger than the observed one; equal ones count half.
 *
 * @param simulated  statistic of each simulated data set
 * @see Gelman, Meng & Stern (1996), Posterior predictive assessment of model fitness via realized discrepancies
 */
export function predictivePValue(observed: number, simulated: Float64Array): number {
  let above = 0;
  for (const value of simulated) above += value > observed ? 1 : value === observed ? 0.5 : 0;
  return above / simulated.length;
}

export function checkPosteriorPredictive({ fit, sums, seen, seed }: TrustFacts): TrustCheck {
  const { panel } = fit;
  const predictive = fit.predictive(sums.expected, seed, { draws: sums.kept });
  const seenSum = nationalOf(seen, panel.dates.length);
  const observed = seenSum(panel.kpi.values, 0);
  const simulated = testStatistics.map(() => new Float64Array(sums.kept.length));
  for (let draw = 0; draw < sums.kept.length; draw += 1) {
    const series = seenSum(predictive, draw * panel.kpi.values.length);
    testStatistics.forEach(({ of }, index) => {
      simulated[index][draw] = of(series);
    });
  }
  const results = testStatistics.map(({ name, of }, index) => {
    const value = of(observed);
    const p = predictivePValue(value, simulated[index]);
    return { name, p, verdict: belowIsBad(Math.min(p, 1 - p), limits), isLow: p > 0.5 };
  });
  const bad = results.filter(({ verdict }) => verdict !== "pass");
  const verdict = gravest(results.map((result) => result.verdict));
  const worst = results.toSorted((left, right) => Math.min(left.p, 1 - left.p) - Math.min(right.p, 1 - right.p))[0];
  return {
    id: "posterior-predictive",
    title: "Simulated data look like the data",
    critical: false,
    verdict,
    numbers: results.map(({ name, p }) => numbered(`p of the ${name}`, p)),
    threshold: `each Bayesian p-value from ${limits.caution} to ${1 - limits.caution}`,
    reason:
      verdict === "pass"
        ? `Data drawn from the model have the mean, spread, autocorrelation, extremes and concentration of the observed ones; the farthest is the ${worst.name} (${probability(worst.p)}).`
        : `The observed ${worst.name} is ${worst.isLow ? "lower" : "higher"} than what the model makes (${probability(worst.p)})${bad.length > 1 ? `, and ${bad.length - 1} more of ${results.length} statistics are off` : ""}.`,
    remedy: verdict === "pass" ? null : remedies[worst.name],
  };
}

const remedies: Readonly<Record<string, string>> = {
  mean: "Look for a control, or a likelihood, that the KPI's level needs.",
  "standard deviation": "Let the model explain what moves the KPI (controls, events), or use another likelihood.",
  "lag-1 autocorrelation":
    "Give the model what drifts: more changepoints, a time-varying intercept, knots, or a missing control.",
  minimum: "Name the worst periods as events or holidays, or set model.likelihood to student-t.",
  maximum: "Name the best periods as events or holidays, or set model.likelihood to student-t or log-normal.",
  "share of the best tenth": "Name the peaks as events or holidays, or set model.likelihood to log-normal.",
};

/** Sums over geos of the cells that were seen, in the periods in which any was. */
function nationalOf(seen: Uint8Array, periods: number): (values: Float64Array, offset: number) => Float64Array {
  const places = Array.from({ length: periods }, (_, period) =>
    Int32Array.from(seen.keys()).filter((cell) => cell % periods === period && seen[cell] === 1),
  ).filter((cells) => cells.length > 0);
  return (values, offset) =>
    Float64Array.from(places, (cells) => cells.reduce((sum, cell) => sum + values[offset + cell], 0));
}

function total(series: Float64Array): number {
  return series.reduce((sum, value) => sum + value, 0);
}

function spread(series: Float64Array): number {
  const mean = total(series) / series.length;
  return Math.sqrt(series.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (series.length - 1));
}

/** Share of the whole that falls into the tenth of the periods with most of it. */
function shareOfBestTenth(series: Float64Array): number {
  const best = Float64Array.from(series)
    .sort()
    .subarray(-Math.max(1, Math.round(series.length / 10)));
  return total(best) / total(series);
}

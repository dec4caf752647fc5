// Meridian's health checks and score, computed of any posterior: what they pass is not what we pass.
import { elementCount, elementLabel, parseDistribution } from "@carryover/engine";
import { channelParameterDraws } from "../analysis/channel-parameters.ts";
import { meanOf } from "../analysis/estimates.ts";
import { isWorthKnown } from "../analysis/kpi-worth.ts";
import { accuracyOf } from "../analysis/predictive-accuracy.ts";
import { meanOverDraws } from "../analysis/quality.ts";
import { weightedTotals } from "../analysis/totals.ts";
import type { Fit } from "../fit.ts";
import { baselineWorth } from "./baseline-worth.ts";
import { movedFromPrior, type PriorStatistics } from "./bootstrap-shift.ts";
import {
  baselineCheck,
  biasCheck,
  channelCheck,
  convergenceCheck,
  fitCheck,
  notRun,
  predictiveCheck,
} from "./meridian-health-checks.ts";
import type { HealthChannel, HealthCheck, MeridianHealth } from "./meridian-health-report.ts";
import { consistency, highVariance, implausibleRoi, potentialBias, type RoiChannel } from "./meridian-roi-checks.ts";
import { type HealthFacts, healthScore, hopelessRhat } from "./meridian-score.ts";
import type { TrustFacts } from "./trust-facts.ts";
import { unsplitRhat } from "./unsplit-rhat.ts";

/** The return's prior where nobody states another: consistency with it is not asked. */
const defaultRoiPrior = { family: "log-normal", args: [0.2, 0.9] } as const;

/** Undefined for ensembles and previews: there are no chains, and no posterior, to check. */
export function meridianHealth(facts: TrustFacts): MeridianHealth | undefined {
  const { fit, sums } = facts;
  if (fit.ensemble !== undefined || fit.preview !== undefined) return undefined;
  const { panel, spec } = fit;
  const accuracy = accuracyOf(panel, meanOverDraws(sums.expected, panel.kpi.values.length), spec.holdout ?? []);
  const rhat = largestRhat(fit);
  const totals = totalWorths(facts);
  const predictive = tailShare(totals.predictive, totals.observed);
  const baselineBelow = totals.baseline.filter((value) => value < 0).length / totals.baseline.length;
  const channels = roiChannels(facts);
  const moved = channels.length === 0 ? [] : shifts(channels, facts.seed);
  const consistent = channels.some(({ isDefault }) => !isDefault) ? consistency(channels) : [];
  const share = (list: readonly HealthChannel[]): number | null =>
    list.length === 0 ? null : list.filter(({ status }) => status !== "pass").length / list.length;
  const scored: HealthFacts = {
    rhat: rhat.value,
    negativeBaseline: baselineBelow,
    predictive,
    r2: accuracy.national.all.r2 ?? Number.NaN,
    unmoved: share(moved),
    inconsistent: share(consistent),
  };
  const checks = [
    convergenceCheck(rhat),
    ...(rhat.value >= hopelessRhat
      ? []
      : [
          baselineCheck(baselineBelow),
          predictiveCheck(predictive),
          fitCheck(accuracy.national),
          channelCheck("shift", moved),
          channelCheck("consistency", consistent),
          ...(isWorthKnown(panel)
            ? [
                channelCheck("implausible-roi", implausibleRoi(channels, panel)),
                channelCheck("high-variance", highVariance(channels, panel)),
                biasCheck(potentialBias(paidChannels(facts), panel), panel.controls.length),
              ]
            : [notRun("implausible-roi"), notRun("high-variance"), notRun("potential-bias")]),
        ]),
  ];
  const score = healthScore(scored);
  const ofGeos = accuracy.geo?.all.r2 ?? accuracy.national.all.r2;
  const expectedOnly = tailShare(totals.expected, totals.observed);
  const status = overall(checks);
  return {
    version: "2.1",
    status,
    score,
    sentence: `Meridian's own checks: ${status}, health score ${score.toFixed(1)} of 100. They do not see chains that disagree while R-hat is below 1.2, returns that are mostly prior, or periods the model has not seen.`,
    checks,
    accuracy,
    before: {
      score: healthScore({ ...scored, r2: ofGeos ?? Number.NaN, predictive: expectedOnly }),
      r2: ofGeos,
      predictive: expectedOnly,
    },
  };
}

function overall(checks: readonly HealthCheck[]): MeridianHealth["status"] {
  if (checks.some(({ status }) => status === "fail")) return "failed";
  return checks.some(({ status }) => status === "review") ? "passed with reviews" : "passed";
}

/** Of every recorded number that varies. */
function largestRhat({ draws }: Fit): { value: number; parameter: string } {
  let largest = { value: Number.NaN, parameter: "" };
  const size = draws.chains * draws.draws;
  const series = new Float64Array(size);
  for (const variable of draws.variables) {
    const elements = elementCount(variable.shape);
    for (let element = 0; element < elements; element += 1) {
      for (let draw = 0; draw < size; draw += 1) series[draw] = variable.values[draw * elements + element];
      const value = unsplitRhat(series, draws.chains, draws.draws);
      if (value > largest.value || (Number.isNaN(largest.value) && !Number.isNaN(value))) {
        largest = { value, parameter: elementLabel(draws.coordinates, variable, element) };
      }
    }
  }
  return largest;
}

interface TotalWorths {
  /** Money of the KPI where it is known. */
  readonly observed: number;
  /** (draw), over the same cells, without and with noise. */
  readonly expected: Float64Array;
  readonly predictive: Float64Array;
  /** (draw), over all cells: without paid and organic media, treatments at their baselines. */
  readonly baseline: Float64Array;
}

function totalWorths({ fit, sums, seed }: TrustFacts): TotalWorths {
  const { panel } = fit;
  const { values, revenuePerKpi } = panel.kpi;
  const known = revenuePerKpi.map((money, cell) => (Number.isNaN(values[cell]) ? 0 : money));
  return {
    observed: values.reduce((sum, value, cell) => (known[cell] === 0 ? sum : sum + value * known[cell]), 0),
    expected: weightedTotals(sums.expected, known),
    predictive: weightedTotals(fit.predictive(sums.expected, seed, { draws: sums.kept }), known),
    baseline: baselineWorth(fit, sums),
  };
}

/** Share of the draws at least as far from their mean as the observed value. */
function tailShare(draws: Float64Array, observed: number): number {
  const mean = meanOf(draws);
  return draws.filter((value) => Math.abs(value - mean) >= Math.abs(observed - mean)).length / draws.length;
}

interface StatedChannel extends RoiChannel {
  readonly prior: PriorStatistics;
  readonly isDefault: boolean;
}

function paidChannels({ fit, places }: TrustFacts): Pick<RoiChannel, "name" | "place">[] {
  return fit.spec.channels.map(({ name }, index) => ({ name, place: places[index] }));
}

/** Channels whose prior is stated for their return. */
function roiChannels(facts: TrustFacts): StatedChannel[] {
  const { fit, places, roi } = facts;
  return fit.spec.channels.flatMap(({ name, priors }, index): StatedChannel[] => {
    if (priors.roi === undefined) return [];
    const { family, args } = parseDistribution(priors.roi);
    const at = (probability: number): number => family.quantile(probability, args);
    return [
      {
        name,
        place: places[index],
        roi: channelParameterDraws(fit, name, "roi") ?? roi[index],
        priorTails: [at(0.01), at(0.99)],
        prior: { mean: family.mean(args), lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75) },
        isDefault:
          family.name === defaultRoiPrior.family && defaultRoiPrior.args.every((value, each) => args[each] === value),
      },
    ];
  });
}

/** Value is the posterior mean over the prior's. */
function shifts(channels: readonly StatedChannel[], seed: number): HealthChannel[] {
  const moved = movedFromPrior(
    channels.map(({ roi }) => roi),
    channels.map(({ prior }) => prior),
    seed,
  );
  return channels.map(({ name, roi, prior }, index) => ({
    channel: name,
    value: meanOf(roi) / prior.mean,
    status: moved[index] ? "pass" : "review",
  }));
}

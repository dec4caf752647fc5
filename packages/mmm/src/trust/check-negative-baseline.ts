// Would anything be sold without media? A baseline below zero says that media were credited with too much.
import { meanOf } from "../analysis/estimates.ts";
import { formatShare } from "../analysis/format.ts";
import { meanOverDraws } from "../analysis/quality.ts";
import { totals } from "../analysis/totals.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { TrustCheck } from "./trust-report.ts";
import { aboveIsBad, numbered } from "./verdicts.ts";

const limits = trustThresholds.negativeBaseline;

export function checkNegativeBaseline({ fit, sums }: TrustFacts): TrustCheck {
  const periods = fit.panel.dates.length;
  const baseline = new Float64Array(sums.kept.length * periods); // (draw, time)
  const cells = fit.panel.kpi.values.length;
  for (let index = 0; index < sums.expected.length; index += 1) {
    baseline[Math.floor(index / cells) * periods + (index % periods)] += sums.expected[index];
  }
  for (const { national } of sums.media) {
    for (let index = 0; index < baseline.length; index += 1) baseline[index] -= national[index];
  }
  return negativeBaseline(baseline, periods);
}

/** @param baseline  the expected KPI less what all media bring, national, (draw, time) */
export function negativeBaseline(baseline: Float64Array, periods: number): TrustCheck {
  const sums = totals(baseline, periods);
  const probability = sums.filter((total) => total < 0).length / sums.length;
  const means = meanOverDraws(baseline, periods);
  const share = means.filter((value) => value < 0).length / periods;
  const verdict = aboveIsBad(Math.max(probability, share), limits);
  return {
    id: "negative-baseline",
    title: "The baseline is positive",
    critical: true,
    verdict,
    numbers: [
      numbered("probability of a total baseline below 0", probability),
      numbered("share of periods with a mean baseline below 0", share),
      numbered("mean baseline per period", meanOf(means)),
    ],
    threshold: `both below ${formatShare(limits.caution)} (fails from ${formatShare(limits.fail)})`,
    reason:
      verdict === "pass"
        ? `Without media the KPI would still be positive: its total is below zero with probability ${formatShare(probability)}, and in ${formatShare(share)} of the periods.`
        : `Without media the KPI would be negative: in total with probability ${formatShare(probability)}, on average in ${formatShare(share)} of the periods.`,
    remedy:
      verdict === "pass"
        ? null
        : "Media are credited with too much: lower the priors of the largest channels' ROI, or give the baseline what it lacks.",
  };
}

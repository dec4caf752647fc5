// Does the prior, before it sees the KPI, allow for it, and for little else that is absurd?
import { intervalOfSorted, quantileOfSorted } from "../analysis/estimates.ts";
import { formatShare } from "../analysis/format.ts";
import type { PriorFacts } from "./prior-facts.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { TrustCheck } from "./trust-report.ts";
import { belowIsBad, figure, gravest, numbered } from "./verdicts.ts";

const { priorTail, priorNegative, priorWidth } = trustThresholds;

export function checkPriorPredictive({ fit, seen }: TrustFacts, { totals }: PriorFacts): TrustCheck {
  const observed = fit.panel.kpi.values.reduce((sum, value, cell) => (seen[cell] === 1 ? sum + value : sum), 0);
  return priorPredictive(observed, totals);
}

/**
 * The total that the prior expects against the one observed.
 *
 * @param totals  of prior draws
 */
export function priorPredictive(observed: number, totals: Float64Array): TrustCheck {
  const sorted = Float64Array.from(totals).sort();
  const [lower, upper] = intervalOfSorted(sorted, 0.9);
  const share = (test: (value: number) => boolean): number => sorted.filter(test).length / sorted.length;
  const above = share((value) => value > observed);
  const negative = share((value) => value < 0);
  const width = (upper - lower) / Math.abs(observed);
  const tail = Math.min(above, 1 - above);
  const allowed = belowIsBad(tail, priorTail);
  const isWide = !(width <= priorWidth);
  const isNegative = negative > priorNegative;
  const range = `from ${figure(lower / observed)} to ${figure(upper / observed)} times the observed total`;
  return {
    id: "prior-predictive",
    title: "The prior allows the data",
    critical: false,
    verdict: gravest([allowed, isWide || isNegative ? "caution" : "pass"]),
    numbers: [
      numbered("prior 5 % of total / observed", lower / observed),
      numbered("prior median of total / observed", quantileOfSorted(sorted, 0.5) / observed),
      numbered("prior 95 % of total / observed", upper / observed),
      numbered("prior probability of more than observed", above),
      numbered("prior probability of a total below 0", negative),
    ],
    threshold: `observed total inside the prior's ${formatShare(1 - 2 * priorTail.caution)}; that range at most ${priorWidth} totals wide; below 0 with at most ${formatShare(priorNegative)}`,
    reason:
      allowed !== "pass"
        ? `The prior expects a total ${range}; beyond the observed one lies ${formatShare(tail)} of its mass.`
        : isWide
          ? `The prior says next to nothing of the total: its 90 % range is ${range}.`
          : isNegative
            ? `The prior expects a total below zero with probability ${figure(negative)}.`
            : `Before seeing the KPI the model gives 90 % to a total ${range}.`,
    remedy:
      allowed !== "pass"
        ? "Center the priors of intercept and ROI where the business is, or check units of KPI and spend."
        : isWide || isNegative
          ? "Tighten the priors of the intercept and of the channels' effects."
          : null,
  };
}

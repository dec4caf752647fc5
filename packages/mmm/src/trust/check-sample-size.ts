// Are there enough observations for so many parameters, and enough years for a yearly season?
import { daysBetween } from "../calendar/dates.ts";
import type { Fit } from "../fit.ts";
import { buildModel } from "../model/build-model.ts";
import { seenCells } from "../model/model-graph.ts";
import type { ModelKind } from "../model/spec.ts";
import { unseenCells } from "../model/training-cells.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { TrustCheck } from "./trust-report.ts";
import { belowIsBad, figure, gravest, numbered } from "./verdicts.ts";

const limits = trustThresholds.observationsPerParameter;
const daysPerYear = 365.25;
const leastYears = 2;

export function checkSampleSize({ fit, evaluation }: TrustFacts): TrustCheck {
  const { panel, spec } = fit;
  const { graph } = buildModel(panel, spec);
  return sampleSize({
    observations: learnedFrom(fit),
    // What is drawn around another parameter is held together by it, and not free.
    parameters: graph.parameters.reduce(
      (sum, { priors }) => sum + priors.filter(({ args }) => args.every((arg) => typeof arg === "number")).length,
      0,
    ),
    effective: evaluation.diagnostics.pLoo,
    years: (daysBetween(panel.dates[0], panel.dates[panel.dates.length - 1]) + 1) / daysPerYear,
    hasYear: spec.seasonality.yearlyOrder > 0 || spec.robyn?.decomposition?.parts.includes("season") === true,
    lower: terms[spec.kind],
    filler: fit.ensemble === undefined ? "priors fill" : "the penalty and the ranges fill",
  });
}

/** What a refreshed run's priors have seen counts with the rest; what lies outside a search's window does not. */
function learnedFrom({ panel, spec, ensemble }: Fit): number {
  if (ensemble !== undefined) return seenCells(panel, spec).length;
  return panel.kpi.values.length - unseenCells(panel, spec.holdout ?? []).length;
}

export interface SampleSizeInput {
  readonly observations: number;
  /** Scalars whose prior is stated in numbers. */
  readonly parameters: number;
  /** Effective number of parameters by LOO. */
  readonly effective: number;
  readonly years: number;
  /** Whether the model has a yearly season. */
  readonly hasYear: boolean;
  /** What stands in where data do not suffice. */
  readonly filler?: string;
  /** What of the baseline could do with fewer terms. */
  readonly lower?: string | undefined;
}

/** Where each kind of model says how many terms its baseline has. */
const terms: Partial<Record<ModelKind, string>> = {
  meridian: "lower model.meridian.knots",
  robyn: "leave parts of model.robyn.decomposition out",
};

export function sampleSize({
  observations,
  parameters,
  effective,
  years,
  hasYear,
  filler = "priors fill",
  lower = "lower model.yearly_order",
}: SampleSizeInput): TrustCheck {
  const ratio = observations / parameters;
  const enough = belowIsBad(ratio, limits);
  const isShort = hasYear && years < leastYears;
  const verdict = gravest([enough, isShort ? "caution" : "pass"]);
  return {
    id: "sample-size",
    title: "There are enough data",
    critical: false,
    verdict,
    numbers: [
      numbered("observations", observations),
      numbered("parameters", parameters),
      numbered("observations per parameter", ratio),
      numbered("effective parameters (LOO)", effective),
      numbered("years", years),
    ],
    threshold: `more than ${limits.caution} observations per parameter (fails from ${limits.fail} down); ${leastYears} years for a yearly season`,
    reason:
      enough !== "pass"
        ? `There are ${figure(ratio)} observations per parameter (${observations} for ${parameters}): ${filler} in what data cannot.`
        : isShort
          ? `The data cover ${figure(years)} years: a season seen fewer than twice cannot be told from what media did that year.`
          : `There are ${figure(ratio)} observations per parameter (${observations} for ${parameters}).`,
    remedy:
      verdict === "pass" ? null : `Add history or geos, ${lower}, merge small channels, drop controls without effect.`,
  };
}

// Models of the same data side by side: what leaving each observation out says of how they predict.
import { leaveOneOut, relativeEfficiency } from "@carryover/engine";
import { formatList } from "../analysis/format.ts";
import { seenLogLikelihood } from "../analysis/seen-log-likelihood.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { Fit } from "../fit.ts";
import { seenCells } from "../model/model-graph.ts";
import { pseudoBmaWeights, stackingWeights } from "./stacking.ts";

export interface ComparedModel {
  readonly name: string;
  readonly fit: Fit;
}

export interface ModelComparison {
  readonly observations: number;
  /** Best first. */
  readonly models: readonly ModelScore[];
  /** Bound on how much the stacking weights could still be improved, on the log scale. */
  readonly stackingGap: number;
  /** What to keep in mind, in words. */
  readonly warnings: readonly string[];
  readonly sentence: string;
}

export interface ModelScore {
  readonly name: string;
  readonly model: string;
  /** Expected log predictive density by PSIS-LOO. */
  readonly elpd: number;
  readonly standardError: number;
  readonly effectiveParameters: number;
  /** Best model's elpd less this one's, ≥ 0, and its standard error from the paired differences of observations. */
  readonly difference: number;
  readonly differenceError: number;
  readonly stackingWeight: number;
  readonly pseudoBmaWeight: number;
  /** Observations whose Pareto k is above `goodK`: their density is unreliable. */
  readonly badParetoK: number;
  readonly worstParetoK: number;
  readonly goodK: number;
}

/** Of the bootstrap behind pseudo-BMA+; any will do, and the same gives the same weights. */
const bootstrapSeed = 1;

/**
 * The better model predicts what it has not seen better; it need not tell media apart better.
 * @throws SpecError for fewer than two models, and models of different observations
 * @see Vehtari, Gelman & Gabry (2017); Yao et al. (2018)
 */
export function compareModels(models: readonly ComparedModel[]): ModelComparison {
  requireSameData(models);
  const scored = models.map(({ name, fit }) => {
    const loo = leaveOneOut(seenLogLikelihood(fit, seenCells(fit.panel, fit.spec)), relativeEfficiency(fit.draws));
    return { name, model: fit.spec.kind, loo };
  });
  const pointwise = scored.map(({ loo }) => loo.pointwise);
  const stacking = stackingWeights(pointwise);
  const pseudoBma = pseudoBmaWeights(pointwise, { seed: bootstrapSeed });
  const best = scored.reduce((top, each) => (each.loo.elpd > top.loo.elpd ? each : top));
  const compared = scored.map(({ name, model, loo }, index): ModelScore => {
    const { elpd, standardError, effectiveParameters, paretoK, goodK } = loo;
    return {
      name,
      model,
      elpd,
      standardError,
      effectiveParameters,
      difference: best.loo.elpd - elpd,
      differenceError: pairedError(best.loo.pointwise, loo.pointwise),
      stackingWeight: stacking.weights[index],
      pseudoBmaWeight: pseudoBma[index],
      badParetoK: paretoK.filter((k) => !(k <= goodK)).length,
      worstParetoK: paretoK.reduce((worst, k) => Math.max(worst, k), Number.NEGATIVE_INFINITY),
      goodK,
    };
  });
  const ordered = compared.toSorted((left, right) => left.difference - right.difference);
  return {
    observations: pointwise[0].length,
    models: ordered,
    stackingGap: stacking.gap,
    warnings: warningsOf(models, ordered),
    sentence: comparisonSentence(ordered),
  };
}

/** Standard error of the sum of paired differences. */
function pairedError(left: Float64Array, right: Float64Array): number {
  const differences = left.map((value, each) => value - right[each]);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  return Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}

function requireSameData(models: readonly ComparedModel[]): void {
  const problem = (found: string, remedy: string): Problem => ({
    code: "comparison-data",
    severity: "error",
    found,
    remedy,
  });
  if (models.length < 2) {
    throw new SpecError([problem(`${models.length} run to compare`, "Name two runs or more")]);
  }
  const [first, ...others] = models;
  const problems = others.flatMap((other) => {
    const difference = differenceOf(first.fit, other.fit);
    if (difference === undefined) return [];
    return [
      problem(
        `${first.name} and ${other.name} were fitted to different observations: ${difference}`,
        "Compare runs of the same KPI, dates and geos: what is not predicted by both cannot be compared",
      ),
    ];
  });
  const ensembles = models.filter(({ fit }) => fit.ensemble !== undefined);
  if (ensembles.length > 0) problems.push(ensembleProblem(ensembles.map(({ name }) => name)));
  if (problems.length > 0) throw new SpecError(problems);
}

/** Leaving out one observation reweights draws of a posterior; models that a search selected are draws of none. */
function ensembleProblem(names: readonly string[]): Problem {
  return {
    code: "comparison-ensemble",
    severity: "error",
    found: `${formatList(names)} ${names.length === 1 ? "is an ensemble" : "are ensembles"} of selected models: leave-one-out needs draws of a posterior, which ${names.length === 1 ? "it has" : "they have"} not`,
    remedy: "Compare them by what they predict of periods they have not seen: carryover compare, or carryover validate",
  };
}

function differenceOf(left: Fit, right: Fit): string | undefined {
  const [one, two] = [left.panel, right.panel];
  const span = ({ dates }: Panel): string => `${dates.length} periods from ${dates[0]} to ${dates.at(-1)}`;
  if (one.kpi.name !== two.kpi.name) return `the KPI is ${one.kpi.name} in one and ${two.kpi.name} in the other`;
  if (one.dates.length !== two.dates.length || one.dates.some((date, index) => date !== two.dates[index])) {
    return `${span(one)} in one, ${span(two)} in the other`;
  }
  if (one.geos.join() !== two.geos.join())
    return `geos ${one.geos.join(", ")} in one, ${two.geos.join(", ")} in the other`;
  const cell = one.kpi.values.findIndex((value, index) => !Object.is(value, two.kpi.values[index]));
  if (cell >= 0) {
    const date = one.dates[cell % one.dates.length];
    return `${one.kpi.name} on ${date} is ${one.kpi.values[cell]} in one and ${two.kpi.values[cell]} in the other`;
  }
  const seen = ({ panel, spec }: Fit): string => seenCells(panel, spec).join();
  return seen(left) === seen(right) ? undefined : "different periods or geos were held out";
}

function warningsOf(models: readonly ComparedModel[], scores: readonly ModelScore[]): string[] {
  const isCount = models.map(({ fit }) => fit.spec.likelihood?.kind === "negative-binomial");
  const digests = new Set(models.map(({ fit }) => fit.panel.digest));
  return [
    ...scores
      .filter(({ badParetoK }) => badParetoK > 0)
      .map(
        ({ name, badParetoK, worstParetoK, goodK }) =>
          `${name}: Pareto k is above ${goodK.toFixed(2)} for ${badParetoK} observation${badParetoK === 1 ? "" : "s"} (the worst ${worstParetoK.toFixed(2)}); the comparison leans on them. carryover validate predicts what was really left out.`,
      ),
    ...models
      .filter(({ fit }) => fit.preview !== undefined || fit.interrupted)
      .map(({ name, fit }) =>
        fit.interrupted
          ? `${name} was stopped early: its draws are few.`
          : `${name} is a preview: its draws are of an approximation.`,
      ),
    ...(isCount.some(Boolean) && !isCount.every(Boolean)
      ? [
          "Probabilities of counts are compared with densities: fair only where a unit of the KPI is small beside its noise.",
        ]
      : []),
    ...(digests.size > 1
      ? ["The runs have the same KPI but other media or controls: the comparison is of data and model together."]
      : []),
  ];
}

function comparisonSentence([best, second]: readonly ModelScore[]): string {
  const { difference, differenceError } = second;
  const gap = `${difference.toFixed(1)} ± ${differenceError.toFixed(1)}`;
  // Below 4 the normal approximation behind the standard error is poor (Sivula et al. 2020).
  if (difference < 4) return `${best.name} and ${second.name} predict alike (difference in elpd ${gap}).`;
  return difference > 2 * differenceError
    ? `${best.name} predicts better than ${second.name} (difference in elpd ${gap}).`
    : `${best.name} is ahead of ${second.name}, but not clearly (difference in elpd ${gap}).`;
}

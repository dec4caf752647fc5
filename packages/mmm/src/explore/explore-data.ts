// Meridian's exploratory checks of a panel: what no model could tell apart, and what to look at before fitting one.
import { correlation, standardDeviation } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { mean } from "../model/column-measures.ts";
import type {
  CorrelatedPair,
  Exploration,
  ExplorationFinding,
  PriorExploration,
  VariableFacts,
} from "./exploration.ts";
import {
  correlationFinding,
  costFindings,
  geoAndTimeFinding,
  inflationFinding,
  kpiFinding,
  outlierFindings,
  populationFinding,
  priorFinding,
  ratioFinding,
  variabilityFinding,
} from "./findings.ts";
import { costFacts, leastDeviation, seriesSummaries } from "./series-summaries.ts";
import { explainedByGroups, rankCorrelation, varianceInflations } from "./statistics.ts";
import { type ExploredVariable, exploredVariables, scaledKpi } from "./variables.ts";

export interface ExploreOptions {
  /** Knots of the model that is planned; one per period for geos and one for national data by default, as in the original. */
  readonly knots?: number;
}

/** Above these two variables, or one and all others, are one and the same. */
const correlationLimit = 0.999;
const inflationLimit = 1000;
const shownPairs = 10;

/** National data are looked at as a whole; data of geos as a whole, and geo by geo. */
export function exploreData(panel: Panel, { knots }: ExploreOptions = {}): Exploration {
  const geos = panel.geos.length;
  const periods = panel.dates.length;
  const isNational = geos === 1;
  const variables = exploredVariables(panel);
  const byGeo = isNational
    ? []
    : panel.geos.map((_, geo) => variables.map(({ scaled }) => ofGeo(scaled, geo, periods)));
  const pairs = correlatedPairs(variables.map(({ name, scaled }) => ({ name, values: scaled })));
  const same = pairs.filter(({ correlation }) => Math.abs(correlation) > correlationLimit);
  const sameInGeos = byGeo.flatMap((columns, geo) =>
    correlatedPairs(columns.map((values, index) => ({ name: variables[index].name, values })))
      .filter(({ correlation }) => Math.abs(correlation) > correlationLimit)
      .filter(({ left, right }) => !same.some((pair) => pair.left === left && pair.right === right))
      .map((pair) => ({ ...pair, geo: panel.geos[geo] })),
  );
  const inflations = varianceInflations(
    variables.map(({ scaled }) => scaled),
    leastDeviation,
  );
  const inflatedInGeos = byGeo.flatMap((columns, geo) =>
    varianceInflations(columns, leastDeviation).flatMap((value, index) =>
      value !== null && value > inflationLimit && !((inflations[index] ?? 0) > inflationLimit)
        ? [{ name: variables[index].name, geo: panel.geos[geo], value }]
        : [],
    ),
  );
  const facts = variables.map((variable, index) => factsOf(variable, inflations[index], panel));
  const series = seriesSummaries(panel);
  const costs = costFacts(panel);
  const known = panel.kpi.values.filter((value) => !Number.isNaN(value)).length;
  const parameters = geos - 1 + (knots ?? (isNational ? 1 : periods)) + variables.length;
  const findings = [
    kpiFinding(
      panel.kpi.name,
      standardDeviation(scaledKpi(panel).filter((value) => !Number.isNaN(value))) >= leastDeviation,
    ),
    correlationFinding(same, sameInGeos),
    inflationFinding(
      facts.filter(({ varianceInflation }) => (varianceInflation ?? 0) > inflationLimit),
      inflatedInGeos,
    ),
    variabilityFinding(series, geos),
    ...outlierFindings(series),
    ...costFindings(costs),
    ...(isNational ? [] : [geoAndTimeFinding(facts), populationFinding(facts)]),
    ratioFinding(known, parameters),
  ];
  return {
    level: isNational ? "national" : "geo",
    geos,
    periods,
    findings: gravestFirst(findings),
    pairs: pairs.slice(0, shownPairs),
    variables: facts,
    series,
    costs,
    dataPerParameter: { data: known, parameters, ratio: known / parameters },
  };
}

/** The same with what a model's priors say before they see the KPI. */
export function withPrior(exploration: Exploration, prior: PriorExploration): Exploration {
  return { ...exploration, findings: gravestFirst([...exploration.findings, priorFinding(prior)]), prior };
}

const gravity = { fail: 0, review: 1, info: 2 } as const;

function gravestFirst(findings: readonly ExplorationFinding[]): ExplorationFinding[] {
  return findings.toSorted((left, right) => gravity[left.severity] - gravity[right.severity]);
}

function ofGeo(values: Float64Array, geo: number, periods: number): Float64Array {
  return values.subarray(geo * periods, (geo + 1) * periods);
}

/** Most correlated first; pairs of which one does not vary are left out. */
function correlatedPairs(columns: readonly { name: string; values: Float64Array }[]): CorrelatedPair[] {
  return columns
    .flatMap(({ name, values }, index) =>
      columns
        .slice(index + 1)
        .map((other) => ({ left: name, right: other.name, correlation: correlation(values, other.values) })),
    )
    .filter((pair) => !Number.isNaN(pair.correlation))
    .toSorted((left, right) => Math.abs(right.correlation) - Math.abs(left.correlation));
}

function factsOf(
  { name, group, scaled, raw }: ExploredVariable,
  varianceInflation: number | null,
  { geos, dates, population }: Panel,
): VariableFacts {
  const common = { name, group, varianceInflation };
  const none = { explainedByGeo: null, explainedByTime: null, populationScaled: null, populationRaw: null };
  if (geos.length === 1) return { ...common, ...none };
  const periods = dates.length;
  const number = (value: number): number | null => (Number.isNaN(value) ? null : value);
  // Plain sums, as the original's: geos that tie in the mean tie only with the same rounding.
  const means = (values: Float64Array): number[] => geos.map((_, geo) => mean(ofGeo(values, geo, periods)));
  const varies = standardDeviation(scaled) >= leastDeviation;
  const ofGeos = geos.map((_, geo) => Array.from(ofGeo(scaled, geo, periods)));
  const ofPeriods = dates.map((_, time) => ofGeos.map((series) => series[time]));
  return {
    ...common,
    explainedByGeo: varies ? number(explainedByGroups(ofGeos)) : null,
    explainedByTime: varies ? number(explainedByGroups(ofPeriods)) : null,
    populationScaled: number(rankCorrelation(means(scaled), population)),
    populationRaw: raw === undefined ? null : number(rankCorrelation(means(raw), population)),
  };
}

// The exploration's findings in words: what was found, and what to do about it.
import type {
  CorrelatedPair,
  CostFacts,
  ExplorationFinding,
  PriorExploration,
  SeriesSummary,
  VariableFacts,
} from "./exploration.ts";

export function kpiFinding(name: string, varies: boolean): ExplorationFinding {
  const check = "kpi-variability";
  if (varies) return { check, severity: "info", found: `${name} varies.`, remedy: null };
  return {
    check,
    severity: "fail",
    found: `${name} is the same everywhere: there is nothing to explain.`,
    remedy: "Check which column is read as the KPI.",
  };
}

export function correlationFinding(
  pairs: readonly CorrelatedPair[],
  inGeos: readonly (CorrelatedPair & { readonly geo: string })[],
): ExplorationFinding {
  const check = "pairwise-correlation";
  if (pairs.length > 0) {
    const named = listed(pairs.map(({ left, right, correlation }) => `${left} and ${right} (${digits(correlation)})`));
    return {
      check,
      severity: "fail",
      found: `${named} say the same: no model can tell apart what moves together always.`,
      remedy: "Leave one of each pair out, or add them up.",
    };
  }
  if (inGeos.length > 0) {
    const named = listed(inGeos.map(({ left, right, geo }) => `${left} and ${right} in ${geo}`));
    return {
      check,
      severity: "review",
      found: `${named} say the same there.`,
      remedy: "Check these data; combine the two if they move together in other geos as well.",
    };
  }
  return { check, severity: "info", found: "No two variables say the same.", remedy: null };
}

export function inflationFinding(
  variables: readonly VariableFacts[],
  inGeos: readonly { readonly name: string; readonly geo: string; readonly value: number }[],
): ExplorationFinding {
  const check = "variance-inflation";
  if (variables.length > 0) {
    const named = listed(variables.map(({ name }) => name));
    return {
      check,
      severity: "fail",
      found: `${named} ${variables.length === 1 ? "is" : "are"} a sum of other variables: variance inflation above 1000.`,
      remedy: "Leave out or add up variables until none can be computed from the others.",
    };
  }
  if (inGeos.length > 0) {
    const named = listed(inGeos.map(({ name, geo }) => `${name} in ${geo}`));
    return {
      check,
      severity: "review",
      found: `${named} can be computed from the other variables there.`,
      remedy: "Check these geos' data; where that is so in many geos, combine variables.",
    };
  }
  return { check, severity: "info", found: "No variable can be computed from the others.", remedy: null };
}

export function variabilityFinding(series: readonly SeriesSummary[], geos: number): ExplorationFinding {
  const check = "variability";
  const constant = series.filter(({ constantGeos }) => constantGeos.length > 0);
  if (constant.length === 0) {
    return { check, severity: "info", found: "Every series varies, outliers left out.", remedy: null };
  }
  const named = listed(
    constant.map(({ name, group, constantGeos }) => {
      const what = group === "reach" || group === "frequency" ? `the ${group} of ${name}` : name;
      return geos === 1 ? what : `${what} (${constantGeos.length} of ${geos} geos)`;
    }),
  );
  return {
    check,
    severity: "review",
    found: `Without a few outlying values these do not vary: ${named}.`,
    remedy: "Where that is no plan (a channel that ran for few weeks), combine it with another, or group geos.",
  };
}

export function outlierFindings(series: readonly SeriesSummary[]): ExplorationFinding[] {
  const outlying = series
    .filter(({ outliers }) => outliers > 0)
    .toSorted((left, right) => right.outliers - left.outliers);
  if (outlying.length === 0) {
    return [{ check: "outliers", severity: "info", found: "No value lies outside of its series.", remedy: null }];
  }
  const cells = outlying.reduce((sum, { outliers }) => sum + outliers, 0);
  return [
    {
      check: "outliers",
      severity: "review",
      found: `${cells} values lie more than 1.5 interquartile ranges outside of the quartiles of their geo: ${listed(
        outlying.map(
          ({ name, group, outliers }) =>
            `${name}${group === "reach" || group === "frequency" ? `'s ${group}` : ""} ${outliers}`,
        ),
      )}.`,
      remedy: "Look for mistakes of the data; what really happened stays.",
    },
  ];
}

export function costFindings(costs: readonly CostFacts[]): ExplorationFinding[] {
  const check = "cost-per-unit";
  const apart = costs.filter(({ freeCells, emptyCells }) => freeCells + emptyCells > 0);
  const outlying = costs.filter(({ outliers }) => outliers > 0);
  const found: ExplorationFinding[] = [];
  if (apart.length > 0) {
    const named = listed(
      apart.map(
        ({ channel, freeCells, emptyCells }) =>
          `${channel} (${freeCells} shown for nothing, ${emptyCells} paid for nothing)`,
      ),
    );
    found.push({
      check,
      severity: "review",
      found: `Money and exposure do not go together: ${named}.`,
      remedy: "Check the spend and exposure of these channels, and whether their periods are the same.",
    });
  }
  if (outlying.length > 0) {
    found.push({
      check,
      severity: "review",
      found: `A unit costs far more or less than usual: ${listed(outlying.map(({ channel, outliers }) => `${channel} in ${outliers} ${outliers === 1 ? "cell" : "cells"}`))}.`,
      remedy: "Look for mistakes of spend or exposure in these cells.",
    });
  }
  if (found.length > 0) return found;
  return [
    { check, severity: "info", found: "Every unit costs about what others of its channel and geo do.", remedy: null },
  ];
}

export function geoAndTimeFinding(variables: readonly VariableFacts[]): ExplorationFinding {
  const named = (key: "explainedByGeo" | "explainedByTime"): string =>
    listed(variables.filter((each) => (each[key] ?? 0) > 0.9).map(({ name }) => name));
  const [byTime, byGeo] = [named("explainedByTime"), named("explainedByGeo")];
  const parts = [
    ...(byTime === "" ? [] : [`${byTime} ${isMany(byTime) ? "are" : "is"} nearly the same in all geos`]),
    ...(byGeo === "" ? [] : [`${byGeo} ${isMany(byGeo) ? "hardly change" : "hardly changes"} over time`]),
  ];
  return {
    check: "geo-and-time",
    severity: "info",
    found:
      parts.length === 0
        ? "Every variable varies between geos and over time."
        : `${parts.join("; ")} (adjusted R² above 0.9).`,
    remedy:
      parts.length === 0
        ? null
        : "What is the same in all geos competes with the knots: take fewer of them, or leave it out; what does not change over time competes with the geos' own levels.",
  };
}

export function populationFinding(variables: readonly VariableFacts[]): ExplorationFinding {
  const scaledTwice = variables.filter(
    ({ group, populationScaled }) =>
      (group === "media" || group === "organic") && Math.abs(populationScaled ?? 0) > 0.5,
  );
  const unscaled = variables.filter(
    ({ group, populationScaled }) =>
      (group === "controls" || group === "treatments") && Math.abs(populationScaled ?? 0) > 0.5,
  );
  const parts = [
    ...(scaledTwice.length === 0 ? [] : [`${following(scaledTwice)} even per head`]),
    ...(unscaled.length === 0 ? [] : [following(unscaled)]),
  ];
  return {
    check: "population",
    severity: "info",
    found:
      parts.length === 0 ? "No variable follows the population of geos." : `${parts.join("; ")} (Spearman above 0.5).`,
    remedy:
      unscaled.length > 0
        ? "Let the model divide such controls and treatments by the population (by_population)."
        : scaledTwice.length > 0
          ? "Check whether these media are counts, which are divided by the population, and not shares already."
          : null,
  };
}

function following(variables: readonly VariableFacts[]): string {
  const named = listed(variables.map(({ name }) => name));
  return `${named} ${variables.length === 1 ? "follows" : "follow"} the population`;
}

export function ratioFinding(data: number, parameters: number): ExplorationFinding {
  return {
    check: "data-per-parameter",
    severity: "info",
    found: `${data} values of the KPI for ${parameters} parameters (geos less one, knots, variables): ${(data / parameters).toFixed(1)} each.`,
    remedy: data / parameters < 10 ? "Take fewer knots, or combine channels." : null,
  };
}

const shown = 5;

function listed(names: readonly string[]): string {
  if (names.length > shown) return `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function isMany(list: string): boolean {
  return list.includes(" and ");
}

function digits(value: number): string {
  return value.toFixed(4);
}

/** Where a model was asked. */
export function priorFinding({ negativeBaseline, shares }: PriorExploration): ExplorationFinding {
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  const percent = (share: number): string => `${(100 * share).toFixed(0)}\u202f%`;
  const isBold = negativeBaseline > 0.2 || total > 1;
  return {
    check: "prior-baseline",
    severity: isBold ? "review" : "info",
    found: `Before it sees the KPI the model thinks that all paid media brought ${percent(total)} of it in the mean, and a baseline below zero has probability ${percent(negativeBaseline)}.`,
    remedy: isBold ? "Lower the priors of the channels that are thought to bring most." : null,
  };
}

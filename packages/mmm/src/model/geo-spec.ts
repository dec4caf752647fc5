// What a specification says about geos: how large each is, where the common time effect may bend, how far geos may differ.
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { automaticKnots, knotRows } from "../design/knots.ts";
import type { Problem } from "../errors.ts";
import { geoPriors } from "./default-priors.ts";
import type { GeoSpec, PriorSpec } from "./spec.ts";

/** What stands in the way of a fit over this panel's geos; for national data, what is set though it needs geos. */
export function geoProblems(panel: Panel, config: Config, holdout: readonly number[]): Problem[] {
  const { kind, knots } = config.model;
  const count = panel.geos.length;
  if (count > 1 && kind !== "default") {
    return [
      {
        code: "geo-not-modeled",
        severity: "error",
        path: ["model", "kind"],
        found: `the data have ${count} geos, but model "${kind}" is national`,
        remedy: 'Choose model "default", or sum the geos to one national series',
      },
    ];
  }
  return [...knotProblems(panel, knots), ...(count > 1 && !hasPopulation(config) ? sizeProblems(panel, holdout) : [])];
}

/** The geo part of a specification; undefined for national data. */
export function geoSpec(panel: Panel, config: Config, holdout: readonly number[]): GeoSpec | undefined {
  const { geos, dates, frequency } = panel;
  if (geos.length === 1) return undefined;
  const { priors, knots } = config.model;
  const count = knots ?? Math.min(dates.length, automaticKnots(dates.length, frequency));
  return {
    sizes: geoSizes(panel, config, holdout),
    sizedBy: hasPopulation(config) ? "population" : "kpi",
    knots: count === 0 ? [] : knotRows(dates.length, count),
    priors: {
      intercept: priors.geo_intercept_sd ?? geoPriors.intercept,
      controls: priors.geo_control_sd ?? geoPriors.controls,
      media: priors.geo_media_sd ?? geoPriors.media,
      knots: priors.knot_sd ?? geoPriors.knots,
    },
  };
}

/** People of each geo, or its KPI where they are not known, over their mean. */
export function geoSizes(panel: Panel, config: Config, holdout: readonly number[]): number[] {
  return sizesOf(hasPopulation(config) ? panel.population : geoTotals(panel, holdout));
}

/** Each prior with what it is of, for messages, and its key in the configuration. */
export function geoPriorList({ priors }: GeoSpec): { prior: PriorSpec; where: string; key: string }[] {
  return [
    { prior: priors.intercept, where: "the spread of the geos' intercepts", key: "geo_intercept_sd" },
    { prior: priors.controls, where: "the spread of the geos' control effects", key: "geo_control_sd" },
    { prior: priors.media, where: "the spread of the geos' media effects", key: "geo_media_sd" },
    { prior: priors.knots, where: "the spread of the knots", key: "knot_sd" },
  ];
}

function hasPopulation(config: Config): boolean {
  return config.data.population !== null;
}

/** Against their mean: sizes have mean 1, so that national scales stay those of the mean geo. */
function sizesOf(values: ArrayLike<number>): number[] {
  const total = Array.from(values).reduce((sum, value) => sum + value, 0);
  return Array.from(values, (value) => (value * values.length) / total);
}

/** KPI of each geo over all periods, at the mean of those that are known and not held out; 0 where none is. */
function geoTotals({ geos, dates, kpi }: Panel, holdout: readonly number[]): number[] {
  const periods = dates.length;
  const held = new Set(holdout);
  return geos.map((_, geo) => {
    let total = 0;
    let seen = 0;
    for (let cell = geo * periods; cell < (geo + 1) * periods; cell += 1) {
      if (held.has(cell) || Number.isNaN(kpi.values[cell])) continue;
      total += kpi.values[cell];
      seen += 1;
    }
    return seen === 0 ? 0 : total * (periods / seen);
  });
}

/** Geos whose KPI is not above zero, and which therefore have no size where there is no population. */
export function sizeProblems(panel: Panel, holdout: readonly number[]): Problem[] {
  return geoTotals(panel, holdout).flatMap((total, geo): Problem[] =>
    total > 0
      ? []
      : [
          {
            code: "kpi-not-positive",
            severity: "error",
            column: panel.kpi.name,
            geo: panel.geos[geo],
            found: `the KPI of ${panel.geos[geo]} sums to ${total}, and without a population the KPI is what says how large a geo is`,
            remedy: "Set data.population, or leave the geo out",
          },
        ],
  );
}

function knotProblems({ geos, dates }: Panel, knots: number | null): Problem[] {
  if (knots === null) return [];
  const problem = (found: string, remedy: string): Problem[] => [
    { code: "knots-range", severity: "error", path: ["model", "knots"], value: String(knots), found, remedy },
  ];
  if (geos.length === 1) {
    return problem("one series cannot tell a free time effect from media", "Leave model.knots out of national models");
  }
  if (knots === 0 || (knots >= 2 && knots <= dates.length)) return [];
  return problem(
    `${knots} knots for ${dates.length} periods`,
    `Choose 0 for no time effect, or 2 to ${dates.length}; leave it out for one a quarter`,
  );
}

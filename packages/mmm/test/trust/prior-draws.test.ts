// Draws from the prior against the priors' closed forms, and the prior's density against a sum by hand.
import {
  type Draws,
  GraphBuilder,
  halfNormal,
  normal,
  normalCdf,
  parseDistribution,
  variable,
} from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { PriorSpec } from "../../src/model/spec.ts";
import { logPriors } from "../../src/trust/log-priors.ts";
import { priorDraws, priorFit } from "../../src/trust/prior-draws.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

function logDensityOf(prior: PriorSpec, x: number): number {
  const { family, args } = parseDistribution(prior);
  return family.logDensity(x, args, new Float64Array(1));
}

/** Largest distance between the distribution functions of draws and a closed form. */
function distance(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.reduce((most, value, index) => Math.max(most, Math.abs((index + 0.5) / sorted.length - cdf(value))), 0);
}

test("each draw is of its prior, hierarchies given what they depend on", () => {
  const graph = new GraphBuilder();
  graph.dimension("geo", ["north", "south"]);
  const spread = graph.parameter("spread", { prior: halfNormal(2) });
  const center = graph.parameter("center", { prior: normal(5, 1) });
  const { family } = normal(0, 1);
  graph.parameter("geo", { prior: { family, args: [center, spread] }, dims: ["geo"] });
  const count = 4000;
  const draws = priorDraws({ graph }, count, 3);
  const values = (name: string): Float64Array => variable(draws, name).values;
  // Kolmogorov's statistic of 4,000 draws is above 0.03 once in a thousand.
  expect(distance(values("spread"), (x) => 2 * normalCdf(x / 2) - 1)).toBeLessThan(0.03);
  expect(distance(values("center"), (x) => normalCdf(x - 5))).toBeLessThan(0.03);
  for (const geo of [0, 1]) {
    const standardized = Float64Array.from({ length: count }, (_, draw) => {
      const own = values("geo")[2 * draw + geo];
      return (own - values("center")[draw]) / values("spread")[draw];
    });
    expect(distance(standardized, normalCdf)).toBeLessThan(0.03);
  }
});

describe("of the default model", () => {
  const { panel, config } = smallWorld();
  const spec = resolveSpec(panel, config);

  test("the same seed gives the same draws, another seed others; no KPI is needed", () => {
    const roi = (seed: number, values = panel.kpi.values): number[] =>
      Array.from(variable(priorFit({ ...panel, kpi: { ...panel.kpi, values } }, spec, 20, seed).draws, "roi").values);
    expect(roi(1)).toEqual(roi(1));
    expect(roi(1)).not.toEqual(roi(2));
    expect(
      roi(
        1,
        panel.kpi.values.map(() => Number.NaN),
      ),
    ).toEqual(roi(1));
  });

  test("the log prior is taken apart by channel, and its parts are all of it", () => {
    const fit = priorFit(panel, spec, 8, 4);
    const kept = Int32Array.of(1, 6);
    const { channels, rest } = logPriors(fit, kept);
    kept.forEach((draw, row) => {
      spec.channels.forEach(({ priors }, channel) => {
        const at = (name: string): number => variable(fit.draws, name).values[draw * 2 + channel];
        const byHand =
          logDensityOf(priors.roi, at("roi")) +
          logDensityOf(priors.retention, at("retention")) +
          logDensityOf(priors.halfSaturation, at("half_saturation")) +
          logDensityOf(priors.slope, at("slope"));
        expect(channels[channel][row]).toBeCloseTo(byHand, 9);
      });
      const mine = ["roi", "retention", "half_saturation", "slope"];
      expect(fit.draws.variables.map(({ name }) => name)).toEqual(expect.arrayContaining(mine));
      expect(rest[row]).toBeCloseTo(restByHand(fit.draws, draw), 9);
    });
  });

  test("what a refreshed run knows of parameters together is part of the rest", () => {
    const fit = priorFit(panel, spec, 4, 4);
    const kept = Int32Array.of(0, 3);
    const [m, w] = [
      [900, 0.2],
      [
        [0.01, 0.5],
        [0, 2],
      ],
    ];
    const variables = [
      { name: "intercept", elements: 1 },
      { name: "roi", elements: 1 },
    ];
    const refreshed = { ...fit, spec: { ...spec, joint: { variables, mean: m, columns: w } } };
    const [plain, joined] = [logPriors(fit, kept).rest, logPriors(refreshed, kept).rest];
    kept.forEach((draw, row) => {
      const [x, y] = [
        variable(fit.draws, "intercept").values[draw] - m[0],
        Math.log(variable(fit.draws, "roi").values[2 * draw]) - m[1],
      ];
      const squares = (w[0][0] * x + w[1][0] * y) ** 2 + (w[0][1] * x + w[1][1] * y) ** 2;
      expect(joined[row] - plain[row]).toBeCloseTo(-0.5 * squares, 6);
    });
  });

  function restByHand(draws: Draws, draw: number): number {
    const scalar = (name: string): number => variable(draws, name).values[draw];
    const list = (name: string): number[] => {
      const { values, shape } = variable(draws, name);
      return Array.from(values.subarray(draw * shape[0], (draw + 1) * shape[0]));
    };
    const total = (values: readonly number[], prior: PriorSpec): number =>
      values.reduce((sum, value) => sum + logDensityOf(prior, value), 0);
    const names = draws.variables.map(({ name }) => name);
    return (
      logDensityOf(spec.intercept, scalar("intercept")) +
      logDensityOf(spec.noise, scalar("sigma")) +
      (names.includes("trend") ? logDensityOf(spec.trend.prior, scalar("trend")) : 0) +
      (names.includes("yearly") ? total(list("yearly"), spec.seasonality.prior) : 0) +
      (names.includes("day_of_week") ? total(list("day_of_week"), spec.seasonality.dayOfWeekPrior) : 0) +
      (names.includes("holiday") ? total(list("holiday"), spec.holidays.prior) : 0) +
      panel.controls.reduce(
        (sum, { name }, index) => sum + logDensityOf(spec.controls[name], list("control")[index]),
        0,
      )
    );
  }
});

test("what is drawn around another parameter is not a prior to be scaled", () => {
  const { panel, config } = geoWorld({ periods: 60 });
  const spec = resolveSpec(panel, config);
  const fit = priorFit(panel, spec, 5, 2);
  const before = logPriors(fit, Int32Array.of(0, 1, 2, 3, 4));
  // Another intercept of each geo changes nothing; another spread of them does.
  variable(fit.draws, "geo_intercept").values.fill(0.123);
  expect(logPriors(fit, Int32Array.of(0, 1, 2, 3, 4))).toEqual(before);
  variable(fit.draws, "geo_intercept_sd").values.fill(3);
  expect(logPriors(fit, Int32Array.of(0, 1, 2, 3, 4)).rest).not.toEqual(before.rest);
});

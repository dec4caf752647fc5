import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { SpecError } from "../../src/errors.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { robynOf } from "../../src/model/robyn.ts";
import { robynWeeklyConfig, weeklyPanel } from "../support/robyn-fit.ts";

const panel = weeklyPanel();

/** The problems of a configuration, as code and path. */
function problemsOf(change: (config: ReturnType<typeof robynWeeklyConfig>) => object, on = panel): string[] {
  const config = robynWeeklyConfig();
  try {
    resolveSpec(on, { ...config, ...change(config) });
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map(({ code, path }) => `${code} ${path?.join(".")}`);
    throw error;
  }
  return [];
}

function withRobyn(changes: object) {
  return (config: ReturnType<typeof robynWeeklyConfig>) => ({
    model: { ...config.model, robyn: { ...config.model.robyn, ...changes } },
  });
}

describe("a search's specification", () => {
  const spec = resolveSpec(panel, robynWeeklyConfig({ adstock: "geometric" }));
  const robyn = robynOf(spec);

  test("has the rows of the window, and leaves those outside to neither likelihood nor search", () => {
    expect(robyn.window).toEqual({ from: 6, to: 163 });
    expect(spec.silenced).toHaveLength(208 - 157);
    expect(spec.scales.spend[0]).toBeCloseTo(2_591_412.146_666_665_6, 3);
  });

  test("states ranges where the configuration does and the package's elsewhere", () => {
    const [tv] = robyn.media;
    expect(tv).toMatchObject({
      name: "tv_S",
      kind: "paid",
      sign: "positive",
      theta: [0.3, 0.8],
      alpha: [0.5, 3],
      gamma: [0.3, 1],
    });
    expect(robyn.media.at(-1)).toMatchObject({ name: "newsletter", kind: "organic", costPerExposure: 1 });
    expect(robyn.search).toMatchObject({ trials: 2, iterations: 100, seed: 7, candidates: 100, clusters: "auto" });
  });

  test("freezes the decomposition as functions of the date, so that a longer panel has its columns", () => {
    expect(robyn.decomposition?.parts).toEqual(["trend", "season", "holiday"]);
    expect(robyn.regressors.map(({ name }) => name)).toEqual([
      "trend",
      "season",
      "holiday",
      "competitor_sales_B",
      "events",
    ]);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(() => buildModel(panel, spec)).not.toThrow();
  });

  test("tells exposure in money at its cost over the window", () => {
    const impressions = panel.media[0].exposure.map((value) => 40 * value);
    const shown = { ...panel, media: [{ ...panel.media[0], exposure: impressions }, ...panel.media.slice(1)] };
    const told = resolveSpec(shown, robynWeeklyConfig());
    expect(robynOf(told).media[0].costPerExposure).toBeCloseTo(1 / 40, 12);
    expect(told.scales.media[0]).toBeCloseTo(40, 10);
  });

  test("has shapes and scales in place of thetas with Weibull adstock", () => {
    const config = robynWeeklyConfig({ adstock: "weibull-cdf" });
    const free = {
      ...config,
      channels: config.channels.map((each) => ({ ...each, robyn: { ...each.robyn, theta: null } })),
      organic: [],
    };
    const { organic: _organic, ...paid } = panel;
    const [tv] = robynOf(resolveSpec(paid, free)).media;
    expect(tv).toMatchObject({ shape: [0.0001, 2], scale: [0, 0.1] });
    expect(tv.theta).toBeUndefined();
  });

  test("keeps held-out weeks from the decomposition and the costs' own window as it is", () => {
    const held = resolveSpec(panel, robynWeeklyConfig(), { holdout: [20, 21, 22] });
    expect(held.holdout).toEqual([20, 21, 22]);
    expect(held.silenced).toEqual(spec.silenced);
    expect(robynOf(held).decomposition?.growth).not.toBe(robyn.decomposition?.growth);
  });
});

describe("what a search cannot do is said, all at once and by name", () => {
  test("settings that it has no choice of", () => {
    expect(
      problemsOf((config) => ({
        channels: [
          {
            ...config.channels[0],
            adstock: { kind: "geometric", window: 8, normalize: true },
            priors: { roi: { distribution: "normal", mean: 1, sd: 1 } },
          },
          ...config.channels.slice(1),
        ],
        model: { ...config.model, likelihood: "student-t", yearly_order: 2 },
        events: [{ name: "sale", start: "2017-01-01", end: "2017-01-07", shape: "gaussian", prior: null, width: null }],
      })),
    ).toEqual([
      "fixed-in-robyn channels.0.adstock",
      "fixed-in-robyn channels.0.priors",
      "fixed-in-robyn model.yearly_order",
      "fixed-in-robyn model.likelihood",
      "fixed-in-robyn events",
    ]);
  });

  test("ranges beyond where a transform is defined, and of another adstock", () => {
    const ranges = (robyn: object) => (config: ReturnType<typeof robynWeeklyConfig>) => ({
      channels: [
        { ...config.channels[0], robyn: { ...config.channels[0].robyn, ...robyn } },
        ...config.channels.slice(1),
      ],
    });
    expect(problemsOf(ranges({ theta: [0, 1] }))).toEqual(["robyn-range channels.0.robyn.theta"]);
    expect(problemsOf(ranges({ gamma: [0, 0.5], alpha: [0.5, 10] }))).toEqual([
      "robyn-range channels.0.robyn.alpha",
      "robyn-range channels.0.robyn.gamma",
    ]);
    expect(problemsOf(ranges({ shape: [0, 2] }))).toEqual(["robyn-range channels.0.robyn.shape"]);
    expect(problemsOf(withRobyn({ train_share: [0.05, 0.8] }))).toEqual(["robyn-range model.robyn.train_share"]);
  });

  test("windows, parts and signs that are not there", () => {
    expect(problemsOf(withRobyn({ window: { from: "2030-01-01", to: "2031-01-01" } }))).toEqual([
      "robyn-window model.robyn.window",
    ]);
    expect(problemsOf(withRobyn({ window: { from: "2016-01-01", to: "2016-01-20" } }))).toContain(
      "robyn-window model.robyn.window",
    );
    expect(problemsOf(withRobyn({ decomposition: ["trend", "weekday"], signs: { tvv: "positive" } }))).toEqual([
      "robyn-decomposition model.robyn.decomposition",
      "robyn-sign model.robyn.signs.tvv",
    ]);
    expect(problemsOf((config) => ({ model: { ...config.model, holidays: null } }))).toEqual([
      "robyn-decomposition model.robyn.decomposition",
    ]);
  });

  test("several geos, with the remedy of summing them; reach and frequency; a channel that did not run", () => {
    const geos = { ...panel, geos: ["a", "b"] };
    expect(problemsOf(() => ({}), geos)).toContain("geo-not-modeled model.kind");
    const [tv, ...others] = panel.media;
    const reached = { ...panel, media: [{ ...tv, frequency: tv.exposure.map(() => 2) }, ...others] };
    expect(problemsOf(() => ({}), reached)).toEqual(["robyn-media channels.0.reach"]);
    const nothing = new Float64Array(208);
    const idle = { ...panel, media: [{ ...tv, exposure: nothing, spend: nothing }, ...others] };
    expect(problemsOf(() => ({}), idle)).toEqual(["robyn-media channels.0"]);
  });

  const lift = {
    channels: ["tv_S"],
    from: "2017-01-02",
    to: "2017-01-29",
    lift: 1e5,
    spend: null,
    confidence: 0.9,
    scope: "immediate",
  };

  test("lift tests that say nothing, or something else than the data", () => {
    const of = (changes: object): string[] => problemsOf(withRobyn({ calibration: [{ ...lift, ...changes }] }));
    expect(of({})).toEqual([]);
    expect(of({ channels: ["radio"] })).toEqual(["robyn-lift model.robyn.calibration.0.channels"]);
    expect(of({ channels: ["tv_S", "radio"], lift: 0, confidence: 0.5 })).toEqual([
      "robyn-lift model.robyn.calibration.0.channels",
      "robyn-lift model.robyn.calibration.0.lift",
      "robyn-lift model.robyn.calibration.0.confidence",
    ]);
    expect(of({ from: "2019-01-07", to: "2019-02-07" })).toEqual(["robyn-lift model.robyn.calibration.0.from"]);
    expect(of({ spend: 12 })).toEqual(["robyn-lift model.robyn.calibration.0.spend"]);
  });

  test("a good test becomes a term of the objectives, in rows of the panel", () => {
    const calibration = [{ ...lift, scope: "total" }];
    const [term] = robynOf(resolveSpec(panel, robynWeeklyConfig({ calibration }))).lifts;
    expect(term).toEqual({ channels: ["tv_S"], from: 58, to: 61, lift: 1e5, scope: "total" });
    expect(panel.dates[58]).toBe("2017-01-02");
  });
});

test("without a word on them the parts follow the data: holidays where there is a country, weekdays of daily data", () => {
  const config = robynWeeklyConfig({ decomposition: null });
  expect(robynOf(resolveSpec(panel, config)).decomposition?.parts).toEqual(["trend", "season", "holiday"]);
  const without = parseConfig({
    data: { path: "x.csv", date: "date", kpi: { column: "revenue" } },
    channels: config.channels.map(({ name }) => ({ name, spend: name })),
    model: { kind: "robyn" },
  });
  const { organic: _organic, ...paid } = panel;
  const weekly = { ...paid, controls: [] };
  const daily = { ...weekly, frequency: "daily" as const, dates: dateRange("2020-01-01", panel.dates.length) };
  expect(robynOf(resolveSpec(weekly, without)).decomposition?.parts).toEqual(["trend", "season"]);
  expect(robynOf(resolveSpec(daily, without)).decomposition?.parts).toEqual(["trend", "season", "weekday"]);
});

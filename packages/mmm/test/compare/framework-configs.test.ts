import { expect, test } from "vitest";
import { frameworkPlans } from "../../src/compare/framework-configs.ts";
import { nationalPanel } from "../../src/compare/national-panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { world } from "./hand-made.ts";

test("a preset that is the configuration's own model is not fitted twice", () => {
  const { panel, config } = world;
  const plans = frameworkPlans(panel, config, ["bayesian", "default", "pymc-marketing"]);
  expect(plans.map(({ name, spec }) => [name, spec.kind])).toEqual([
    ["bayesian", "default"],
    ["pymc-marketing", "pymc-marketing"],
  ]);
});

test("where the configuration's own model is another framework, bayesian is the default", () => {
  const { panel, config } = world;
  const asked = { ...config, model: { ...config.model, kind: "meridian" as const } };
  const [plan] = frameworkPlans(panel, asked, ["bayesian"]);
  expect(plan.spec.kind).toBe("default");
});

test("what a framework does not have is left out and said, and a prior of the return goes where returns have one", () => {
  const { panel, config } = world;
  const roi = { distribution: "log-normal", mu: 0.2, sigma: 0.9 };
  const retention = { distribution: "beta", alpha: 2, beta: 5 };
  const asked = {
    ...config,
    channels: config.channels.map((channel) => ({
      ...channel,
      adstock: { kind: "weibull-pdf" as const, window: 14, normalize: null },
      priors: { roi },
    })),
    model: { ...config.model, changepoints: 2, likelihood: "student-t" as const },
  };
  const [meridian, adelon] = frameworkPlans(panel, asked, ["meridian", "adelon"]);
  expect(meridian.notes.join(" ")).toContain("does not have changepoints, likelihood student-t");
  expect(meridian.notes.join(" ")).toContain("its own adstock in place of weibull-pdf");
  expect(meridian.spec.channels[0].priors.roi).toEqual(roi);
  expect(adelon.notes.join(" ")).toContain("the priors of roi are another model's");
  expect(adelon.spec.channels[0].priors.roi).toBeUndefined();
  const [bayesian] = frameworkPlans(
    panel,
    { ...config, channels: config.channels.map((channel) => ({ ...channel, priors: { retention } })) },
    ["bayesian"],
  );
  expect(bayesian.notes).toEqual([]);
  expect(bayesian.spec.channels[1].priors.retention).toEqual(retention);
});

test("a framework without geos gets the nation: sums, and means by population", () => {
  const { panel, config } = geoWorld();
  const [own, nation] = frameworkPlans(panel, config, ["bayesian", "robyn"]);
  expect(own.panel).toBe(panel);
  expect(nation.panel.geos).toEqual(["national"]);
  expect(nation.notes[0]).toContain("sums over the");
  const periods = panel.dates.length;
  const sum = (values: Float64Array, t: number): number =>
    panel.geos.reduce((total, _, geo) => total + values[geo * periods + t], 0);
  for (const t of [0, 5, periods - 1]) {
    expect(nation.panel.kpi.values[t]).toBeCloseTo(sum(panel.kpi.values, t), 6);
    expect(nation.panel.media[0].spend[t]).toBeCloseTo(sum(panel.media[0].spend, t), 6);
  }
});

test("the nation's frequency is contacts over people reached, and an unknown KPI of one geo leaves the sum unknown", () => {
  const { panel } = world;
  const two = {
    ...panel,
    dates: panel.dates.slice(0, 2),
    geos: ["a", "b"],
    population: Float64Array.of(1, 3),
    kpi: {
      ...panel.kpi,
      kind: "units" as const,
      values: Float64Array.of(10, Number.NaN, 30, 5),
      revenuePerKpi: Float64Array.of(1, 1, 2, 4),
    },
    media: [
      {
        name: "tv",
        exposure: Float64Array.of(100, 0, 300, 0),
        frequency: Float64Array.of(2, 1, 4, 1),
        spend: Float64Array.of(1, 0, 2, 0),
      },
    ],
    controls: [
      { name: "price", values: Float64Array.of(4, 4, 8, 0) },
      { name: "stores", values: Float64Array.of(1, 2, 3, 4) },
    ],
  };
  const nation = nationalPanel(two, new Set(["stores"]));
  expect(nation.media[0].frequency?.[0]).toBe(3.5);
  expect(nation.media[0].frequency?.[1]).toBe(0);
  expect(nation.kpi.values[0]).toBe(40);
  expect(nation.kpi.values[1]).toBeNaN();
  // Money of a unit: by the KPI where it is known, else by population.
  expect([...nation.kpi.revenuePerKpi]).toEqual([1.75, 3.25]);
  expect([...nation.controls[0].values]).toEqual([7, 1]);
  expect([...nation.controls[1].values]).toEqual([4, 6]);
  expect(nationalPanel(nation)).toBe(nation);
});

test("the default of a comparison is all three", () => {
  const config = parseConfig({
    data: { path: "x.csv", date: "date", kpi: { column: "y" } },
    channels: [{ name: "tv", spend: "tv" }],
  });
  expect(config.compare).toEqual({ frameworks: ["bayesian", "meridian", "robyn"], folds: null, swaps: true });
});

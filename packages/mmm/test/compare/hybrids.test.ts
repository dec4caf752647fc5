import { expect, test } from "vitest";
import { frameworkPlans } from "../../src/compare/framework-configs.ts";
import { hybridSet } from "../../src/compare/hybrids.ts";
import { rescaledPrior } from "../../src/compare/rescaled-prior.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { world } from "./hand-made.ts";

test("each hybrid differs from the default model in its ingredient alone", () => {
  const { panel, config } = world;
  const [base, meridian] = frameworkPlans(panel, config, ["bayesian", "meridian"]);
  const set = hybridSet(base, meridian);
  expect(set.base).toBeUndefined();
  expect(set.hybrids.map(({ taken }) => taken.join("+"))).toEqual([
    "prior",
    "transform",
    "baseline",
    "prior+transform+baseline",
  ]);
  const [prior, transform, baseline, all] = set.hybrids.map(({ spec }) => spec);
  const own = base.spec;
  expect(prior.channels.map(({ priors }) => priors.roi)).toEqual(
    meridian.spec.channels.map(({ priors }) => priors.roi),
  );
  expect(prior.channels.map(({ adstock }) => adstock)).toEqual(own.channels.map(({ adstock }) => adstock));
  expect(prior.seasonality).toEqual(own.seasonality);
  expect(transform.channels[0].priors.roi).toEqual(own.channels[0].priors.roi);
  expect(transform.channels[0].priors.retention).toEqual(meridian.spec.channels[0].priors.retention);
  expect(transform.channels[0].adstock.kind).toBe(meridian.spec.channels[0].adstock.kind);
  expect(transform.seasonality).toEqual(own.seasonality);
  expect(baseline.channels).toEqual(own.channels);
  expect([baseline.seasonality.yearlyOrder, baseline.trend.kind]).toEqual([0, "none"]);
  expect(all.channels[0].priors.roi).toEqual(prior.channels[0].priors.roi);
  expect(all.channels[0].priors.retention).toEqual(transform.channels[0].priors.retention);
  expect(all.seasonality.yearlyOrder).toBe(0);
});

test("Meridian's knots become columns, the first of them the level", () => {
  const { panel, config } = world;
  const asked = { ...config, model: { ...config.model, meridian: { ...config.model.meridian, knots: 4 } } };
  const [base, meridian] = frameworkPlans(panel, asked, ["bayesian", "meridian"]);
  const baseline = hybridSet(base, meridian).hybrids.find(({ taken }) => taken.join() === "baseline");
  const added = baseline?.panel.controls.slice(panel.controls.length) ?? [];
  expect(added).toHaveLength(3);
  expect(added[0].name).toContain("baseline: knot");
  expect(Math.max(...added[0].values)).toBe(1);
});

test("Robyn's decomposition comes as columns, its bounds as flat priors, and its penalty cannot come", () => {
  const { panel, config } = world;
  const [base, robyn] = frameworkPlans(panel, config, ["bayesian", "robyn"]);
  const set = hybridSet(base, robyn);
  expect(set.hybrids.map(({ taken }) => taken.join("+"))).toEqual(["transform", "baseline", "transform+baseline"]);
  expect(set.cannot.join(" ")).toContain("Robyn has no prior of returns");
  const [transform, baseline] = set.hybrids;
  const { theta, alpha } = robyn.spec.robyn?.media[0] ?? {};
  expect(transform.spec.channels[0].priors.retention).toEqual({
    distribution: "uniform",
    lower: theta?.[0],
    upper: theta?.[1],
  });
  expect(transform.spec.channels[0].priors.slope).toEqual({
    distribution: "uniform",
    lower: alpha?.[0],
    upper: alpha?.[1],
  });
  const parts = robyn.spec.robyn?.regressors.filter(({ kind }) => kind === "decomposition") ?? [];
  const added = baseline.panel.controls.slice(panel.controls.length);
  expect(added.length).toBeGreaterThan(0);
  expect(added.every(({ name }) => parts.some((part) => name === `baseline: ${part.name}`))).toBe(true);
  expect(baseline.spec.seasonality.yearlyOrder).toBe(0);
});

test("a framework whose prior is not of returns gives the returns it implies", () => {
  const { panel, config } = world;
  const [base, pymc] = frameworkPlans(panel, config, ["bayesian", "pymc-marketing"]);
  const [prior] = hybridSet(base, pymc).hybrids;
  const { distribution, sigma } = prior.spec.channels[0].priors.roi;
  expect(distribution).toBe("log-normal");
  expect(Number(sigma)).toBeGreaterThan(0);
});

test("against a framework without geos the default model is fitted to the nation first", () => {
  const { panel, config } = geoWorld();
  const [base, robyn] = frameworkPlans(panel, config, ["bayesian", "robyn"]);
  const set = hybridSet(base, robyn);
  expect(set.base?.panel.geos).toEqual(["national"]);
  expect(set.base?.spec.kind).toBe("default");
});

test("a prior keeps its shape when its unit changes", () => {
  expect(rescaledPrior({ distribution: "log-normal", mu: 1, sigma: 0.5 }, 2)).toEqual({
    distribution: "log-normal",
    mu: 1 + Math.log(2),
    sigma: 0.5,
  });
  expect(rescaledPrior({ distribution: "gamma", shape: 3, rate: 2 }, 4)).toEqual({
    distribution: "gamma",
    shape: 3,
    rate: 0.5,
  });
  expect(rescaledPrior({ distribution: "truncated-normal", mean: 1, sd: 2, lower: 0, upper: 10 }, 3)).toEqual({
    distribution: "truncated-normal",
    mean: 3,
    sd: 6,
    lower: 0,
    upper: 30,
  });
  expect(rescaledPrior({ distribution: "beta", alpha: 2, beta: 2 }, 3)).toBeUndefined();
});

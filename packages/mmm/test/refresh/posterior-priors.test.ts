// The earlier posterior as a prior: together, own priors and joint part have the draws' moments; and the sampler sees their density.
import { bijectionFor, compile, logNormal, mean, normal, openStream, variance } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { unboundedValue } from "../../src/model/joint-prior.ts";
import { priorDistribution } from "../../src/model/priors.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { jointMoments } from "../../src/refresh/joint-moments.ts";
import { posteriorPriors } from "../../src/refresh/posterior-priors.ts";
import { refreshSpec } from "../../src/refresh/refresh-spec.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const stream = openStream({ seed: 6, chain: 0, purpose: "data" });

describe("moments of correlated draws", () => {
  const count = 500;
  const common = Float64Array.from({ length: count }, () => stream.normal());
  // Two that nearly cancel and one apart: correlations of −0.99 and 0.
  const elements = [
    common.map((value) => 3 + 2 * value + 0.2 * stream.normal()),
    common.map((value) => -1 - value + 0.1 * stream.normal()),
    Float64Array.from({ length: count }, () => 0.1 * stream.normal()),
  ];
  const variables = [{ name: "x", elements: 3 }];
  const covariance = (a: Float64Array, b: Float64Array): number => {
    const [meanA, meanB] = [mean(a), mean(b)];
    return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i] - meanB), 0) / (count - 1);
  };

  test.each([1, 0.5])(
    "at weight %d own precisions and WᵀW together are the weighted inverse of their covariance",
    (weight) => {
      const { joint, width } = jointMoments(variables, elements, weight);
      const precision = (i: number, j: number): number => {
        const own = i === j ? weight / (width * variance(elements[i])) : 0;
        return own + joint.columns[i].reduce((sum, value, row) => sum + value * joint.columns[j][row], 0);
      };
      for (let i = 0; i < 3; i += 1) {
        for (let j = 0; j < 3; j += 1) {
          const product = [0, 1, 2].reduce((sum, k) => sum + precision(i, k) * covariance(elements[k], elements[j]), 0);
          // The matrix has condition number 1e4.
          expect(product).toBeCloseTo(i === j ? weight : 0, 8);
        }
      }
      expect(joint.mean[0]).toBeCloseTo(mean(elements[0]), 12);
    },
  );
});

describe("in the model's density", () => {
  const { panel, config } = smallWorld({ yearly_order: 0, day_of_week: false, trend: "none" }, 130);
  const past = firstPeriods(panel, 120);
  const spec = resolveSpec(past, config);
  const draws = statedFit(past, spec, priorDraws(past, spec, 200)).draws;
  const { spec: next } = refreshSpec({ panel: past, spec, draws }, panel, { prior: "posterior", discount: 0.7 });
  const { joint: _joint, ...apart } = next;

  test("the joint part is −½ |W (u − m)|² of the unbounded coordinates", () => {
    const { joint } = next;
    if (joint === undefined) throw new Error("no joint prior");
    const [together, alone] = [next, apart].map((each) =>
      compile(buildModel(panel, each).graph, { marginalize: false }),
    );
    const position = together.initialPosition(stream);
    const record = new Float64Array(together.recordLength);
    together.record(position, stream, record);
    const { graph } = buildModel(panel, next);
    const coordinates = joint.variables.flatMap(({ name, elements }) => {
      const { offset } = together.variables.find((each) => each.name === name) ?? { offset: Number.NaN };
      const priors = graph.parameters.find((each) => each.name === name)?.priors ?? [];
      return Array.from({ length: elements }, (_, i) =>
        unboundedValue(record[offset + i], priors[i].family.support(priors[i].args as readonly number[])),
      );
    });
    const rows = joint.mean.map((_, row) =>
      joint.columns.reduce((sum, column, i) => sum + column[row] * (coordinates[i] - joint.mean[i]), 0),
    );
    const squares = rows.reduce((sum, value) => sum + value * value, 0);
    const gradient = new Float64Array(together.dim);
    const difference = together.evaluate(position, gradient) - alone.evaluate(position, gradient);
    // Each row is an observation with the constant of a normal density of deviation one.
    const expected = -0.5 * squares - 0.5 * rows.length * Math.log(2 * Math.PI);
    expect(Math.abs(difference / expected - 1)).toBeLessThan(1e-9);
  });

  test("what is linear and Gaussian is still integrated out", () => {
    const [whole, integrated] = [false, true].map((marginalize) =>
      compile(buildModel(panel, next).graph, { marginalize }),
    );
    expect(integrated.dim).toBe(whole.dim - 3); // intercept and two controls
  });

  test("a likelihood that is not normal gets it as a term of its own", () => {
    const robust: ModelSpec = {
      ...next,
      likelihood: { kind: "student-t", degreesOfFreedom: { distribution: "gamma", shape: 2, rate: 0.1 } },
    };
    const { graph } = buildModel(panel, robust);
    expect(graph.factors).toHaveLength(2);
    const { joint: _none, ...alone } = robust;
    expect(buildModel(panel, alone).graph.factors).toHaveLength(1);
  });
});

test("own priors are normal on the scale of the support, wide by the same factor", () => {
  const { panel, config } = smallWorld({ yearly_order: 0, day_of_week: false, trend: "none" }, 120);
  const spec = resolveSpec(panel, config);
  const draws = statedFit(panel, spec, priorDraws(panel, spec, 200)).draws;
  const { elementPriors, joint } = posteriorPriors(panel, spec, draws, 1);
  expect(joint?.variables.map(({ name }) => name).toSorted()).toEqual(Object.keys(elementPriors).toSorted());
  const roi = draws.variables.find(({ name }) => name === "roi")?.values ?? new Float64Array();
  const logs = Float64Array.from({ length: 200 }, (_, draw) => Math.log(roi[2 * draw]));
  const ratio = Number(elementPriors.roi[0].sigma) ** 2 / variance(logs);
  const intercept = draws.variables.find(({ name }) => name === "intercept")?.values ?? new Float64Array();
  expect(Number(elementPriors.intercept[0].sd) ** 2 / variance(intercept)).toBeCloseTo(ratio, 8);
  expect(ratio).toBeGreaterThan(1.5);
  expect(elementPriors.retention[0].distribution).toBe("beta");
  expect(elementPriors.sigma[0].distribution).toBe("log-normal");
  expect(elementPriors.slope[0]).toMatchObject({ distribution: "shifted-log-normal", shift: 0.5 });
});

test("variables of many elements and those beyond what the draws can tell keep their marginals", () => {
  const { panel, config } = geoWorld({ periods: 60, geos: 4, seed: 2 });
  const spec = resolveSpec(panel, config);
  const draws = statedFit(panel, spec, priorDraws(panel, spec, 40)).draws;
  const { elementPriors, joint } = posteriorPriors(panel, spec, draws, 1);
  const together = joint?.variables.reduce((sum, { elements }) => sum + elements, 0) ?? 0;
  expect(together).toBeLessThanOrEqual(8);
  expect(Object.keys(elementPriors).length).toBeGreaterThan(joint?.variables.length ?? 0);
  for (const priors of Object.values(elementPriors)) {
    for (const prior of priors) expect(() => priorDistribution(prior, "an element")).not.toThrow();
  }
  // Two draws tell nothing of correlations.
  const few = statedFit(panel, spec, priorDraws(panel, spec, 4)).draws;
  expect(posteriorPriors(panel, spec, few, 1).joint).toBeUndefined();
});

test("knots that are new keep the prior that the model declares for them", () => {
  const { panel, config } = geoWorld({ periods: 80, geos: 2, seed: 2 });
  const past = firstPeriods(panel, 53);
  const spec = resolveSpec(past, config);
  const draws = statedFit(past, spec, priorDraws(past, spec, 200)).draws;
  const { spec: next, addedKnots } = refreshSpec({ panel: past, spec, draws }, panel, { prior: "posterior" });
  expect(addedKnots).toBe(2);
  const { graph } = buildModel(panel, next);
  const knots = graph.parameters.find(({ name }) => name === "knot")?.priors ?? [];
  expect(knots).toHaveLength(7);
  expect(knots.map(({ args }) => typeof args[1])).toEqual([...Array(5).fill("number"), "object", "object"]);
  const posterior = compile(graph);
  const gradient = new Float64Array(posterior.dim);
  expect(Number.isFinite(posterior.evaluate(posterior.initialPosition(stream), gradient))).toBe(true);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ["adelon", { kind: "adelon" }, {}],
  ["pymc-marketing", { kind: "pymc-marketing" }, {}],
  ["default, varying over time", { time_varying: { intercept: { functions: 8 }, media: { functions: 6 } } }, {}],
  ["default, counted", { likelihood: "student-t" }, {}],
  [
    "default, with an event",
    {},
    { events: [{ name: "sale", start: "2024-02-01", end: "2024-02-03", shape: "gaussian" }] },
  ],
])("a posterior of %s is a prior that can be sampled", (_, model, more) => {
  const { panel, config } = smallWorld(model, 150, more);
  const past = firstPeriods(panel, 140);
  const spec = resolveSpec(past, config);
  const draws = statedFit(past, spec, priorDraws(past, spec, 300)).draws;
  const { spec: next } = refreshSpec({ panel: past, spec, draws }, panel, { prior: "posterior" });
  const posterior = compile(buildModel(panel, next).graph);
  const gradient = new Float64Array(posterior.dim);
  expect(Number.isFinite(posterior.evaluate(posterior.initialPosition(stream), gradient))).toBe(true);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

test("unbounded coordinates are the bijections' own", () => {
  const support = logNormal(0, 1).family.support([0, 1]);
  expect(unboundedValue(2, support)).toBeCloseTo(bijectionFor(support).inverse(2), 12);
  expect(unboundedValue(-3, normal(0, 1).family.support([0, 1]))).toBe(-3);
  const share = { kind: "interval", lower: 0, upper: 1 } as const;
  expect(unboundedValue(0.3, share)).toBeCloseTo(bijectionFor(share).inverse(0.3), 12);
});

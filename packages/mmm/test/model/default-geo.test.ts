import { compile, elementCount, GraphEvaluator, openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { SpecError } from "../../src/errors.ts";
import { buildModel } from "../../src/model/build-model.ts";
import type { ModelGraph } from "../../src/model/model-graph.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { type GeoConfigOptions, geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const small = { geos: 4, periods: 60 };

/** Values of the model's expectation and parts at one draw of the prior of everything but the integrated block. */
function atSomeDraw(model: ModelGraph): { roi: Float64Array; expected: Float64Array; parts: Float64Array[] } {
  const posterior = compile(model.graph);
  const stream = openStream({ seed: 2, chain: 0, purpose: "initial" });
  const record = new Float64Array(posterior.recordLength);
  posterior.record(posterior.initialPosition(stream), stream, record);
  const evaluator = new GraphEvaluator(model.graph, [model.expected, ...model.components.map(({ node }) => node)]);
  let roi = new Float64Array(0);
  for (const { name, shape, offset } of posterior.variables) {
    const values = record.slice(offset, offset + elementCount(shape));
    evaluator.set(name, values);
    if (name === "roi") roi = values;
  }
  evaluator.forward();
  return {
    roi,
    expected: evaluator.value(model.expected),
    parts: model.components.map(({ node }) => evaluator.value(node)),
  };
}

function problemsOf(options: GeoConfigOptions, panelOf = geoWorld(small, options)): string[] {
  try {
    resolveSpec(panelOf.panel, panelOf.config);
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe("the default model over geos", () => {
  const { panel, config, truth } = geoWorld(small);
  const spec = resolveSpec(panel, config);
  const model = buildModel(panel, spec);

  test("moves the media and the spreads by sampling and integrates everything linear out", () => {
    const posterior = compile(model.graph);
    const byName = new Map(posterior.variables.map(({ name, shape }) => [name, elementCount(shape)]));
    const sampled = ["retention", "half_saturation", "slope", "roi", "geo_media", "geo_media_sd", "sigma"];
    const spreads = ["geo_intercept_sd", "geo_control_sd", "knot_sd"];
    expect(posterior.dim).toBe(
      [...sampled, ...spreads].reduce((sum, name) => sum + (byName.get(name) ?? Number.NaN), 0),
    );
    expect(byName.get("geo_intercept")).toBe(4);
    expect(byName.get("geo_media")).toBe(12);
    // 59 weeks after the first at one knot in 13 weeks: round(4.5) intervals.
    expect(posterior.coordinates.knot_date).toHaveLength(6);
  });

  test("its gradient matches central differences at draws of its prior", () => {
    const posterior = compile(model.graph);
    const stream = openStream({ seed: 8, chain: 0, purpose: "initial" });
    const gradient = new Float64Array(posterior.dim);
    const unused = new Float64Array(posterior.dim);
    for (let repeat = 0; repeat < 2; repeat += 1) {
      const position = posterior.initialPosition(stream);
      posterior.evaluate(position, gradient);
      position.forEach((at, i) => {
        const h = 1e-5;
        const above = posterior.evaluate(position.with(i, at + h), unused);
        const below = posterior.evaluate(position.with(i, at - h), unused);
        const difference = (above - below) / (2 * h);
        // Values near 10³ leave 1e-8 of rounding in a difference quotient; curvature adds about as much.
        expect(Math.abs(gradient[i] - difference)).toBeLessThan(2e-5 * Math.max(1, Math.abs(difference)));
      });
    }
  });

  test("its parts sum to its expectation", () => {
    const { expected, parts } = atSomeDraw(model);
    expected.forEach((value, cell) => {
      const sum = parts.reduce((total, part) => total + part[cell], 0);
      expect(Math.abs(sum - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
    });
  });

  test("whatever the geos' factors, ROI times the spend of all geos is what all geos' contributions are worth", () => {
    const { roi, parts } = atSomeDraw(model);
    const units = model.unit as readonly number[];
    const periods = panel.dates.length;
    spec.channels.forEach(({ name }, channel) => {
      const part = parts[model.components.findIndex((component) => component.name === name)];
      const worth = part.reduce((sum, value, cell) => sum + value * units[Math.floor(cell / periods)], 0);
      expect(worth / spec.scales.spend[channel]).toBeCloseTo(roi[channel], 10);
    });
  });

  test("a geo's size is its population against the mean, and a unit of expectation the mean KPI of a geo of its size", () => {
    const mean = truth.population.reduce((sum, value) => sum + value, 0) / 4;
    spec.geo?.sizes.forEach((size, geo) => {
      expect(size).toBeCloseTo(truth.population[geo] / mean, 12);
      expect((model.unit as readonly number[])[geo]).toBeCloseTo(spec.scales.kpi * size, 4);
    });
    expect(spec.geo?.sizedBy).toBe("population");
  });

  test("what a channel would bring in a plan without it is nothing, in every geo", () => {
    const none = buildModel(panel, spec, {
      exposure: panel.media.map(({ exposure }, channel) => (channel === 1 ? exposure.map(() => 0) : exposure)),
    });
    const place = none.components.findIndex(({ name }) => name === "search");
    expect(atSomeDraw(none).parts[place].every((value) => value === 0)).toBe(true);
  });
});

test("without a population a geo is as large as its KPI, so that every geo's scaled KPI has mean 1", () => {
  const { panel, config } = geoWorld(small, { population: false });
  const spec = resolveSpec(panel, config);
  expect(spec.geo?.sizedBy).toBe("kpi");
  spec.geo?.sizes.forEach((size, geo) => {
    const values = panel.kpi.values.subarray(geo * 60, (geo + 1) * 60);
    expect(values.reduce((sum, value) => sum + value, 0) / 60 / (spec.scales.kpi * size)).toBeCloseTo(1, 10);
  });
});

test("knots and spreads are the configuration's where it gives them, and controls may be missing", () => {
  const prior = { distribution: "half-normal", sd: 0.7 };
  const priors = { geo_media_sd: prior, knot_sd: prior };
  const { panel, config } = geoWorld(small, { model: { knots: 3, priors }, controls: [] });
  const spec = resolveSpec(panel, config);
  expect(spec.geo).toMatchObject({ knots: [0, 30, 59], priors: { media: prior, knots: prior } });
  const names = compile(buildModel(panel, spec).graph).variables.map(({ name }) => name);
  expect(names).not.toContain("geo_control");
  const without = geoWorld(small, { model: { knots: 0 } });
  const plain = compile(buildModel(without.panel, resolveSpec(without.panel, without.config)).graph);
  expect(plain.variables.map(({ name }) => name)).not.toContain("knot");
});

test("what cannot be modeled over geos is refused with what to do", () => {
  expect(problemsOf({ model: { kind: "adelon" } })).toContain("geo-not-modeled");
  expect(problemsOf({ model: { knots: 1 } })).toEqual(["knots-range"]);
  expect(problemsOf({ model: { knots: 61 } })).toEqual(["knots-range"]);
  const prior = { distribution: "normal", mean: 0, sd: 1 };
  expect(problemsOf({ model: { priors: { geo_intercept_sd: prior } } })).toEqual(["prior-out-of-range"]);
  expect(problemsOf({}, { ...smallWorld({ knots: 4 }), truth: geoWorld(small).truth })).toEqual(["knots-range"]);
  const world = geoWorld(small, { population: false });
  const values = world.panel.kpi.values.map((value, cell) => (cell < 60 ? 0 : value));
  const flat = { ...world.panel, kpi: { ...world.panel.kpi, values } };
  expect(problemsOf({}, { ...world, panel: flat })).toEqual(["kpi-not-positive"]);
});

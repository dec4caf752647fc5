import { expect, test } from "vitest";
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { normal } from "../../src/distributions/normal.ts";
import { compile } from "../../src/graph/compile.ts";
import { add, exponential, logarithm, multiply } from "../../src/graph/elementwise.ts";
import { GraphBuilder, type Node } from "../../src/graph/graph.ts";
import type { Posterior } from "../../src/graph/log-density.ts";
import { matrixVector, sum } from "../../src/graph/reductions.ts";
import { openStream } from "../../src/random/philox.ts";
import type { RandomStream } from "../../src/random/random-stream.ts";
import { expectGradient } from "../support/gradient.ts";

const rows = 6;
const time = Float64Array.from({ length: rows }, (_, t) => t / rows);
const media = Float64Array.of(0.1, 0.9, 0.3, 0, 1.4, 0.6);
const observed = Float64Array.of(1.1, 2.3, 1.4, 1.2, 3.1, 2.2);

/** intercept · (1 + effect · media^…) + season · columns: the seed's structure in small. */
function seedLike(): GraphBuilder {
  const graph = new GraphBuilder();
  graph.dimension("wave", ["sin", "cos"]);
  const intercept = graph.parameter("intercept", { prior: normal(1, 1) });
  const waves = graph.parameter("waves", { prior: normal(0, 0.5), dims: ["wave"] });
  const effect = graph.parameter("effect", { prior: halfNormal(1) });
  const sigma = graph.parameter("sigma", { prior: halfNormal(1) });
  const columns = Float64Array.from([...time.map((t) => Math.sin(6 * t)), ...time.map((t) => Math.cos(6 * t))]);
  const share = graph.apply(add, graph.constant(1), graph.apply(multiply, graph.constant(media), effect));
  const mean = graph.apply(
    add,
    graph.apply(multiply, share, intercept),
    graph.apply(matrixVector, graph.constant(columns), waves),
  );
  graph.observeNormal({ name: "y", values: observed, mean, sd: sigma });
  return graph;
}

function expectGradientMatches(posterior: Posterior, position: Float64Array): void {
  expectGradient((point, gradient) => posterior.evaluate(point, gradient), position);
}

test("parameters that enter the mean linearly under normal priors are integrated out, the others are sampled", () => {
  const posterior = compile(seedLike());
  expect(posterior.dim).toBe(2);
  expect(posterior.variables.map(({ name, offset }) => [name, offset])).toEqual([
    ["intercept", 0],
    ["waves", 1],
    ["effect", 3],
    ["sigma", 4],
  ]);
  expect(compile(seedLike(), { marginalize: false }).dim).toBe(5);
});

test("the gradient matches central differences, integrated out or not", () => {
  expectGradientMatches(compile(seedLike()), Float64Array.of(0.3, -0.7));
  expectGradientMatches(compile(seedLike(), { marginalize: false }), Float64Array.of(0.9, 0.2, -0.1, 0.3, -0.7));
});

/** One linear parameter beside one that is sampled; standard deviations sampled, known for each value, or both at once. */
const knownSds = Float64Array.of(0.5, 0.8, 0.4, 1.5, 0.9, 0.6);
const withSd = {
  sampled: (graph: GraphBuilder, scale: Node): { effect: Node; sd: Node } => ({ effect: graph.constant(1), sd: scale }),
  known: (graph: GraphBuilder, scale: Node) => ({ effect: scale, sd: graph.constant(knownSds) }),
};

test.each(Object.entries(withSd))(
  "integrating the joint density gives the collapsed one (deviation %s)",
  (_, withScale) => {
    // ∫ p(y, b | θ) db by the trapezoid rule over ten posterior deviations.
    const build = (): GraphBuilder => {
      const graph = new GraphBuilder();
      const slope = graph.parameter("slope", { prior: normal(0.5, 2) });
      const scale = graph.parameter("scale", { prior: halfNormal(1) });
      const { effect, sd } = withScale(graph, scale);
      graph.observeNormal({
        name: "y",
        values: observed,
        mean: graph.apply(add, graph.apply(multiply, graph.constant(time), slope), effect),
        sd,
      });
      return graph;
    };
    const collapsed = compile(build());
    const joint = compile(build(), { marginalize: false });
    expect([collapsed.dim, joint.dim]).toEqual([1, 2]);
    const at = 0.4;
    const points = 4000;
    const [low, high] = [-15, 20];
    let integral = 0;
    for (let i = 0; i <= points; i += 1) {
      const slope = low + ((high - low) * i) / points;
      const weight = i === 0 || i === points ? 0.5 : 1;
      integral += weight * Math.exp(joint.evaluate(Float64Array.of(slope, at), new Float64Array(2)));
    }
    const expected = Math.log((integral * (high - low)) / points);
    // The trapezoid rule is spectrally accurate for a Gaussian well inside its limits.
    expect(collapsed.evaluate(Float64Array.of(at), new Float64Array(1))).toBeCloseTo(expected, 8);
    expectGradientMatches(collapsed, Float64Array.of(at));
    expectGradientMatches(joint, Float64Array.of(0.2, at));
  },
);

test("a standard deviation for each value that is itself sampled leaves nothing to integrate out", () => {
  const graph = new GraphBuilder();
  const slope = graph.parameter("slope", { prior: normal(0, 1) });
  const scale = graph.parameter("scale", { prior: halfNormal(1) });
  const mean = graph.apply(multiply, graph.constant(time), slope);
  graph.observeNormal({
    name: "y",
    values: observed,
    mean,
    sd: graph.apply(multiply, graph.constant(knownSds), scale),
  });
  const posterior = compile(graph);
  expect(posterior.dim).toBe(2);
  expectGradientMatches(posterior, Float64Array.of(0.2, -0.3));
});

test("a product of two candidates keeps the one that brings most parameters", () => {
  const graph = new GraphBuilder();
  graph.dimension("k", ["a", "b"]);
  const level = graph.parameter("level", { prior: normal(1, 1) });
  const waves = graph.parameter("waves", { prior: normal(0, 1), dims: ["k"] });
  const sigma = graph.parameter("sigma", { prior: halfNormal(1) });
  const columns = Float64Array.from([...time, ...media]);
  const mean = graph.apply(multiply, graph.apply(matrixVector, graph.constant(columns), waves), level);
  graph.observeNormal({ name: "y", values: observed, mean, sd: sigma });
  expect(compile(graph).dim).toBe(2); // level and sigma
});

test("a parameter behind a nonlinear function, or shared with a scale or another prior, is sampled", () => {
  const build = (use: (graph: GraphBuilder, a: Node, sigma: Node) => { mean: Node; sd: Node }): number => {
    const graph = new GraphBuilder();
    const a = graph.parameter("a", { prior: normal(0, 1) });
    const sigma = graph.parameter("sigma", { prior: halfNormal(1) });
    graph.observeNormal({ name: "y", values: observed, ...use(graph, a, sigma) });
    return compile(graph).dim;
  };
  const ones = new Float64Array(rows).fill(1);
  const stretched = (graph: GraphBuilder, a: Node): Node => graph.apply(multiply, graph.constant(ones), a);
  expect(build((graph, a, sd) => ({ mean: stretched(graph, graph.apply(exponential, a)), sd }))).toBe(2);
  expect(
    build((graph, a, sd) => ({
      mean: stretched(graph, a),
      sd: graph.apply(multiply, sd, graph.apply(exponential, a)),
    })),
  ).toBe(2);
  expect(build((graph, a, sd) => ({ mean: stretched(graph, a), sd }))).toBe(1);
});

test("a hierarchy's scale is sampled while its members are integrated out, with the right gradient", () => {
  const graph = new GraphBuilder();
  graph.dimension("wave", ["sin", "cos"]);
  const spread = graph.parameter("spread", { prior: halfNormal(1) });
  const center = graph.parameter("center", { prior: normal(0, 1) });
  const waves = graph.parameter("waves", {
    prior: { family: normal(0, 1).family, args: [center, spread] },
    dims: ["wave"],
  });
  const sigma = graph.parameter("sigma", { prior: halfNormal(1) });
  const columns = Float64Array.from([...time, ...media]);
  graph.observeNormal({
    name: "y",
    values: observed,
    mean: graph.apply(matrixVector, graph.constant(columns), waves),
    sd: sigma,
  });
  const posterior = compile(graph);
  expect(posterior.dim).toBe(3);
  expectGradientMatches(posterior, Float64Array.of(0.2, -0.4, 0.1));
});

/** effect · curve(steepness): the coefficient and the curve trade off; the coordinate may be shifted by the curve's mean. */
function ridge(shifted: boolean): GraphBuilder {
  const graph = new GraphBuilder();
  const steepness = graph.parameter("steepness", { prior: halfNormal(1) });
  const sigma = graph.parameter("sigma", { prior: halfNormal(1) });
  const curve = graph.apply(exponential, graph.apply(multiply, graph.constant(media), steepness));
  const effect = graph.parameter("effect", {
    prior: halfNormal(2),
    ...(shifted ? { coordinate: { shiftedBy: graph.apply(logarithm, graph.apply(sum, curve)) } } : {}),
  });
  graph.observeNormal({ name: "y", values: observed, mean: graph.apply(multiply, curve, effect), sd: sigma });
  return graph;
}

test("a shifted coordinate moves the same density along with its shift", () => {
  const plain = compile(ridge(false));
  const shifted = compile(ridge(true));
  const steepness = 0.3;
  const shift = Math.log(media.reduce((total, value) => total + Math.exp(value * Math.exp(steepness)), 0));
  const [effect, sigma] = [-0.6, 0.1];
  const unused = new Float64Array(3);
  // The shift does not depend on the effect, so that the volume element is the same.
  expect(shifted.evaluate(Float64Array.of(steepness, sigma, effect + shift), unused)).toBeCloseTo(
    plain.evaluate(Float64Array.of(steepness, sigma, effect), unused),
    12,
  );
  expectGradientMatches(shifted, Float64Array.of(steepness, sigma, effect + shift));
});

test("a start drawn from the prior with a shifted coordinate stands for the values drawn", () => {
  const stream = (): RandomStream => openStream({ seed: 3, chain: 0, purpose: "initial" });
  const records = [false, true].map((isShifted) => {
    const posterior = compile(ridge(isShifted));
    const record = new Float64Array(posterior.recordLength);
    posterior.record(posterior.initialPosition(stream()), stream(), record);
    return record;
  });
  records[0].forEach((value, i) => {
    expect(records[1][i]).toBeCloseTo(value, 12);
  });
});

test("a coordinate cannot be shifted by what depends on a shifted coordinate, nor by a vector of another length", () => {
  const graph = ridge(true);
  const [, , effect] = graph.parameters;
  graph.parameter("other", { prior: halfNormal(1), coordinate: { shiftedBy: effect } });
  expect(() => compile(graph)).toThrow('depends on "effect"');
  expect(() =>
    graph.parameter("third", { prior: halfNormal(1), coordinate: { shiftedBy: graph.constant(media) } }),
  ).toThrow("1 elements but a coordinate shifted by 6");
});

test("a record holds every variable, and a start drawn from the prior is usable", () => {
  const posterior = compile(seedLike());
  const stream = openStream({ seed: 1, chain: 0, purpose: "initial" });
  const position = posterior.initialPosition(stream);
  const record = new Float64Array(posterior.recordLength);
  posterior.record(position, stream, record);
  expect(record.every(Number.isFinite)).toBe(true);
  expect(record[3]).toBeGreaterThan(0);
  expect(record[4]).toBeGreaterThan(0);
});

test("a graph says what is wrong with it", () => {
  const graph = new GraphBuilder();
  graph.parameter("a", { prior: normal(0, 1) });
  expect(() => graph.parameter("a", { prior: normal(0, 1) })).toThrow('"a" is declared twice');
  expect(() => graph.parameter("b", { prior: normal(0, 1), dims: ["geo"] })).toThrow('dimension "geo" is not declared');
  graph.dimension("geo", ["north", "south"]);
  expect(() => graph.dimension("geo", [])).toThrow("declared twice");
  expect(() => graph.parameter("c", { prior: [normal(0, 1)], dims: ["geo"] })).toThrow("2 elements but 1 priors");
});

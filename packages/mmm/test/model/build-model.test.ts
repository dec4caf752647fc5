import { compile, GraphEvaluator, openStream, type Posterior } from "@carryover/engine";
import { expect, test } from "vitest";
import { adstock } from "../../src/media/adstock.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { exposureOf } from "../../src/model/model-graph.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { type SmallWorld, smallWorld } from "../support/small-panel.ts";
import { adstockKinds, saturationKinds } from "../support/transform-kinds.ts";

const kinds = ["default", "adelon"] as const;

function specOf({ panel, config }: SmallWorld): ModelSpec {
  return resolveSpec(panel, config);
}

function expectGradientMatches(posterior: Posterior, position: Float64Array): void {
  const gradient = new Float64Array(posterior.dim);
  const unused = new Float64Array(posterior.dim);
  expect(Number.isFinite(posterior.evaluate(position, gradient))).toBe(true);
  position.forEach((at, i) => {
    const h = 1e-5;
    const above = posterior.evaluate(position.with(i, at + h), unused);
    const below = posterior.evaluate(position.with(i, at - h), unused);
    const difference = (above - below) / (2 * h);
    // Values near 10³ leave 1e-16 · 10³ / 1e-5 = 1e-8 of rounding; curvature adds about as much.
    expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)));
  });
}

test.each(kinds)("the %s model's gradient matches central differences at draws of its prior", (kind) => {
  const world = smallWorld({ kind, holidays: kind === "default" ? "US" : null });
  const posterior = compile(buildModel(world.panel, specOf(world)).graph);
  const stream = openStream({ seed: 8, chain: 0, purpose: "initial" });
  for (let repeat = 0; repeat < 5; repeat += 1) expectGradientMatches(posterior, posterior.initialPosition(stream));
});

test.each(kinds)("the %s model's parts sum to its expectation", (kind) => {
  const world = smallWorld({ kind, holidays: kind === "default" ? "DE" : null });
  const model = buildModel(world.panel, specOf(world));
  const nodes = [model.expected, ...model.components.map(({ node }) => node)];
  const evaluator = new GraphEvaluator(model.graph, nodes);
  const posterior = compile(model.graph);
  const stream = openStream({ seed: 2, chain: 0, purpose: "initial" });
  const record = new Float64Array(posterior.recordLength);
  posterior.record(posterior.initialPosition(stream), stream, record);
  for (const { name, shape, offset } of posterior.variables) {
    evaluator.set(name, record.subarray(offset, offset + shape.reduce((product, each) => product * each, 1)));
  }
  evaluator.forward();
  const [expected, ...parts] = nodes.map((node) => evaluator.value(node));
  expected.forEach((value, t) => {
    const sum = parts.reduce((total, part) => total + part[t], 0);
    expect(Math.abs(sum - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
  });
});

test("the seed's model is the equation of its specification, in raw units", () => {
  const world = smallWorld({ kind: "adelon" });
  const { panel } = world;
  const model = buildModel(panel, specOf(world));
  const values: Record<string, number[]> = {
    intercept: [900],
    trend_coef: [0.5],
    fourier_coeffs: [10, -20, 5, 4, -3, 2],
    dow_betas: [1, 2, 3, 4, 5, 6],
    control_betas: [-150, 70],
    adstock_alpha: [0.7, 0.2],
    saturation_K: [300, 80],
    saturation_S: [2, 1.5],
    beta_media: [0.3, 0.2],
    sigma: [20],
  };
  const evaluator = new GraphEvaluator(model.graph, [model.expected]);
  for (const [name, each] of Object.entries(values)) evaluator.set(name, Float64Array.from(each));
  evaluator.forward();
  const expected = evaluator.value(model.expected);

  const hill = (a: number, k: number, s: number): number => a ** s / (k ** s + a ** s);
  const stocks = panel.media.map(({ exposure }, m) =>
    adstock({ kind: "geometric", window: null, normalize: false }, exposure, [values.adstock_alpha[m]]),
  );
  panel.dates.forEach((date, t) => {
    let mean = 900 + 0.5 * t - 150 * panel.controls[0].values[t] + 70 * panel.controls[1].values[t];
    for (let k = 1; k <= 3; k += 1) {
      const angle = (2 * Math.PI * k * t) / 365.25;
      mean += values.fourier_coeffs[2 * k - 2] * Math.sin(angle) + values.fourier_coeffs[2 * k - 1] * Math.cos(angle);
    }
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    mean += weekday === 0 ? 0 : values.dow_betas[weekday - 1];
    stocks.forEach((stock, m) => {
      mean += 900 * values.beta_media[m] * hill(stock[t], values.saturation_K[m], values.saturation_S[m]);
    });
    expect(expected[t]).toBeCloseTo(mean, 8);
  });
});

test("in the default model a channel's ROI times its spend is its contribution over the training window", () => {
  const world = smallWorld();
  const spec = specOf(world);
  const model = buildModel(world.panel, spec);
  const tv = model.components.find(({ name }) => name === "tv");
  if (tv === undefined) throw new Error("tv is a component");
  const evaluator = new GraphEvaluator(model.graph, [tv.node]);
  for (const [name, each] of Object.entries({
    retention: [0.6, 0.1],
    half_saturation: [1.2, 0.8],
    slope: [1.5, 2.5],
    roi: [0.7, 3],
  })) {
    evaluator.set(name, Float64Array.from(each));
  }
  evaluator.forward();
  const contribution = evaluator.value(tv.node).reduce((sum, value) => sum + value, 0) * Number(model.unit);
  expect(contribution).toBeCloseTo(0.7 * spec.scales.spend[0], 6);
});

test("under a plan, scales and ROI keep the meaning they had in training", () => {
  const world = smallWorld();
  const spec = specOf(world);
  const [tv, search] = exposureOf(world.panel);
  const none = buildModel(world.panel, spec, { exposure: [tv.map(() => 0), search] });
  const node = none.components.find(({ name }) => name === "tv")?.node;
  if (node === undefined) throw new Error("tv is a component");
  const evaluator = new GraphEvaluator(none.graph, [node]);
  evaluator.set("retention", Float64Array.of(0.6, 0.1));
  evaluator.set("half_saturation", Float64Array.of(1.2, 0.8));
  evaluator.set("slope", Float64Array.of(1.5, 2.5));
  evaluator.set("roi", Float64Array.of(0.7, 3));
  evaluator.forward();
  expect(evaluator.value(node).every((value) => value === 0)).toBe(true);
});

test("every adstock goes with every saturation, in either order", () => {
  const { panel, config } = smallWorld();
  const stream = openStream({ seed: 4, chain: 0, purpose: "initial" });
  for (const kind of adstockKinds) {
    for (const saturation of saturationKinds) {
      const order = saturation === "hill" ? "saturation-first" : "adstock-first";
      const channels = config.channels.map((channel) => ({
        ...channel,
        adstock: { kind, window: 8, normalize: true },
        saturation: { kind: saturation },
        order,
      })) as typeof config.channels;
      const posterior = compile(buildModel(panel, resolveSpec(panel, { ...config, channels })).graph);
      const gradient = new Float64Array(posterior.dim);
      const value = posterior.evaluate(posterior.initialPosition(stream), gradient);
      expect(Number.isFinite(value), `${kind} with ${saturation}`).toBe(true);
      expect(gradient.every(Number.isFinite), `${kind} with ${saturation}`).toBe(true);
    }
  }
});

test("channels with different transforms share what they have in common", () => {
  const { panel, config } = smallWorld();
  const channels = config.channels.map((channel, index) =>
    index === 0 ? channel : { ...channel, adstock: { kind: "delayed" as const, window: 6, normalize: true } },
  );
  const posterior = compile(buildModel(panel, resolveSpec(panel, { ...config, channels })).graph);
  expect(posterior.coordinates.channel).toEqual(["tv", "search"]);
  expect(posterior.variables.find(({ name }) => name === "peak_delay")).toMatchObject({
    dims: ["peak_delay_channel"],
    shape: [1],
  });
  expect(posterior.coordinates.peak_delay_channel).toEqual(["search"]);
});

test.each(kinds)("the %s model does without controls, season and day of week", (kind) => {
  const { panel, config } = smallWorld({ kind, yearly_order: 0, day_of_week: false });
  const bare = { ...panel, controls: [] };
  const posterior = compile(buildModel(bare, resolveSpec(bare, { ...config, controls: [] })).graph);
  expect(Number.isFinite(posterior.evaluate(new Float64Array(posterior.dim), new Float64Array(posterior.dim)))).toBe(
    true,
  );
  expect(posterior.variables.map(({ name }) => name)).not.toContain("control");
});

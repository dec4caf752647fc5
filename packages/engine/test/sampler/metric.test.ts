import { describe, expect, test } from "vitest";
import { essBulk } from "../../src/diagnostics/effective-sample-size.ts";
import { openStream } from "../../src/random/philox.ts";
import { geometricMean } from "../../src/sampler/geometric-mean.ts";
import { learnMetric } from "../../src/sampler/learn-metric.ts";
import { type Metric, type MetricKind, openMetric, unitMetric } from "../../src/sampler/metric.ts";
import { sample } from "../../src/sampler/sample.ts";
import { autoregression, oneWideDirection } from "../support/densities.ts";

const root = Math.SQRT1_2;
const metrics: Record<MetricKind, Metric> = {
  diagonal: openMetric({ kind: "diagonal", variance: Float64Array.of(4, 1, 0.25) }),
  dense: openMetric({ kind: "dense", covariance: Float64Array.of(8, 2, 0, 2, 2, 0, 0, 0, 0.25) }),
  "low-rank": openMetric({
    kind: "low-rank",
    variance: Float64Array.of(4, 1, 0.25),
    vectors: Float64Array.of(root, root, 0),
    values: Float64Array.of(3),
  }),
};

describe.each(Object.entries(metrics))("the %s metric", (_, metric) => {
  test("draws momenta whose velocities have the covariance the metric stands for", () => {
    const stream = openStream({ seed: 2, chain: 0, purpose: "momentum" });
    const momentum = new Float64Array(3);
    const velocity = new Float64Array(3);
    const unit = new Float64Array(3);
    const draws = 20_000;
    const covariance = new Float64Array(9);
    for (let draw = 0; draw < draws; draw += 1) {
      metric.sampleMomentum(stream, momentum);
      metric.velocity(momentum, velocity);
      for (let i = 0; i < 9; i += 1) covariance[i] += (velocity[Math.floor(i / 3)] * momentum[i % 3]) / draws;
    }
    // E[(Σp) pᵀ] = Σ Σ⁻¹ = I. Products have a standard deviation of at most 4: 5 standard errors.
    unit.forEach((__, i) => {
      for (let j = 0; j < 3; j += 1) {
        expect(Math.abs(covariance[i * 3 + j] - (i === j ? 1 : 0))).toBeLessThan((5 * 4) / Math.sqrt(draws));
      }
    });
  });
});

test("a low-rank metric moves like the dense one of the same covariance", () => {
  const vector = Float64Array.of(0.4, -1.3, 2.2);
  const [low, dense] = [new Float64Array(3), new Float64Array(3)];
  metrics["low-rank"].velocity(vector, low);
  metrics.dense.velocity(vector, dense);
  low.forEach((value, i) => {
    expect(value).toBeCloseTo(dense[i], 12);
  });
});

test("a covariance that is not positive definite is refused", () => {
  expect(() => openMetric({ kind: "dense", covariance: Float64Array.of(1, 2, 2, 1) })).toThrow("not positive definite");
});

test("the geometric mean of A and B⁻¹ solves Σ B Σ = A", () => {
  const a = Float64Array.of(2, 0.5, 0.5, 1);
  const b = Float64Array.of(1, -0.3, -0.3, 3);
  const product = (x: Float64Array, y: Float64Array): Float64Array =>
    Float64Array.of(
      x[0] * y[0] + x[1] * y[2],
      x[0] * y[1] + x[1] * y[3],
      x[2] * y[0] + x[3] * y[2],
      x[2] * y[1] + x[3] * y[3],
    );
  const mean = geometricMean(a, b, 2);
  product(product(mean, b), mean).forEach((value, index) => {
    expect(value).toBeCloseTo(a[index], 12);
  });
});

/** `count` independent draws of the autoregression, with gradients. */
function pointsOf(dim: number, correlation: number, count: number) {
  const density = autoregression(dim, correlation);
  const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
  const positions = new Float64Array(count * dim);
  const gradients = new Float64Array(count * dim);
  for (let row = 0; row < count; row += 1) {
    const position = positions.subarray(row * dim, (row + 1) * dim);
    for (let i = 0; i < dim; i += 1) {
      position[i] =
        i === 0 ? stream.normal() : correlation * position[i - 1] + Math.sqrt(1 - correlation ** 2) * stream.normal();
    }
    density.evaluate(position, gradients.subarray(row * dim, (row + 1) * dim));
  }
  return { count, positions, gradients };
}

test("few points with their gradients say more of a normal density than their covariance", () => {
  const dim = 30;
  const count = 60;
  const points = pointsOf(dim, 0.9, count);
  const learned = learnMetric(points, "dense")?.state;
  if (learned?.kind !== "dense") throw new Error("a dense metric was asked for");
  let errorOfMetric = 0;
  let errorOfSample = 0;
  for (let i = 0; i < dim; i += 1) {
    for (let j = 0; j < dim; j += 1) {
      let sampled = 0;
      for (let row = 0; row < count; row += 1) {
        sampled += (points.positions[row * dim + i] * points.positions[row * dim + j]) / count;
      }
      const truth = 0.9 ** Math.abs(i - j);
      errorOfSample += (sampled - truth) ** 2;
      errorOfMetric += (learned.covariance[i * dim + j] - truth) ** 2;
    }
  }
  expect(errorOfMetric).toBeLessThan(0.5 * errorOfSample);
});

test("too few points, or a coordinate that did not move, teach nothing", () => {
  expect(learnMetric(pointsOf(3, 0.5, 4), "dense")).toBeUndefined();
  const still = pointsOf(2, 0.5, 20);
  for (let row = 0; row < 20; row += 1) still.positions[2 * row] = 0;
  expect(learnMetric(still, "diagonal")).toBeUndefined();
});

test("in 200 dimensions with one wide direction a low-rank metric gets more from a gradient than a diagonal one", async () => {
  const dim = 200;
  const efficiency = async (metric: MetricKind): Promise<number> => {
    const { draws } = await sample(oneWideDirection(dim, 20), {
      options: { chains: 1, warmup: 100, draws: 200, seed: 3, metric, targetAcceptance: 0.8 },
    });
    const { values } = draws.variables[0];
    const along = Float64Array.from({ length: draws.draws }, (_, draw) => {
      let total = 0;
      for (let i = 0; i < dim; i += 1) total += (i % 2 === 0 ? 1 : -1) * values[draw * dim + i];
      return total;
    });
    const gradients = draws.statistics.leapfrogs.reduce((sum, value) => sum + value, 0);
    return essBulk(along, draws) / gradients;
  };
  expect(await efficiency("low-rank")).toBeGreaterThan(3 * (await efficiency("diagonal")));
});

test("the unit metric of every kind leaves a vector as it is", () => {
  const vector = Float64Array.of(1, -2);
  for (const kind of ["diagonal", "dense", "low-rank"] as const) {
    const out = new Float64Array(2);
    unitMetric(kind, 2).velocity(vector, out);
    expect(out).toEqual(vector);
  }
});

import { expect, test } from "vitest";
import type { LogDensity } from "../../src/graph/log-density.ts";
import { openStream } from "../../src/random/philox.ts";
import { openMetric, unitMetric } from "../../src/sampler/metric.ts";
import { Nuts } from "../../src/sampler/nuts.ts";

/** Normal with standard deviations 1 and `scale` and a correlation. */
function correlatedNormal(scale: number, correlation: number): LogDensity {
  const determinant = scale * scale * (1 - correlation * correlation);
  return {
    dim: 2,
    evaluate([x, y], gradient) {
      const precisionX = (scale * scale) / determinant;
      const precisionY = 1 / determinant;
      const cross = (-correlation * scale) / determinant;
      gradient[0] = -(precisionX * x + cross * y);
      gradient[1] = -(cross * x + precisionY * y);
      return 0.5 * (gradient[0] * x + gradient[1] * y);
    },
  };
}

function draw(
  density: LogDensity,
  metric: ReturnType<typeof unitMetric>,
  stepSize: number,
  draws: number,
): Float64Array[] {
  const nuts = new Nuts(density, metric, {
    maxTreeDepth: 10,
    momentumStream: openStream({ seed: 7, chain: 0, purpose: "momentum" }),
    treeStream: openStream({ seed: 7, chain: 0, purpose: "tree" }),
  });
  nuts.start(new Float64Array(density.dim));
  nuts.setStepSize(stepSize);
  return Array.from({ length: draws }, () => {
    nuts.transition();
    return Float64Array.from(nuts.position);
  });
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each([
  ["a unit metric", unitMetric("diagonal", 2)],
  ["a diagonal metric", openMetric({ kind: "diagonal", variance: Float64Array.of(1, 4) })],
  ["a dense metric", openMetric({ kind: "dense", covariance: Float64Array.of(1, 1.6, 1.6, 4) })],
])("with %s the moments of a correlated normal come out", (_, metric) => {
  const draws = draw(correlatedNormal(2, 0.8), metric, 0.4, 8000);
  // At most 8,000 nearly independent draws: 5 standard errors of a mean of sd 2 and of products of sd about 4.
  const x = draws.map(([first]) => first);
  const y = draws.map(([, second]) => second);
  expect(Math.abs(mean(x))).toBeLessThan(5 / Math.sqrt(4000));
  expect(Math.abs(mean(y))).toBeLessThan(10 / Math.sqrt(4000));
  expect(Math.abs(mean(x.map((value) => value * value)) - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(4000));
  expect(Math.abs(mean(x.map((value, i) => value * y[i])) - 1.6)).toBeLessThan((5 * 2.6) / Math.sqrt(4000));
});

test("an energy that explodes is a divergent transition, and the position stays finite", () => {
  const wall: LogDensity = {
    dim: 1,
    evaluate([x], gradient) {
      gradient[0] = -1e8 * x;
      return -0.5e8 * x * x;
    },
  };
  const nuts = new Nuts(wall, unitMetric("diagonal", 1), {
    maxTreeDepth: 10,
    momentumStream: openStream({ seed: 1, chain: 0, purpose: "momentum" }),
    treeStream: openStream({ seed: 1, chain: 0, purpose: "tree" }),
  });
  nuts.start(Float64Array.of(1e-4));
  nuts.setStepSize(1);
  expect(nuts.transition().divergent).toBe(true);
  expect(nuts.position[0]).toBe(1e-4);
});

test("a density that is not a number ends the trajectory as a divergence", () => {
  const cliff: LogDensity = {
    dim: 1,
    evaluate([x], gradient) {
      gradient[0] = x > 0 ? Number.NaN : 1;
      return x > 0 ? Number.NaN : x;
    },
  };
  const nuts = new Nuts(cliff, unitMetric("diagonal", 1), {
    maxTreeDepth: 5,
    momentumStream: openStream({ seed: 3, chain: 0, purpose: "momentum" }),
    treeStream: openStream({ seed: 3, chain: 0, purpose: "tree" }),
  });
  nuts.start(Float64Array.of(-0.1));
  nuts.setStepSize(10);
  expect(nuts.transition().divergent).toBe(true);
  expect(nuts.position[0]).toBeLessThanOrEqual(0);
});

test("a trajectory cut at the largest depth says so", () => {
  const draws = draw(correlatedNormal(1, 0), unitMetric("diagonal", 2), 0.4, 1);
  expect(draws).toHaveLength(1);
  const nuts = new Nuts(correlatedNormal(1, 0), unitMetric("diagonal", 2), {
    maxTreeDepth: 2,
    momentumStream: openStream({ seed: 1, chain: 0, purpose: "momentum" }),
    treeStream: openStream({ seed: 1, chain: 0, purpose: "tree" }),
  });
  nuts.start(Float64Array.of(1, 1));
  nuts.setStepSize(1e-3);
  const transition = nuts.transition();
  expect(transition.depthSaturated).toBe(true);
  expect(transition.leapfrogs).toBe(3);
});

test("the first step size found is near the scale of the density", () => {
  const nuts = new Nuts(correlatedNormal(1, 0), unitMetric("diagonal", 2), {
    maxTreeDepth: 10,
    momentumStream: openStream({ seed: 1, chain: 0, purpose: "momentum" }),
    treeStream: openStream({ seed: 1, chain: 0, purpose: "tree" }),
  });
  nuts.start(Float64Array.of(0.5, 0.5));
  nuts.setStepSize(1e-6);
  expect(nuts.findStepSize()).toBeGreaterThan(0.1);
  nuts.setStepSize(1e6);
  expect(nuts.findStepSize()).toBeLessThan(10);
});

// Laws of Hamiltonian dynamics and of the transition kernel, on targets small enough to know everything about.
import { describe, expect, test } from "vitest";
import type { LogDensity } from "../../src/graph/log-density.ts";
import { openStream } from "../../src/random/philox.ts";
import type { RandomStream } from "../../src/random/random-stream.ts";
import { type Metric, openMetric } from "../../src/sampler/metric.ts";
import { Nuts } from "../../src/sampler/nuts.ts";

/** log p = −¼ Σ x⁴ − ½ Σ (x_i − x_{i+1})² + ½ sin x_0: smooth, not normal, not symmetric. */
const quartic: LogDensity = {
  dim: 3,
  evaluate(x, gradient) {
    let value = 0.5 * Math.sin(x[0]);
    for (let i = 0; i < 3; i += 1) {
      value -= 0.25 * x[i] ** 4;
      gradient[i] = -(x[i] ** 3);
    }
    gradient[0] += 0.5 * Math.cos(x[0]);
    for (let i = 0; i < 2; i += 1) {
      const gap = x[i] - x[i + 1];
      value -= 0.5 * gap * gap;
      gradient[i] -= gap;
      gradient[i + 1] += gap;
    }
    return value;
  },
};

const metrics: readonly (readonly [string, Metric])[] = [
  ["diagonal", openMetric({ kind: "diagonal", variance: Float64Array.of(0.5, 1, 2) })],
  ["dense", openMetric({ kind: "dense", covariance: Float64Array.of(1, 0.3, 0.1, 0.3, 0.8, 0.2, 0.1, 0.2, 0.6) })],
  [
    "low-rank",
    openMetric({
      kind: "low-rank",
      variance: Float64Array.of(0.5, 1, 2),
      vectors: Float64Array.of(0.6, 0.8, 0),
      values: Float64Array.of(1.7),
    }),
  ],
];

/** A metric whose momentum is the one given, so that one transition's trajectory is known from outside. */
function withMomentum(metric: Metric, momentum: Float64Array): Metric {
  return { ...metric, velocity: (p, out) => metric.velocity(p, out), sampleMomentum: (_, out) => out.set(momentum) };
}

/** A stream that only says which way trees grow and which point is kept. */
function answering(uniform: () => number): RandomStream {
  const refuse = (): never => {
    throw new Error("not asked here");
  };
  return { uniform, uint32: refuse, normal: refuse, exponential: refuse };
}

/** Where one leapfrog step from (position, momentum) leads, and the energy error made, through a transition of one step. */
function step(metric: Metric, position: Float64Array, momentum: Float64Array, stepSize: number, forward = true) {
  let asked = 0;
  const nuts = new Nuts(quartic, withMomentum(metric, momentum), {
    maxTreeDepth: 1,
    momentumStream: openStream({ seed: 1, chain: 0, purpose: "momentum" }),
    // First the direction, then "take the new point".
    treeStream: answering(() => {
      asked += 1;
      return asked === 1 ? (forward ? 0.9 : 0.1) : 1e-300;
    }),
  });
  nuts.start(position);
  nuts.setStepSize(stepSize);
  const { energyError, leapfrogs } = nuts.transition();
  expect(leapfrogs).toBe(1);
  return { position: nuts.position.slice(), energyError };
}

/** The same leapfrog written out, momentum included. */
function leapfrog(metric: Metric, position: Float64Array, momentum: Float64Array, stepSize: number) {
  const [q, p] = [position.slice(), momentum.slice()];
  const [gradient, velocity] = [new Float64Array(3), new Float64Array(3)];
  quartic.evaluate(q, gradient);
  for (let i = 0; i < 3; i += 1) p[i] += 0.5 * stepSize * gradient[i];
  metric.velocity(p, velocity);
  for (let i = 0; i < 3; i += 1) q[i] += stepSize * velocity[i];
  quartic.evaluate(q, gradient);
  for (let i = 0; i < 3; i += 1) p[i] += 0.5 * stepSize * gradient[i];
  return { position: q, momentum: p };
}

const start = Float64Array.of(0.4, -0.3, 0.9);
const kick = Float64Array.of(0.7, 1.1, -0.4);

describe.each(metrics)("with a %s metric", (_, metric) => {
  test("a step is reversible: back from where it led, with the momentum turned, it returns", () => {
    for (const stepSize of [0.05, 0.3]) {
      const there = leapfrog(metric, start, kick, stepSize);
      const led = step(metric, start, kick, stepSize).position;
      const turned = there.momentum.map((each) => -each);
      const back = step(metric, there.position, turned, stepSize).position;
      // And by going backward in time, the momentum as it is.
      const undone = step(metric, there.position, there.momentum, stepSize, false).position;
      for (let i = 0; i < 3; i += 1) {
        // A handful of roundings at values near one.
        expect(led[i]).toBeCloseTo(there.position[i], 13);
        expect(back[i]).toBeCloseTo(start[i], 13);
        expect(undone[i]).toBeCloseTo(start[i], 13);
      }
    }
  });

  test("a step preserves volume in phase space", () => {
    const at = Float64Array.of(...start, ...kick);
    const image = (point: Float64Array): Float64Array => {
      const { position, momentum } = leapfrog(metric, point.slice(0, 3), point.slice(3), 0.3);
      return Float64Array.of(...position, ...momentum);
    };
    const width = 1e-5;
    const jacobian = Array.from(at, (_value, column) => {
      const moved = (by: number): Float64Array => image(at.with(column, at[column] + by));
      const [up, down] = [moved(width), moved(-width)];
      return up.map((value, row) => (value - down[row]) / (2 * width));
    });
    // Central differences are right to about 1e-9 here.
    expect(determinant(jacobian)).toBeCloseTo(1, 7);
  });

  test("the energy error of a step falls with the third power of its size, that of a fixed time with the second", () => {
    const single = [0.04, 0.02, 0.01].map((size) => Math.abs(step(metric, start, kick, size).energyError));
    for (const [index, error] of single.slice(1).entries()) {
      // 8, up to the next power of a step of 0.04
      expect(single[index] / error).toBeGreaterThan(6.5);
      expect(single[index] / error).toBeLessThan(9.5);
    }
    const overTime = [0.04, 0.02, 0.01].map((size) => {
      let state = { position: start, momentum: kick };
      for (let i = 0; i < 1 / size; i += 1) state = leapfrog(metric, state.position, state.momentum, size);
      return Math.abs(energy(metric, state) - energy(metric, { position: start, momentum: kick }));
    });
    for (const [index, error] of overTime.slice(1).entries()) {
      expect(overTime[index] / error).toBeGreaterThan(3.5);
      expect(overTime[index] / error).toBeLessThan(4.5);
    }
  });
});

function energy(metric: Metric, { position, momentum }: { position: Float64Array; momentum: Float64Array }): number {
  const velocity = new Float64Array(3);
  metric.velocity(momentum, velocity);
  return (
    0.5 * momentum.reduce((sum, p, i) => sum + p * velocity[i], 0) - quartic.evaluate(position, new Float64Array(3))
  );
}

/** By elimination with the largest pivot. */
function determinant(rows: readonly Float64Array[]): number {
  const matrix = rows.map((row) => row.slice());
  let result = 1;
  for (let k = 0; k < matrix.length; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < matrix.length; i += 1) if (Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k])) pivot = i;
    if (pivot !== k) {
      [matrix[k], matrix[pivot]] = [matrix[pivot], matrix[k]];
      result = -result;
    }
    result *= matrix[k][k];
    for (let i = k + 1; i < matrix.length; i += 1) {
      const factor = matrix[i][k] / matrix[k][k];
      for (let j = k; j < matrix.length; j += 1) matrix[i][j] -= factor * matrix[k][j];
    }
  }
  return result;
}

describe("the transition, on a skewed density of one dimension cut into eight cells of equal probability", () => {
  /** log of the density of log-gamma(3): exp(3x − exp(x)) / Γ(3). */
  const skewed: LogDensity = {
    dim: 1,
    evaluate([x], gradient) {
      gradient[0] = 3 - Math.exp(x);
      return 3 * x - Math.exp(x);
    },
  };
  /** Distribution function of gamma(3). */
  const probability = (x: number): number => {
    const y = Math.exp(x);
    return 1 - Math.exp(-y) * (1 + y + 0.5 * y * y);
  };
  const cells = 8;
  const transitions = 40_000;
  const nuts = new Nuts(skewed, openMetric({ kind: "diagonal", variance: Float64Array.of(0.4) }), {
    maxTreeDepth: 8,
    momentumStream: openStream({ seed: 5, chain: 0, purpose: "momentum" }),
    treeStream: openStream({ seed: 5, chain: 0, purpose: "tree" }),
  });
  // A step so long that energy errors, and with them the weights of the points of a trajectory, matter.
  nuts.start(Float64Array.of(1));
  nuts.setStepSize(1.1);
  const moves = Array.from({ length: cells }, () => new Float64Array(cells));
  const visits = new Float64Array(cells);
  let largestError = 0;
  let from = Math.floor(cells * probability(1));
  for (let i = 0; i < transitions; i += 1) {
    largestError = Math.max(largestError, Math.abs(nuts.transition().energyError));
    const to = Math.min(cells - 1, Math.floor(cells * probability(nuts.position[0])));
    moves[from][to] += 1;
    visits[to] += 1;
    from = to;
  }

  test("the energy errors matter here", () => {
    expect(largestError).toBeGreaterThan(0.5);
  });

  test("every cell is visited as often as every other", () => {
    for (const count of visits) {
      // Draws anticorrelate or correlate little: 5 standard errors of a share of independent ones, widened by √2.
      expect(Math.abs(count / transitions - 1 / cells)).toBeLessThan(5 * Math.SQRT2 * Math.sqrt(7 / 64 / transitions));
    }
  });

  test("moves from one cell to another are as frequent as moves back (detailed balance)", () => {
    let statistic = 0;
    let pairs = 0;
    for (let i = 0; i < cells; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const total = moves[i][j] + moves[j][i];
        // A difference of two counts of the same mean has their sum as variance.
        if (total > 0) {
          statistic += (moves[i][j] - moves[j][i]) ** 2 / total;
          pairs += 1;
        }
      }
    }
    // About chi-square with as many degrees of freedom as pairs: mean 28, 5 standard deviations above it.
    expect(pairs).toBe((cells * (cells - 1)) / 2);
    expect(statistic).toBeLessThan(pairs + 5 * Math.sqrt(2 * pairs));
  });
});

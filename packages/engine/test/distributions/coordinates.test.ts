// On every scale the sampler can move a parameter on, its prior integrates to one and has the family's quantiles.
import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/distributions/distribution.ts";
import { distributionByName, distributionNames } from "../../src/distributions/registry.ts";
import { compile } from "../../src/graph/compile.ts";
import { GraphBuilder } from "../../src/graph/graph.ts";

/** One member of each family, with every parameter off its usual value. */
const members: Readonly<Record<string, readonly number[]>> = {
  beta: [2.5, 1.5],
  cauchy: [1, 2],
  exponential: [0.7],
  gamma: [3, 0.5],
  "half-cauchy": [2],
  "half-normal": [3],
  "half-student-t": [4, 2],
  "inverse-gamma": [3, 2],
  laplace: [-1, 2],
  "log-normal": [0.3, 0.7],
  normal: [-2, 3],
  "shifted-log-normal": [0.5, 0.25, 0.6],
  "student-t": [4, 1, 2],
  "truncated-normal": [1, 2, 0, 4],
  uniform: [-1, 3],
};

test("every family has a member here", () => {
  expect(Object.keys(members).sort()).toEqual([...distributionNames].sort());
});

const cases = distributionNames.flatMap((name) => {
  const family = distributionByName(name)!;
  const distribution: Distribution = { family, args: members[name] };
  const coordinates =
    family.fromStandardNormal === undefined ? (["support"] as const) : (["support", "prior"] as const);
  return coordinates.map((coordinate) => ({ name, distribution, coordinate }));
});

/** What the sampler sees of a model that is this prior alone: density and value by position. */
function onTheLine(distribution: Distribution, coordinate: "support" | "prior") {
  const graph = new GraphBuilder();
  graph.parameter("x", { prior: distribution, coordinate });
  const posterior = compile(graph);
  const [gradient, record] = [new Float64Array(1), new Float64Array(1)];
  const noStream = undefined as never;
  return {
    density: (u: number) => Math.exp(posterior.evaluate(Float64Array.of(u), gradient)),
    value: (u: number) => {
      posterior.record(Float64Array.of(u), noStream, record);
      return record[0];
    },
  };
}

describe.each(cases)("$name on the $coordinate scale", ({ distribution, coordinate }) => {
  test("integrates to one, and to p up to its p-quantile", () => {
    const { density, value } = onTheLine(distribution, coordinate);
    const { family, args } = distribution;
    // u = sinh(v): the trapezoid over v meets the far tails of a Cauchy with few steps.
    const [limit, steps] = [20, 8_000];
    const width = (2 * limit) / steps;
    const wanted = [0.1, 0.5, 0.9];
    const quantiles = wanted.map((p) => family.quantile(p, args));
    const below = wanted.map(() => 0);
    let total = 0;
    for (let i = 0; i <= steps; i += 1) {
      const v = -limit + i * width;
      const u = Math.sinh(v);
      const weight = density(u) * Math.cosh(v) * width;
      if (!(weight > 0)) continue;
      total += weight;
      const x = value(u);
      quantiles.forEach((_, k) => {
        if (x <= quantiles[k]) below[k] += weight;
      });
    }
    // The Cauchy's tail beyond sinh(20) holds 1e-9; the Laplace's kink costs the square of a step, 2.5e-5.
    expect(Math.abs(total - 1)).toBeLessThan(2e-5);
    wanted.forEach((p, k) => {
      // The last step before the quantile is counted whole: at most a step's weight, 4e-3 here.
      expect(Math.abs(below[k] - p)).toBeLessThan(4e-3);
    });
  });
});

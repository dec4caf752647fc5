import { expect, test } from "vitest";
import { flat, flatFamily } from "../../src/distributions/flat.ts";
import { distributionNames } from "../../src/distributions/registry.ts";
import { compile } from "../../src/graph/compile.ts";
import { GraphBuilder } from "../../src/graph/graph.ts";
import { openStream } from "../../src/random/philox.ts";

test("is one everywhere on its support and nothing beyond", () => {
  const derivatives = Float64Array.of(7, 7);
  expect(flatFamily.logDensity(-1e9, [Number.NEGATIVE_INFINITY], derivatives)).toBe(0);
  expect([...derivatives]).toEqual([0, 0]);
  expect(flatFamily.logDensity(3.1, [3], derivatives)).toBe(0);
  expect(flatFamily.logDensity(2.9, [3], derivatives)).toBe(Number.NEGATIVE_INFINITY);
  expect(flatFamily.logDensity(Number.NaN, [3], derivatives)).toBeNaN();
});

test("has no moments and no quantiles, and a configuration cannot name it", () => {
  const { args } = flat(0);
  for (const value of [flatFamily.mean(args), flatFamily.standardDeviation(args), flatFamily.quantile(0.5, args)]) {
    expect(value).toBeNaN();
  }
  expect(distributionNames).not.toContain("flat");
});

test("refuses a bound that leaves nothing", () => {
  expect(() => flat(Number.POSITIVE_INFINITY)).toThrow("flat: lower is Infinity");
  expect(() => flat(Number.NaN)).toThrow(RangeError);
});

test.each([Number.NEGATIVE_INFINITY, 5])("starts a chain inside its support above %d", (lower) => {
  const graph = new GraphBuilder();
  graph.parameter("x", { prior: flat(lower) });
  const posterior = compile(graph);
  const stream = openStream({ seed: 1, chain: 0, purpose: "initial" });
  for (let i = 0; i < 100; i += 1) expect(Math.abs(posterior.initialPosition(stream)[0])).toBeLessThanOrEqual(2);
  // What is left of the log density is the logarithm of the bijection's slope: u above a bound, 0 on the line.
  const gradient = new Float64Array(1);
  expect(posterior.evaluate(Float64Array.of(1.5), gradient)).toBe(lower === 5 ? 1.5 : 0);
  expect(gradient[0]).toBe(lower === 5 ? 1 : 0);
});

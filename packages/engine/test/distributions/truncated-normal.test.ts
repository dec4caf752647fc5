// The truncated normal where cancellation would show: far tails and narrow intervals.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  logIntervalMass,
  truncatedMoments,
  truncatedQuantile,
} from "../../src/distributions/standard-truncated-normal.ts";
import { truncatedNormal } from "../../src/distributions/truncated-normal.ts";

const reference = JSON.parse(readFileSync(new URL("../reference/special-functions.json", import.meta.url), "utf8")) as {
  logIntervalMass: [a: number, b: number, logMass: number][];
};

test.each(reference.logIntervalMass)("the mass between %s and %s has a relative error below 1e-10", (a, b, truth) => {
  expect(Math.abs(logIntervalMass(a, b) - truth)).toBeLessThan(1e-10 + 1e-15 * Math.abs(truth));
});

test("the half-saturation prior TN(0.8, 0.8; 0.1, 10) has mean 1.068958", () => {
  const { family, args } = truncatedNormal(0.8, 0.8, 0.1, 10);
  expect(family.mean(args)).toBeCloseTo(1.068958, 6);
});

describe("quantiles", () => {
  test.each([
    [40, 41],
    [-41, -40],
    [40, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, -40],
    [8, 8.0001],
    [-1, 2],
    [0.5, 0.5001],
  ])("between %s and %s divide the mass", (a, b) => {
    for (const p of [0.001, 0.3, 0.5, 0.9, 0.999]) {
      const z = truncatedQuantile(p, a, b);
      expect(z).toBeGreaterThan(a);
      expect(z).toBeLessThan(b);
      // z rounds to 7e-15 at 40, where the density's scale is 1/40; a width of 1e-4 leaves 1e-11
      expect(Math.abs(Math.exp(logIntervalMass(a, z) - logIntervalMass(a, b)) - p)).toBeLessThan(1e-9);
    }
  });
});

describe("moments", () => {
  test("far out are those of an exponential of rate a, to second order", () => {
    const a = 1000;
    const { mean, standardDeviation } = truncatedMoments(a, Number.POSITIVE_INFINITY);
    // mean a + 1/a − 2/a³, variance 1/a² − 6/a⁴ (Mills' ratio expanded); next terms below 1e-10 relative
    expect((mean - a) * a).toBeCloseTo(1 - 2e-6, 9);
    expect(standardDeviation * a).toBeCloseTo(1 - 3e-6, 9);
  });

  test("on a narrow interval are those of a uniform", () => {
    const { mean, standardDeviation } = truncatedMoments(0.3, 0.3 + 1e-6);
    expect((mean - 0.3) / 1e-6).toBeCloseTo(0.5, 6);
    expect(standardDeviation / 1e-6).toBeCloseTo(1 / Math.sqrt(12), 6);
  });

  test("mirror when the interval does", () => {
    for (const [a, b] of [
      [-2, 0.5],
      [-9, -4],
      [Number.NEGATIVE_INFINITY, 1],
    ]) {
      const here = truncatedMoments(a, b);
      const there = truncatedMoments(-b, -a);
      expect(here.mean).toBe(-there.mean);
      expect(here.standardDeviation).toBe(there.standardDeviation);
    }
  });

  test("agree between the closed form and the quadrature where one takes over from the other", () => {
    const closed = truncatedMoments(-1, 1.0000001);
    const quadrature = truncatedMoments(-1, 0.9999999);
    expect(closed.mean).toBeCloseTo(quadrature.mean, 6);
    expect(closed.standardDeviation).toBeCloseTo(quadrature.standardDeviation, 6);
    const near = truncatedMoments(2.9999999, Number.POSITIVE_INFINITY);
    const far = truncatedMoments(3.0000001, Number.POSITIVE_INFINITY);
    expect(near.mean).toBeCloseTo(far.mean, 6);
    expect(near.standardDeviation).toBeCloseTo(far.standardDeviation, 6);
  });
});

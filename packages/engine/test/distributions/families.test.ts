// Laws that hold for every distribution family, on generated parameters.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bijectionFor } from "../../src/distributions/bijection.ts";
import type { DistributionFamily } from "../../src/distributions/distribution.ts";
import { distributionByName, distributionNames } from "../../src/distributions/registry.ts";
import { mean, standardDeviation } from "../../src/math/statistics.ts";
import { openStream } from "../../src/random/philox.ts";
import { expectGradient } from "../support/gradient.ts";

const real = fc.double({ min: -5, max: 5, noNaN: true });
const scale = fc.double({ min: 0.1, max: 8, noNaN: true });
const shape = fc.double({ min: 0.3, max: 30, noNaN: true });
const ordered = fc.tuple(real, scale).map(([lower, width]) => [lower, lower + width]);

const argsOf: Readonly<Record<string, fc.Arbitrary<number[]>>> = {
  beta: fc.tuple(shape, shape),
  cauchy: fc.tuple(real, scale),
  exponential: fc.tuple(scale),
  gamma: fc.tuple(shape, scale),
  "half-cauchy": fc.tuple(scale),
  "half-normal": fc.tuple(scale),
  "half-student-t": fc.tuple(shape, scale),
  "inverse-gamma": fc.tuple(shape, scale),
  laplace: fc.tuple(real, scale),
  "log-normal": fc.tuple(real, fc.double({ min: 0.1, max: 2, noNaN: true })),
  normal: fc.tuple(real, scale),
  "shifted-log-normal": fc.tuple(real, real, fc.double({ min: 0.1, max: 2, noNaN: true })),
  "student-t": fc.tuple(shape, real, scale),
  "truncated-normal": fc
    .tuple(real, scale, ordered, fc.constantFrom("both", "lower", "upper", "none"))
    .map(([center, sd, [lower, upper], bounds]) => [
      center,
      sd,
      bounds === "both" || bounds === "lower" ? lower : Number.NEGATIVE_INFINITY,
      bounds === "both" || bounds === "upper" ? upper : Number.POSITIVE_INFINITY,
    ]),
  uniform: ordered,
};

const logDensity = (family: DistributionFamily, x: number, args: ArrayLike<number>): number =>
  family.logDensity(x, args, new Float64Array(1 + args.length));

/**
 * ∫ density over [from, to] by Simpson's rule on v, where u = median + sinh(v) · half the quartile range and x is u's image
 * under the family's own bijection: heavy tails take few steps.
 */
function integrate(family: DistributionFamily, args: number[], from: number, to: number): number {
  const bijection = bijectionFor(family.support(args));
  const out = new Float64Array(4);
  const [lowest, center, highest] = [0.25, 0.5, 0.75].map((p) => bijection.inverse(family.quantile(p, args)));
  const spread = (highest - lowest) / 2;
  const low = Math.asinh((bijection.inverse(from) - center) / spread);
  const steps = 1000;
  const width = (Math.asinh((bijection.inverse(to) - center) / spread) - low) / steps;
  let total = 0;
  for (let i = 0; i <= steps; i += 1) {
    const v = low + i * width;
    bijection.forward(center + spread * Math.sinh(v), out);
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    total += weight * Math.exp(logDensity(family, out[0], args) + out[2]) * spread * Math.cosh(v);
  }
  return (total * width) / 3;
}

test("every family has generated parameters here", () => {
  expect(Object.keys(argsOf).sort()).toEqual([...distributionNames].sort());
});

describe.each([...distributionNames])("%s", (name) => {
  const family = distributionByName(name)!;
  const args = argsOf[name];
  const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });

  test("has exact derivatives in x and in every parameter", () => {
    fc.assert(
      fc.property(args, probability, (values, p) => {
        const x = family.quantile(p, values);
        const finite = values.map((value, index) => ({ value, index })).filter(({ value }) => Number.isFinite(value));
        const point = Float64Array.of(x, ...finite.map(({ value }) => value));
        const full = new Float64Array(1 + values.length);
        // A step must stay well inside the bounds and off a kink, all of which are at 0, at 1 or at a parameter.
        const nearest = Math.min(...[0, 1, ...values].map((special) => Math.abs(special - x)));
        fc.pre(nearest > 1e-4);
        expectGradient(
          (at, gradient) => {
            const moved = [...values];
            finite.forEach(({ index }, k) => {
              moved[index] = at[k + 1];
            });
            const value = family.logDensity(at[0], moved, full);
            gradient[0] = full[0];
            finite.forEach(({ index }, k) => {
              gradient[k + 1] = full[1 + index];
            });
            return value;
          },
          point,
          { steps: new Float64Array(point.length).fill(Math.min(1e-4, nearest / 100)), tolerance: 2e-6 },
        );
      }),
      { numRuns: 60, seed: 20261122 },
    );
  });

  test("gives ∂/∂x alone to a caller with room for one derivative", () => {
    fc.assert(
      fc.property(args, probability, (values, p) => {
        const x = family.quantile(p, values);
        const all = new Float64Array(1 + values.length);
        const one = new Float64Array(1);
        expect(family.logDensity(x, values, one)).toBe(family.logDensity(x, values, all));
        expect(one[0]).toBe(all[0]);
      }),
    );
  });

  test("has a density whose integral between two quantiles is the difference of their probabilities", () => {
    fc.assert(
      fc.property(args, probability, probability, (values, p, q) => {
        const found = integrate(family, values, family.quantile(p, values), family.quantile(q, values));
        // Simpson's rule with 1000 steps; Laplace's kink costs most
        expect(Math.abs(found - (q - p))).toBeLessThan(1e-5);
      }),
      { numRuns: 30, seed: 20261122 },
    );
  });

  test("has zero density, with zero derivatives, outside its support", () => {
    fc.assert(
      fc.property(args, (values) => {
        const support = family.support(values);
        if (support.kind === "real") return;
        const derivatives = new Float64Array(1 + values.length).fill(7);
        const outside = support.kind === "above" || support.lower > -1e300 ? support.lower - 0.5 : Number.NaN;
        if (!Number.isNaN(outside)) {
          expect(family.logDensity(outside, values, derivatives)).toBe(Number.NEGATIVE_INFINITY);
          expect([...derivatives].every((each) => each === 0)).toBe(true);
        }
        if (support.kind === "interval") {
          expect(logDensity(family, support.upper + 0.5, values)).toBe(Number.NEGATIVE_INFINITY);
        }
      }),
    );
  });

  test("draws samples with its mean and its quantiles, inside its support", () => {
    const [values] = fc.sample(args, { numRuns: 1, seed: 4 });
    const stream = openStream({ seed: 11, chain: 0, purpose: "data" });
    const n = 10_000;
    const draws = Array.from({ length: n }, () => family.sample(stream, values));
    expect(draws.every((x) => Number.isFinite(logDensity(family, x, values)))).toBe(true);
    const sd = family.standardDeviation(values);
    if (Number.isFinite(sd)) {
      // 4 Monte Carlo standard errors
      expect(Math.abs(mean(draws) - family.mean(values))).toBeLessThan((4 * sd) / Math.sqrt(n));
    }
    for (const p of [0.05, 0.3, 0.5, 0.8, 0.97]) {
      const quantile = family.quantile(p, values);
      const below = draws.filter((x) => x < quantile).length / n;
      expect(Math.abs(below - p), `share below the ${p} quantile`).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
    }
  });

  test("names the parameter that is wrong", () => {
    const [values] = fc.sample(args, { numRuns: 1, seed: 4 });
    family.parameters.forEach((parameter, index) => {
      const broken = values.with(index, Number.NaN);
      expect(family.problem(broken)).toContain(parameter);
    });
    expect(family.problem(values)).toBeUndefined();
  });
});

test("a normal's draws have its standard deviation", () => {
  const stream = openStream({ seed: 11, chain: 0, purpose: "data" });
  const draws = Array.from({ length: 20_000 }, () => distributionByName("normal")!.sample(stream, [3, 2]));
  // the standard error of a standard deviation is sd / √(2n)
  expect(Math.abs(standardDeviation(draws) - 2)).toBeLessThan((4 * 2) / Math.sqrt(40_000));
});

test("draws of small shapes do not collapse to zero or one", () => {
  const stream = openStream({ seed: 11, chain: 0, purpose: "data" });
  const draws = Array.from({ length: 5000 }, () => distributionByName("beta")!.sample(stream, [0.05, 0.05]));
  expect(draws.some(Number.isNaN)).toBe(false);
  // symmetric, standard deviation √(1/4/1.1)
  expect(Math.abs(mean(draws) - 0.5)).toBeLessThan((4 * 0.477) / Math.sqrt(5000));
});

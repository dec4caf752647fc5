import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { negativeBinomialLogDensity, sampleNegativeBinomial } from "../../src/distributions/negative-binomial.ts";
import { samplePoisson } from "../../src/distributions/poisson.ts";
import { negativeBinomialLikelihood } from "../../src/graph/negative-binomial-likelihood.ts";
import type { Operation } from "../../src/graph/operation.ts";
import { studentTLikelihood } from "../../src/graph/student-t-likelihood.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { openStream } from "../../src/random/philox.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";

interface Reference {
  readonly studentT: readonly { df: number; location: number; scale: number; x: number; logDensity: number }[];
  readonly negativeBinomial: readonly { count: number; mean: number; dispersion: number; logDensity: number }[];
}

const reference = JSON.parse(
  readFileSync(new URL("../reference/likelihoods.json", import.meta.url), "utf8"),
) as Reference;

function densityOf(operation: Operation, inputs: readonly Float64Array[]): number {
  const output = new Float64Array(operation.outputLength(inputs.map(({ length }) => length)));
  const scratch = new Float64Array(operation.scratchLength?.(inputs.map(({ length }) => length)) ?? 0);
  operation.forward(inputs, output, scratch, referenceKernels);
  return output[0];
}

describe("the Student t likelihood", () => {
  test("is SciPy's log density", () => {
    for (const { df, location, scale, x, logDensity } of reference.studentT) {
      const operation = studentTLikelihood(Float64Array.of(x));
      const value = densityOf(operation, [Float64Array.of(location), Float64Array.of(scale), Float64Array.of(df)]);
      // 1e-12 of the value, and of the log gamma functions of large degrees of freedom.
      expect(Math.abs(value - logDensity)).toBeLessThan(1e-12 * (Math.abs(logDensity) + df));
    }
  });

  test("of many is the sum over each, whether they share a scale or not", () => {
    const observed = Float64Array.of(0.3, -2, 5);
    const location = Float64Array.of(0, 0.5, 1);
    const degrees = Float64Array.of(3.5);
    const alone = Array.from(observed, (value, t) =>
      densityOf(studentTLikelihood(Float64Array.of(value)), [
        Float64Array.of(location[t]),
        Float64Array.of(2),
        degrees,
      ]),
    );
    const sum = alone.reduce((total, each) => total + each, 0);
    const operation = studentTLikelihood(observed);
    expect(densityOf(operation, [location, Float64Array.of(2), degrees])).toBeCloseTo(sum, 12);
    expect(densityOf(operation, [location, Float64Array.of(2, 2, 2), degrees])).toBeCloseTo(sum, 12);
  });

  test.each([1, 3])("has the adjoint of its differences with %i scales", (scales) => {
    const operation = studentTLikelihood(Float64Array.of(0.3, -2, 5));
    const scale = Float64Array.of(0.7, 1.1, 2).slice(0, scales);
    expectAdjointMatches(operation, [Float64Array.of(0, 0.5, 1), scale, Float64Array.of(4.2)]);
  });

  test("refuses lengths that do not fit", () => {
    expect(() => studentTLikelihood(new Float64Array(3)).outputLength([2, 1, 1])).toThrow(RangeError);
    expect(() => studentTLikelihood(new Float64Array(3)).outputLength([3, 2, 1])).toThrow(RangeError);
  });
});

describe("the negative binomial likelihood", () => {
  test("is SciPy's log probability", () => {
    for (const { count, mean, dispersion, logDensity } of reference.negativeBinomial) {
      const operation = negativeBinomialLikelihood(Float64Array.of(count));
      const value = densityOf(operation, [Float64Array.of(Math.log(mean)), Float64Array.of(dispersion)]);
      // The log gamma functions of a shape of 1/dispersion² cancel to 1e-16 of their size.
      const shape = 1 / dispersion ** 2 + count;
      const cancelled = shape * Math.log(shape + 2);
      expect(Math.abs(value - logDensity)).toBeLessThan(1e-11 + 1e-12 * Math.abs(logDensity) + 2e-15 * cancelled);
      expect(negativeBinomialLogDensity(count, mean, dispersion)).toBeCloseTo(value, 9);
    }
  });

  test("has the adjoint of its differences, zeros included", () => {
    const operation = negativeBinomialLikelihood(Float64Array.of(0, 3, 120));
    expectAdjointMatches(operation, [Float64Array.of(0.2, 1.5, 4.4), Float64Array.of(0.4)]);
  });

  test("refuses what is not a count, and lengths that do not fit", () => {
    expect(() => negativeBinomialLikelihood(Float64Array.of(1, 2.5))).toThrow("2.5 is not a count");
    expect(() => negativeBinomialLikelihood(Float64Array.of(-1))).toThrow("-1 is not a count");
    expect(() => negativeBinomialLikelihood(new Float64Array(3)).outputLength([3, 3])).toThrow(RangeError);
  });
});

describe("draws of counts", () => {
  const draws = 20_000;
  const moments = (draw: () => number): { mean: number; variance: number } => {
    const values = Array.from({ length: draws }, draw);
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws };
  };

  // Tolerances are five standard errors of a mean and of a variance over this many draws.
  test.each([0.3, 4, 9.9, 10.1, 75, 4000])("Poisson draws with mean %d have that mean and variance", (mean) => {
    const stream = openStream({ seed: 11, chain: 0, purpose: "data" });
    const found = moments(() => samplePoisson(stream, mean));
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(mean / draws));
    expect(Math.abs(found.variance - mean)).toBeLessThan(5 * Math.sqrt((2 * mean ** 2 + mean) / draws));
  });

  test("Poisson draws hit each count with its probability", () => {
    const stream = openStream({ seed: 12, chain: 0, purpose: "data" });
    const counts = new Map<number, number>();
    for (let draw = 0; draw < draws; draw += 1) {
      const value = samplePoisson(stream, 12);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    let probability = Math.exp(-12);
    for (let count = 0; count < 30; count += 1) {
      const error = (counts.get(count) ?? 0) / draws - probability;
      expect(Math.abs(error)).toBeLessThan(5 * Math.sqrt(probability / draws) + 1 / draws);
      probability *= 12 / (count + 1);
    }
  });

  test("a Poisson of mean 0 is 0, and without a mean there is no draw", () => {
    const stream = openStream({ seed: 1, chain: 0, purpose: "data" });
    expect(samplePoisson(stream, 0)).toBe(0);
    expect(samplePoisson(stream, Number.NaN)).toBeNaN();
    expect(samplePoisson(stream, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  test("negative binomial draws have the variance that their dispersion says", () => {
    const stream = openStream({ seed: 13, chain: 0, purpose: "data" });
    const found = moments(() => sampleNegativeBinomial(stream, 50, 0.4));
    const variance = 50 + 0.16 * 2500;
    expect(Math.abs(found.mean - 50)).toBeLessThan(5 * Math.sqrt(variance / draws));
    // The fourth moment of a gamma with this shape is below 4 variances squared.
    expect(Math.abs(found.variance - variance)).toBeLessThan(10 * variance * Math.sqrt(1 / draws) * 2);
  });
});

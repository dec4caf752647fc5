import { describe, expect, test } from "vitest";
import { hilbertColumns, hilbertFrequencies, neededFunctions } from "../../src/design/hilbert-basis.ts";
import { eventBump } from "../../src/model/event-operation.ts";
import { centeredSoftplus } from "../../src/model/multiplier-operation.ts";
import { spectralRoots } from "../../src/model/spectral-operation.ts";
import { expectClose, expectGradient, run } from "../media/check-operation.ts";

const covariances = ["matern-52", "matern-32", "squared-exponential"] as const;

/** The covariance functions whose spectral densities the operation takes the roots of. */
const kernel = {
  "squared-exponential": (lag: number, scale: number) => Math.exp(-0.5 * (lag / scale) ** 2),
  "matern-32": (lag: number, scale: number) => {
    const r = (Math.sqrt(3) * lag) / scale;
    return (1 + r) * Math.exp(-r);
  },
  "matern-52": (lag: number, scale: number) => {
    const r = (Math.sqrt(5) * lag) / scale;
    return (1 + r + (r * r) / 3) * Math.exp(-r);
  },
};

describe("a process on the basis", () => {
  test.each(covariances)("has the %s covariance between any two rows, away from the ends", (covariance) => {
    const rows = Float64Array.from({ length: 41 }, (_, row) => row);
    const basis = { center: 20, halfWidth: 80, functions: 400 };
    const columns = hilbertColumns(rows, basis);
    const roots = run(spectralRoots(covariance, hilbertFrequencies(basis)), [Float64Array.of(0.7), Float64Array.of(6)]);
    for (const [a, b] of [
      [20, 20],
      [10, 14],
      [5, 30],
    ]) {
      const sum = columns.reduce((total, column, j) => total + roots.output[j] ** 2 * column[a] * column[b], 0);
      // The tail of the spectrum beyond 400 functions, and reflections at the ends: below 1e-3 of the variance.
      expect(Math.abs(sum - 0.49 * kernel[covariance](b - a, 6))).toBeLessThan(5e-4);
    }
  });

  test.each(covariances)("the roots of the %s spectrum have the adjoint of their differences", (covariance) => {
    const operation = spectralRoots(covariance, Float64Array.of(0.01, 0.2, 1.3));
    expectGradient(operation, [Float64Array.of(0.8), Float64Array.of(2.5)], Float64Array.of(1, -0.5, 2));
  });

  test("refuses vectors where it takes scalars", () => {
    expect(() => spectralRoots("matern-52", new Float64Array(3)).outputLength([2, 1])).toThrow(RangeError);
  });

  test("shorter length scales, rougher processes and wider bases need more functions", () => {
    const base = neededFunctions("matern-52", 2, 50, 10);
    expect(base).toBe(27);
    expect(neededFunctions("matern-52", 2, 50, 5)).toBeGreaterThan(base);
    expect(neededFunctions("matern-32", 2, 50, 10)).toBeGreaterThan(base);
    expect(neededFunctions("squared-exponential", 2, 50, 10)).toBeLessThan(base);
  });
});

describe("the centered soft-plus", () => {
  const trained = Float64Array.of(1, 1, 1, 0);

  test("is positive and averages to one over training, whatever comes after", () => {
    const { output } = run(centeredSoftplus(trained), [Float64Array.of(-3, 0, 4, 100)]);
    expect(output.every((value) => value > 0)).toBe(true);
    expect((output[0] + output[1] + output[2]) / 3).toBeCloseTo(1, 14);
    const other = run(centeredSoftplus(trained), [Float64Array.of(-3, 0, 4, -100)]);
    expectClose(other.output.subarray(0, 3), output.subarray(0, 3), 0);
  });

  test("has the adjoint of its differences", () => {
    const operation = centeredSoftplus(trained);
    expectGradient(operation, [Float64Array.of(-1.2, 0.3, 2, 0.9)], Float64Array.of(1, -2, 0.5, 3));
  });

  test("refuses another length, or no training", () => {
    expect(() => centeredSoftplus(trained).outputLength([3])).toThrow(RangeError);
    expect(() => centeredSoftplus(new Float64Array(2)).outputLength([2])).toThrow(RangeError);
  });
});

describe("an event's bump", () => {
  const days = Float64Array.of(-14, -7, 0, 0, 7, 14);
  const half = Math.exp(-0.5);

  test("fades alike on both sides, on one, or on each in its own way", () => {
    const seven = Float64Array.of(7);
    expectClose(run(eventBump("gaussian", days), [seven]).output, [half ** 4, half, 1, 1, half, half ** 4], 1e-15);
    expectClose(run(eventBump("before", days), [seven]).output, [half ** 4, half, 1, 1, 0, 0], 1e-15);
    expectClose(run(eventBump("after", days), [seven]).output, [0, 0, 1, 1, half, half ** 4], 1e-15);
    const both = run(eventBump("asymmetric", days), [seven, Float64Array.of(14)]);
    expectClose(both.output, [half ** 4, half, 1, 1, half ** 0.25, half], 1e-15);
  });

  test.each(["gaussian", "before", "after", "asymmetric"] as const)(
    "%s: the adjoint is that of the differences",
    (shape) => {
      const widths = shape === "asymmetric" ? [Float64Array.of(5), Float64Array.of(11)] : [Float64Array.of(8)];
      expectGradient(eventBump(shape, days), widths, Float64Array.of(1, -1, 2, 0.5, 3, -0.7));
    },
  );

  test("refuses a wrong number of widths", () => {
    expect(() => eventBump("asymmetric", days).outputLength([1])).toThrow(RangeError);
  });
});

// The fast Fourier transform against its definition, and the autocovariance against its sum.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { autocovariance, fft, nextPowerOfTwo } from "../../src/math/fft.ts";

const element = fc.double({ min: -10, max: 10, noNaN: true });

describe("fft", () => {
  test("equals the discrete Fourier sum", () => {
    const anyLength = fc.integer({ min: 0, max: 6 }).map((power) => 2 ** power);
    const signal = anyLength.chain((n) => fc.array(element, { minLength: 2 * n, maxLength: 2 * n }));
    fc.assert(
      fc.property(signal, (flat) => {
        const n = flat.length / 2;
        const real = Float64Array.from(flat.slice(0, n));
        const imaginary = Float64Array.from(flat.slice(n));
        fft(real, imaginary);
        for (let k = 0; k < n; k += 1) {
          let re = 0;
          let im = 0;
          for (let t = 0; t < n; t += 1) {
            const angle = (-2 * Math.PI * k * t) / n;
            re += flat[t] * Math.cos(angle) - flat[n + t] * Math.sin(angle);
            im += flat[t] * Math.sin(angle) + flat[n + t] * Math.cos(angle);
          }
          // 64 terms below 15, with angles up to 400 rounded to 6e-14
          expect(Math.abs(real[k] - re)).toBeLessThan(1e-11);
          expect(Math.abs(imaginary[k] - im)).toBeLessThan(1e-11);
        }
      }),
      { numRuns: 40 },
    );
  });

  test.each([0, 3, 12])("refuses the length %s", (n) => {
    expect(() => fft(new Float64Array(n), new Float64Array(n))).toThrow("power-of-two");
  });

  test("refuses parts of different lengths", () => {
    expect(() => fft(new Float64Array(4), new Float64Array(8))).toThrow(RangeError);
  });

  test("pads to the next power of two", () => {
    expect([0, 1, 2, 3, 4, 5, 1000].map(nextPowerOfTwo)).toEqual([1, 1, 2, 4, 4, 8, 1024]);
  });
});

describe("autocovariance", () => {
  test("equals the biased sum at every lag, within 1e-13 of the variance", () => {
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 70 }), (values) => {
        const n = values.length;
        const mean = values.reduce((sum, x) => sum + x, 0) / n;
        const found = autocovariance(Float64Array.from(values));
        expect(found).toHaveLength(n);
        for (let lag = 0; lag < n; lag += 1) {
          let total = 0;
          for (let t = 0; t + lag < n; t += 1) total += (values[t] - mean) * (values[t + lag] - mean);
          // 1e-28: the rounding of a mean of equal values near 10, squared
          expect(Math.abs(found[lag] - total / n)).toBeLessThan(1e-13 * found[0] + 1e-28);
        }
      }),
    );
  });

  test("of nothing is nothing", () => {
    expect(autocovariance(new Float64Array(0))).toHaveLength(0);
  });
});

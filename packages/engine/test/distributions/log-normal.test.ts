// The log-normal's parameters from a mean or a range, against published conversions.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  logNormal,
  logNormalFamily,
  logNormalFromMeanSd,
  logNormalFromRange,
} from "../../src/distributions/log-normal.ts";

test("mean 1.5 and sd 0.5 are mu 0.352785 and sigma 0.324593", () => {
  const { mu, sigma } = logNormalFromMeanSd(1.5, 0.5);
  expect(mu).toBeCloseTo(0.352785, 6);
  expect(sigma).toBeCloseTo(0.324593, 6);
});

test("95 % between 1 and 10 is mu 1.151293 and sigma 0.587405", () => {
  const { mu, sigma } = logNormalFromRange(1, 10, 0.95);
  expect(mu).toBeCloseTo(1.151293, 6);
  expect(sigma).toBeCloseTo(0.587405, 6);
});

// Meridian's default ROI prior, moments and quantiles to the digits of the published table
test("log-normal(0.2, 0.9) has mean 1.8313, median 1.2214 and 90 % between 0.2779 and 5.3676", () => {
  const { family, args } = logNormal(0.2, 0.9);
  expect(family.mean(args)).toBeCloseTo(1.8313, 4);
  expect(family.quantile(0.5, args)).toBeCloseTo(1.2214, 4);
  expect(family.quantile(0.05, args)).toBeCloseTo(0.2779, 4);
  expect(Math.abs(family.quantile(0.95, args) - 5.3676)).toBeLessThan(1e-4); // 5.36753: one unit of the last digit shown
});

// KPI 1e6, spend 1e5, 5e4 and 2e4, media's share of the KPI 0.4 with sd 0.2: every channel gets the same ROI prior
test("an ROI prior for a share of the KPI of 0.4 is mu 0.633298, sigma 0.666885", () => {
  const { mu, sigma } = logNormalFromMeanSd((0.4 * 1e6) / 1.7e5, (0.2 * 1e6) / Math.hypot(1e5, 5e4, 2e4));
  expect(mu).toBeCloseTo(0.633298, 6);
  expect(sigma).toBeCloseTo(0.666885, 6);
});

test("the mean and sd asked for come back", () => {
  const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (mean, sd) => {
      const { mu, sigma } = logNormalFromMeanSd(mean, sd);
      const args = [mu, sigma];
      // the rounding of mu (up to 14) in exp(mu), and of exp(sigma²) where sigma is small
      expect(Math.abs(logNormalFamily.mean(args) / mean - 1)).toBeLessThan(1e-12);
      expect(Math.abs(logNormalFamily.standardDeviation(args) / sd - 1)).toBeLessThan(1e-12);
    }),
  );
});

test("the range asked for is the interval of that mass", () => {
  const arbitrary = fc.tuple(
    fc.double({ min: 1e-3, max: 10, noNaN: true }),
    fc.double({ min: 1.01, max: 100, noNaN: true }),
    fc.double({ min: 0.05, max: 0.999, noNaN: true }),
  );
  fc.assert(
    fc.property(arbitrary, ([lower, ratio, mass]) => {
      const { mu, sigma } = logNormalFromRange(lower, lower * ratio, mass);
      expect(logNormalFamily.quantile((1 - mass) / 2, [mu, sigma]) / lower).toBeCloseTo(1, 10);
      expect(logNormalFamily.quantile((1 + mass) / 2, [mu, sigma]) / (lower * ratio)).toBeCloseTo(1, 10);
    }),
  );
});

test("impossible means and ranges are refused in words", () => {
  expect(() => logNormalFromMeanSd(-1, 0)).toThrow("mean is -1; it must be a finite number above 0; sd is 0");
  expect(() => logNormalFromRange(2, 1)).toThrow("upper is 1; it must be above lower, 2");
  expect(() => logNormalFromRange(1, 2, 1)).toThrow("mass is 1");
});

// The prior that stands for draws: the moments it must have, in the family it must be of, and what a discount does.
import { mean, openStream, parseDistribution, standardDeviation, variance } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import type { PriorSpec } from "../../src/model/spec.ts";
import { matchPrior } from "../../src/refresh/match-prior.ts";

const count = 4000;

function drawsOf(description: PriorSpec, seed = 1): Float64Array {
  const { family, args } = parseDistribution(description);
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  return Float64Array.from({ length: count }, () => family.sample(stream, args));
}

function matched(description: PriorSpec, draws: Float64Array, weight = 1): PriorSpec {
  return matchPrior(parseDistribution(description), draws, weight);
}

describe("the family", () => {
  const shares: PriorSpec = { distribution: "beta", alpha: 3, beta: 5 };
  const positive: PriorSpec = { distribution: "log-normal", mu: 0.4, sigma: 0.3 };
  const real: PriorSpec = { distribution: "normal", mean: -2, sd: 0.7 };
  test.each<[PriorSpec, PriorSpec, string]>([
    [{ distribution: "normal", mean: 0, sd: 9 }, real, "normal"],
    [{ distribution: "laplace", location: 0, scale: 1 }, real, "normal"],
    [{ distribution: "student-t", degreesOfFreedom: 4, location: 0, scale: 1 }, real, "normal"],
    [{ distribution: "cauchy", location: 0, scale: 1 }, real, "normal"],
    [{ distribution: "log-normal", mu: 0, sigma: 1 }, positive, "log-normal"],
    [{ distribution: "shifted-log-normal", shift: 0.1, mu: 0, sigma: 1 }, positive, "shifted-log-normal"],
    [{ distribution: "beta", alpha: 2, beta: 2 }, shares, "beta"],
    [{ distribution: "gamma", shape: 2, rate: 1 }, positive, "gamma"],
    [{ distribution: "exponential", rate: 1 }, positive, "gamma"],
    [{ distribution: "half-normal", sd: 1 }, positive, "gamma"],
    [{ distribution: "half-cauchy", scale: 1 }, positive, "gamma"],
    [{ distribution: "inverse-gamma", shape: 3, scale: 1 }, positive, "inverse-gamma"],
    [{ distribution: "uniform", lower: 0, upper: 1 }, shares, "truncated-normal"],
    [{ distribution: "truncated-normal", mean: 0, sd: 1, lower: 0, upper: 1 }, shares, "truncated-normal"],
    [{ distribution: "truncated-normal", mean: 0, sd: 1, lower: 0 }, positive, "truncated-normal"],
  ])("of %j takes the draws' mean and spread", (prior, source, family) => {
    const draws = drawsOf(source);
    const result = matched(prior, draws);
    expect(result.distribution).toBe(family);
    const { family: of, args } = parseDistribution(result);
    const isOfLogs = family.endsWith("log-normal");
    // A log-normal takes the moments of the logarithms, whose own moments differ by the draws' sampling error.
    const precision = isOfLogs ? 0.02 : 1e-6;
    expect(Math.abs(of.mean(args) - mean(draws))).toBeLessThan(precision * Math.abs(mean(draws)));
    expect(Math.abs(of.standardDeviation(args) / standardDeviation(draws) - 1)).toBeLessThan(isOfLogs ? 0.05 : 1e-6);
  });

  test("keeps a shift and the bounds of its support", () => {
    const shifted = { distribution: "shifted-log-normal", shift: 0.5, mu: 0, sigma: 1 };
    expect(matched(shifted, drawsOf({ ...shifted, sigma: 0.2 }))).toMatchObject({ shift: 0.5 });
    const bounded = matched({ distribution: "uniform", lower: 0, upper: 2 }, drawsOf(shares));
    expect(bounded).toMatchObject({ lower: 0, upper: 2 });
  });

  test("of a prior whose arguments are parameters is told by its name", () => {
    const { family } = parseDistribution(real);
    expect(matchPrior({ family, args: null }, drawsOf(real), 1).distribution).toBe("normal");
  });
});

describe("a discount", () => {
  test.each<PriorSpec>([
    { distribution: "normal", mean: 3, sd: 0.5 },
    { distribution: "gamma", shape: 9, rate: 3 },
    { distribution: "inverse-gamma", shape: 9, scale: 20 },
  ])("divides the variance of %j and leaves the mean", (prior) => {
    const draws = drawsOf(prior);
    const { family, args } = parseDistribution(matched(prior, draws, 0.25));
    expect(family.mean(args)).toBeCloseTo(mean(draws), 9);
    expect(family.standardDeviation(args) ** 2 / (4 * variance(draws))).toBeCloseTo(1, 9);
  });

  test("multiplies a beta's counts, so that one exists however much is discounted", () => {
    const draws = drawsOf({ distribution: "beta", alpha: 1.2, beta: 1.2 });
    const whole = matched({ distribution: "beta", alpha: 2, beta: 2 }, draws);
    const tenth = matched({ distribution: "beta", alpha: 2, beta: 2 }, draws, 0.1);
    expect(Number(tenth.alpha) / Number(whole.alpha)).toBeCloseTo(0.1, 12);
    expect(Number(tenth.beta) / Number(whole.beta)).toBeCloseTo(0.1, 12);
  });

  test("divides the variance of a log-normal's logarithm", () => {
    const prior = { distribution: "log-normal", mu: 1, sigma: 0.4 };
    const draws = drawsOf(prior);
    const [whole, half] = [matched(prior, draws), matched(prior, draws, 0.5)];
    expect(half.mu).toBe(whole.mu);
    expect((Number(half.sigma) / Number(whole.sigma)) ** 2).toBeCloseTo(2, 12);
  });
});

describe("sequential updating in a conjugate case", () => {
  // y ~ N(θ, 1), θ ~ N(0, 2²): the posterior after n values has precision ¼ + n and mean Σy / (¼ + n).
  const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
  const values = Array.from({ length: 30 }, () => 1.5 + stream.normal());
  const posterior = (given: readonly number[], prior = { mean: 0, variance: 4 }) => {
    const precision = 1 / prior.variance + given.length;
    const total = given.reduce((sum, value) => sum + value, 0);
    return { mean: (prior.mean / prior.variance + total) / precision, variance: 1 / precision };
  };
  const first = posterior(values.slice(0, 20));
  /** Draws with exactly these two moments: no sampling error between the closed forms. */
  const draws = Float64Array.from({ length: 1001 }, (_, i) => (i - 500) / 500);
  const scale = Math.sqrt(first.variance / variance(draws));
  const exact = draws.map((value) => first.mean + scale * value);

  test("prior from the first data's posterior and then the rest is the posterior of all data", () => {
    const prior = matched({ distribution: "normal", mean: 0, sd: 2 }, exact);
    const sequential = posterior(values.slice(20), { mean: Number(prior.mean), variance: Number(prior.sd) ** 2 });
    const whole = posterior(values);
    // Rounding of a thousand terms.
    expect(sequential.mean).toBeCloseTo(whole.mean, 11);
    expect(sequential.variance).toBeCloseTo(whole.variance, 11);
  });

  test("a discount of w counts the first data w times", () => {
    const prior = matched({ distribution: "normal", mean: 0, sd: 2 }, exact, 0.5);
    const { variance: discounted } = posterior(values.slice(20), {
      mean: Number(prior.mean),
      variance: Number(prior.sd) ** 2,
    });
    expect(1 / discounted).toBeCloseTo(0.5 * (0.25 + 20) + 10, 9);
  });
});

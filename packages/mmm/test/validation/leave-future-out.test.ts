// Against the exact answers of a model that has them: normal observations of known spread around an unknown mean.
import { openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { leaveFutureOut, type PeriodLikelihood, stepAhead } from "../../src/validation/leave-future-out.ts";

const draws = 4000;
const [priorSd, noise] = [10, 1];

/** Mean and sd of the posterior of the mean after these values. */
function posterior(values: readonly number[]): { mean: number; sd: number } {
  const precision = 1 / priorSd ** 2 + values.length / noise ** 2;
  return { mean: values.reduce((sum, value) => sum + value, 0) / noise ** 2 / precision, sd: Math.sqrt(1 / precision) };
}

function normalLog(value: number, mean: number, sd: number): number {
  return -0.5 * ((value - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
}

function exact(values: readonly number[], period: number): number {
  const { mean, sd } = posterior(values.slice(0, period));
  return normalLog(values[period], mean, Math.hypot(sd, noise));
}

/** Draws after the first `known` values, and how likely each makes the rest. */
function likelihood(values: readonly number[], known: number): PeriodLikelihood {
  const stream = openStream({ seed: 5, chain: known, purpose: "data" });
  const { mean, sd } = posterior(values.slice(0, known));
  const rest = values.slice(known);
  const means = Float64Array.from({ length: draws }, () => mean + sd * stream.normal());
  return {
    draws,
    periods: rest.length,
    values: Float64Array.from({ length: draws * rest.length }, (_, index) =>
      normalLog(rest[index % rest.length], means[Math.floor(index / rest.length)], noise),
    ),
  };
}

const stream = openStream({ seed: 6, chain: 0, purpose: "data" });
const steady = Array.from({ length: 40 }, () => 3 + stream.normal());

describe("steps ahead from one fit", () => {
  test("are the exact one-step-ahead densities while the weights hold", () => {
    const { logDensity, paretoK, goodK } = stepAhead(likelihood(steady, 20));
    expect(paretoK[0]).toBe(0);
    logDensity.forEach((value, step) => {
      if (paretoK[step] > goodK) return;
      // 4 standard errors of 4,000 draws, and the smoothing's bias.
      expect(Math.abs(value - exact(steady, 20 + step))).toBeLessThan(0.05);
    });
    expect(logDensity).toHaveLength(20);
  });
});

describe("leave-future-out", () => {
  test("of a steady series needs few fits and gives the exact sum", async () => {
    const asked: number[] = [];
    const fit = async (known: number): Promise<PeriodLikelihood> => {
      asked.push(known);
      return likelihood(steady, known);
    };
    const result = await leaveFutureOut({ from: 10, to: steady.length, fit });
    expect(result.fits).toEqual(asked);
    expect(asked[0]).toBe(10);
    expect(asked.length).toBeLessThan(10);
    expect(result.logDensity).toHaveLength(30);
    expect(Math.max(...result.paretoK)).toBeLessThanOrEqual(result.goodK);
    const truth = steady.slice(10).reduce((sum, _, step) => sum + exact(steady, 10 + step), 0);
    expect(Math.abs(result.elpd - truth)).toBeLessThan(0.3);
    expect(result.standardError).toBeGreaterThan(0);
  });

  test("fits again where the level jumps", async () => {
    const jumping = steady.map((value, period) => (period < 25 ? value : value + 12));
    const calm = await leaveFutureOut({ from: 10, to: 40, fit: async (known) => likelihood(steady, known) });
    const jump = await leaveFutureOut({ from: 10, to: 40, fit: async (known) => likelihood(jumping, known) });
    expect(jump.fits.length).toBeGreaterThan(calm.fits.length);
    expect(jump.fits.some((known) => known > 25 && known <= 30)).toBe(true);
    expect(jump.elpd).toBeLessThan(calm.elpd);
  });

  test("with a limit of zero fits before every period", async () => {
    const result = await leaveFutureOut({
      from: 36,
      to: 40,
      limit: 0,
      fit: async (known) => likelihood(steady, known),
    });
    expect(result.logDensity).toHaveLength(4);
    expect(result.paretoK.every((k) => k <= 0)).toBe(true);
  });
});

// Every diagnostic against ArviZ on the same stored draws (test/reference/diagnostics.py says how they were made).
import { describe, expect, test } from "vitest";
import { bfmi } from "../../src/diagnostics/bfmi.ts";
import { essBulk, essMean, essQuantile, essSd, essTail } from "../../src/diagnostics/effective-sample-size.ts";
import { equalTailedInterval, highestDensityInterval } from "../../src/diagnostics/intervals.ts";
import { leaveOneOut, relativeEfficiency } from "../../src/diagnostics/loo.ts";
import { mcseMean, mcseQuantile, mcseSd } from "../../src/diagnostics/mcse.ts";
import { smoothWeights } from "../../src/diagnostics/psis.ts";
import { rhat } from "../../src/diagnostics/rhat.ts";
import { summarize } from "../../src/diagnostics/summarize.ts";
import { widelyApplicableInformation } from "../../src/diagnostics/waic.ts";
import { drawsOf } from "./draws-of.ts";
import { agreement, largestDifference, reference, relativeDifference } from "./reference-values.ts";

describe.each(reference.cases)("draws: $name", ({ name, values: stored, chains, draws, arviz, arvizStats }) => {
  const values = Float64Array.from(stored);
  const shape = { chains, draws };
  const probabilities = [...reference.probabilities];

  test.each([
    ["arviz 0.22", arviz],
    ["arviz-stats", arvizStats],
  ] as const)("R-hat, ESS and MCSE equal those of %s", (_, answers) => {
    expect(relativeDifference(rhat(values, shape), answers.rhat)).toBeLessThan(agreement);
    expect(relativeDifference(essBulk(values, shape), answers.essBulk)).toBeLessThan(agreement);
    expect(relativeDifference(essTail(values, shape), answers.essTail)).toBeLessThan(agreement);
    expect(relativeDifference(essMean(values, shape), answers.essMean)).toBeLessThan(agreement);
    expect(relativeDifference(essSd(values, shape), answers.essSd)).toBeLessThan(agreement);
    const ess = probabilities.map((probability) => essQuantile(values, shape, probability));
    expect(largestDifference(ess, answers.essQuantile)).toBeLessThan(agreement);
    expect(relativeDifference(mcseMean(values, shape), answers.mcseMean)).toBeLessThan(agreement);
    const mcse = probabilities.map((probability) => mcseQuantile(values, shape, probability));
    expect(largestDifference(mcse, answers.mcseQuantile)).toBeLessThan(agreement);
  });

  test("MCSE of the standard deviation equals that of arviz 0.22 (arviz-stats 0.8 uses another ESS there)", () => {
    const expected = name === "constant" ? 0 : arviz.mcseSd; // where ArviZ divides 0 by 0
    expect(relativeDifference(mcseSd(values, shape), expected)).toBeLessThan(agreement);
  });

  test("intervals equal those of ArviZ", () => {
    const shortest = highestDensityInterval(values, 0.9);
    expect(largestDifference([shortest.lower, shortest.upper], arviz.hdi90)).toBeLessThan(agreement);
    const central = equalTailedInterval(values, 0.9);
    expect(largestDifference([central.lower, central.upper], arvizStats.eti90)).toBeLessThan(agreement);
  });

  test("the summary row holds the same numbers", () => {
    const [row] = summarize(drawsOf(values, shape), { probabilities });
    expect(row?.label).toBe("x");
    expect(relativeDifference(row?.mean ?? Number.NaN, arviz.mean)).toBeLessThan(agreement);
    expect(relativeDifference(row?.sd ?? Number.NaN, arviz.sd)).toBeLessThan(agreement);
    expect(largestDifference(row?.quantiles ?? [], arviz.quantile)).toBeLessThan(agreement);
    expect(row).toMatchObject({
      mcseMean: mcseMean(values, shape),
      mcseSd: mcseSd(values, shape),
      essBulk: essBulk(values, shape),
      essTail: essTail(values, shape),
      rhat: rhat(values, shape),
    });
  });
});

test("E-BFMI of each chain equals ArviZ", () => {
  const { energy } = reference;
  expect(largestDifference(bfmi(Float64Array.from(energy.values), energy), energy.bfmi)).toBeLessThan(agreement);
});

describe("predictive density", () => {
  const stored = reference.logLikelihood;
  const drawCount = stored.chains * stored.draws;
  const values = Float64Array.from(stored.values);
  const logLikelihood = { drawCount, observations: stored.observations, values };

  test.each(["independent", "correlated", "estimated"] as const)("PSIS-LOO equals ArviZ, draws %s", (kind) => {
    const expected = stored.loo[kind];
    const actual = leaveOneOut(logLikelihood, expected.relativeEfficiency);
    expect(relativeDifference(actual.elpd, expected.elpd)).toBeLessThan(agreement);
    expect(relativeDifference(actual.standardError, expected.standardError)).toBeLessThan(agreement);
    expect(relativeDifference(actual.effectiveParameters, expected.effectiveParameters)).toBeLessThan(agreement);
    expect(relativeDifference(actual.goodK, expected.goodK)).toBeLessThan(agreement);
    expect(largestDifference(actual.pointwise, expected.pointwise)).toBeLessThan(agreement);
    expect(largestDifference(actual.paretoK, expected.paretoK)).toBeLessThan(agreement);
  });

  test("some observations are beyond the reach of importance sampling, most are not", () => {
    const { paretoK, goodK } = leaveOneOut(logLikelihood);
    const unreliable = paretoK.filter((shape) => shape > goodK).length;
    expect(unreliable).toBeGreaterThan(0);
    expect(unreliable).toBeLessThan(stored.observations / 4);
  });

  test("smoothed weights equal ArviZ, draw by draw, and do not change their input", () => {
    const ratios = Float64Array.from(
      { length: drawCount },
      (_, draw) => -(values[draw * stored.observations + stored.psis.observation] ?? Number.NaN),
    );
    const before = ratios.slice();
    const { logWeights, paretoK } = smoothWeights(ratios);
    expect(largestDifference(logWeights, stored.psis.logWeights)).toBeLessThan(agreement);
    expect(relativeDifference(paretoK, stored.psis.paretoK)).toBeLessThan(agreement);
    expect(ratios).toEqual(before);
  });

  test("the relative efficiency is the one ArviZ estimates", () => {
    const draws = drawsOf(Float64Array.from(stored.parameter), stored);
    expect(relativeDifference(relativeEfficiency(draws), stored.loo.estimated.relativeEfficiency)).toBeLessThan(
      agreement,
    );
  });

  test("WAIC equals ArviZ", () => {
    const actual = widelyApplicableInformation(logLikelihood);
    expect(relativeDifference(actual.elpd, stored.waic.elpd)).toBeLessThan(agreement);
    expect(relativeDifference(actual.standardError, stored.waic.standardError)).toBeLessThan(agreement);
    expect(relativeDifference(actual.effectiveParameters, stored.waic.effectiveParameters)).toBeLessThan(agreement);
    expect(largestDifference(actual.pointwise, stored.waic.pointwise)).toBeLessThan(agreement);
  });
});

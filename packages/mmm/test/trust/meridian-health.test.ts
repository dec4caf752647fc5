// Meridian's health checks: its formulas, the package's own numbers, and what it says of fits that know nothing.
import { openStream } from "@carryover/engine";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { assessTrust } from "../../src/trust/assess-trust.ts";
import { movedFromPrior } from "../../src/trust/bootstrap-shift.ts";
import {
  baselineCheck,
  biasCheck,
  channelCheck,
  convergenceCheck,
  fitCheck,
  predictiveCheck,
} from "../../src/trust/meridian-health-checks.ts";
import type { HealthCheck, MeridianHealth } from "../../src/trust/meridian-health-report.ts";
import {
  consistency,
  highVariance,
  implausibleRoi,
  potentialBias,
  type RoiChannel,
} from "../../src/trust/meridian-roi-checks.ts";
import { fitScore, type HealthFacts, healthParts, healthScore } from "../../src/trust/meridian-score.ts";
import { priorFit } from "../../src/trust/prior-draws.ts";
import { unsplitRhat } from "../../src/trust/unsplit-rhat.ts";
import { smallWorld } from "../support/small-panel.ts";

describe("the score", () => {
  const published: HealthFacts = {
    rhat: 1.1294,
    negativeBaseline: 0,
    predictive: 0.98,
    r2: 0.7738,
    unmoved: 0,
    inconsistent: 0,
  };

  test("of the published run is 99.838", () => {
    expect(fitScore(0.7738)).toBeCloseTo(98.38094, 5);
    expect(healthScore(published)).toBeCloseTo(99.838, 3);
  });

  test("loses nothing for an R-hat up to 10, and everything from there", () => {
    expect(healthScore({ ...published, rhat: 9.99 })).toBe(healthScore(published));
    expect(healthScore({ ...published, rhat: 10 })).toBe(0);
    expect(healthScore({ ...published, rhat: Number.NaN })).toBe(healthScore(published));
  });

  test("weighs what applies alone", () => {
    const { unmoved: _, ...rest } = published;
    const without = { ...rest, unmoved: null, inconsistent: null };
    expect(healthParts(without).map(({ weight }) => weight)).toEqual([0.3, 0.3, 0.1]);
    expect(healthScore(without)).toBeCloseTo((30 + 30 + 0.1 * 98.38094) / 0.7, 5);
  });

  test("falls by the share of channels that failed, to the power of .4, and linearly between .2 and .8 of a negative baseline", () => {
    expect(healthScore({ ...published, unmoved: 0.4 })).toBeCloseTo(99.838 - 15 * (1 - 0.6 ** 0.4), 3);
    expect(healthScore({ ...published, inconsistent: 1 })).toBeCloseTo(99.838 - 15, 3);
    expect(healthScore({ ...published, negativeBaseline: 0.5 })).toBeCloseTo(99.838 - 15, 3);
    expect(healthScore({ ...published, negativeBaseline: 0.1 })).toBeCloseTo(99.838, 3);
    expect(healthScore({ ...published, negativeBaseline: 0.9 })).toBeCloseTo(99.838 - 30, 3);
    expect(healthScore({ ...published, predictive: 0.05 })).toBeCloseTo(99.838 - 30, 3);
  });
});

describe("R-hat of whole chains", () => {
  // tfp-nightly 0.26.0.dev20260130, tfp.mcmc.potential_scale_reduction without splitting.
  test("is that of TensorFlow Probability", () => {
    const two = [2.199, -2.398, 0.576, -0.41, -0.295, -0.462, -2.267, -0.479, -1.112, 3.076];
    expect(unsplitRhat(two, 2, 5)).toBeCloseTo(0.8074246238603874, 12);
    const three = [
      0.818, 2.036, 1.579, 1.038, 0.505, 1.115, 0.579, 1.564, -0.048, 0.881, 0.636, 1.29, 0.972, 3.297, 0.587, 0.585,
      -2.951, -1.252, -1.52, -0.379, -3.19,
    ];
    expect(unsplitRhat(three, 3, 7)).toBeCloseTo(2.7738291871268683, 12);
  });

  test("does not exist for one chain, and does not see chains that all drift alike", () => {
    expect(unsplitRhat([1, 2, 3], 1, 3)).toBeNaN();
    expect(unsplitRhat([1, 1, 1, 1], 2, 2)).toBeNaN();
    const drift = Array.from({ length: 200 }, (_, index) => (index % 100) / 10);
    expect(unsplitRhat(drift, 2, 100)).toBeLessThan(1.01);
  });
});

describe("the shift from the prior", () => {
  const stream = openStream({ seed: 5, chain: 0, purpose: "data" });
  const normal = (mean: number, sd: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, () => mean + sd * stream.normal());
  const quartile = 0.6744897501960817;
  const standard = { mean: 0, lowerQuartile: -quartile, median: 0, upperQuartile: quartile };

  test("is none for draws of the prior, and is seen in its place and in its width", () => {
    // Quantiles at the very ranks: the sample's statistics are the prior's but for what four of them miss by chance.
    const same = Float64Array.from({ length: 401 }, (_, index) => (index - 200) / 100);
    const stated = { mean: 0, lowerQuartile: -1, median: 0, upperQuartile: 1 };
    expect(movedFromPrior([same], [stated], 1)).toEqual([false]);
    expect(movedFromPrior([normal(0.5, 1, 400), normal(0, 0.5, 400)], [standard, standard], 1)).toEqual([true, true]);
  });

  test("is found for almost no movement once draws are many: it is not how much was learned", () => {
    expect(movedFromPrior([normal(0.15, 1, 1500)], [standard], 2)).toEqual([true]);
  });

  test("is found by the original's rule where nothing varies: no resample lies above the prior, or none below", () => {
    const even = new Float64Array(7).fill(3);
    const at = (value: number) => ({ mean: value, lowerQuartile: value, median: value, upperQuartile: value });
    expect(movedFromPrior([even], [at(3)], 1)).toEqual([true]);
    expect(movedFromPrior([even], [at(2)], 1)).toEqual([true]);
  });

  test("repeats with its seed", () => {
    const draws = [normal(0.1, 1, 100)];
    expect(movedFromPrior(draws, [standard], 9)).toEqual(movedFromPrior(draws, [standard], 9));
  });
});

describe("statuses", () => {
  const status = ({ status: of }: HealthCheck): string => of;

  test("change at the original's limits", () => {
    expect([1.19, 1.2, 9.9, 10].map((value) => status(convergenceCheck({ value, parameter: "sigma" })))).toEqual([
      "pass",
      "fail",
      "fail",
      "fail",
    ]);
    expect([0.19, 0.2, 0.8, 0.81].map((value) => status(baselineCheck(value)))).toEqual([
      "pass",
      "review",
      "review",
      "fail",
    ]);
    expect([0.05, 0.049].map((value) => status(predictiveCheck(value)))).toEqual(["pass", "fail"]);
    const figures = (r2: number) => ({ r2, mape: 0.1, wmape: 0.1, observations: 10 });
    expect(status(fitCheck({ all: figures(0.1) }))).toBe("pass");
    expect(status(fitCheck({ all: figures(0) }))).toBe("review");
    expect(status(fitCheck({ all: figures(0.9), train: figures(0.9), test: figures(-0.1) }))).toBe("review");
    expect(status(channelCheck("shift", []))).toBe("not-run");
    expect(status(biasCheck([], 0))).toBe("review");
  });
});

describe("checks of channels", () => {
  const { panel } = smallWorld();
  const roi = (name: string, values: readonly number[]): RoiChannel => ({
    name,
    place: panel.media.findIndex((media) => media.name === name),
    roi: Float64Array.from(values),
    priorTails: [0.15, 9.9],
  });

  test("the mean return is compared with the prior's tails, and with the share of spend", () => {
    expect(consistency([roi("tv", [0.1, 0.1]), roi("search", [1, 3])]).map(({ status }) => status)).toEqual([
      "review",
      "pass",
    ]);
    const flagged = implausibleRoi([roi("tv", [200]), roi("search", [0.01])], panel);
    expect(flagged.map(({ status }) => status)).toEqual(["review", "review"]);
    expect(implausibleRoi([roi("tv", [1]), roi("search", [1])], panel).map(({ status }) => status)).toEqual([
      "pass",
      "pass",
    ]);
  });

  test("the spread is the highest-density interval of 80 % over the median, as ArviZ has it", () => {
    // arviz.hdi(values, hdi_prob=0.8) is (0.34, 3.93).
    const values = [
      0.376, 0.449, 1.044, 1.898, 7.751, 0.821, 2.154, 1.168, 5.812, 2.1, 3.93, 0.34, 0.825, 0.443, 4.504, 1.93, 0.737,
      0.636, 1.624, 0.496, 0.394, 1.618, 11.742, 0.782, 0.574,
    ];
    const spend = panel.media.map((media) => media.spend.reduce((sum, each) => sum + each, 0));
    const share = spend[panel.media.findIndex(({ name }) => name === "tv")] / (spend[0] + spend[1]);
    const [{ value }] = highVariance([roi("tv", values)], panel);
    expect(value).toBeCloseTo(((3.93 - 0.34) / 1.044 / 2.0687) * share, 10);
  });

  test("a channel that moves with no control is flagged", () => {
    const channels = [{ name: "tv", place: panel.media.findIndex(({ name }) => name === "tv") }];
    const own = panel.media[channels[0].place].exposure;
    const even = { ...panel, controls: [{ name: "even", values: own.map(() => 1) }] };
    expect(potentialBias(channels, even)).toEqual([{ channel: "tv", value: null, status: "pass" }]);
    const same = { ...panel, controls: [{ name: "same", values: own.map((value) => -3 * value) }] };
    expect(potentialBias(channels, same)[0].value).toBeCloseTo(1, 12);
  });
});

describe("of a fit", () => {
  const { panel, config } = smallWorld({ yearly_order: 0, day_of_week: false, holidays: null });
  const spec = resolveSpec(panel, config);
  let health: MeridianHealth;
  beforeAll(() => {
    const fit = priorFit(panel, spec, 200, 9);
    const report = assessTrust(fit, evaluate(fit, { sampling: { warmup: 0, seed: 3, targetAccept: 0.9 } }));
    if (report.meridianHealth === undefined) throw new Error("no health");
    health = report.meridianHealth;
  });

  test("nine checks in the original's order, the scored ones with their weights", () => {
    expect(health.checks.map(({ id }) => id)).toEqual([
      "convergence",
      "baseline",
      "predictive",
      "fit",
      "shift",
      "consistency",
      "implausible-roi",
      "high-variance",
      "potential-bias",
    ]);
    expect(health.checks.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const { found, blind } of health.checks) expect(found.length * blind.length).toBeGreaterThan(0);
  });

  test("one chain has no R-hat; the score is made of what is left, and is plain data", () => {
    expect(health.checks[0].status).toBe("not-run");
    expect(health.score).toBeGreaterThanOrEqual(0);
    expect(health.score).toBeLessThanOrEqual(100);
    expect(JSON.parse(JSON.stringify(health))).toEqual(health);
    expect(health.sentence).toContain("They do not see");
  });
});

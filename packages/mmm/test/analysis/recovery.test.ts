// Truth in the model's own terms, and how far the posterior is from it.
import { expect, test } from "vitest";
import { estimate } from "../../src/analysis/estimates.ts";
import type { ParameterRow } from "../../src/analysis/evaluation.ts";
import { baselineTruth, channelTruth, recovery, recoveryRow } from "../../src/analysis/recovery.ts";
import { additiveFit, days } from "./additive-fit.ts";
import { seedTruth } from "./seed-truth.ts";

const controls = ["price_index", "is_promotion", "competitor_spend", "economic_index", "weather"].map((name) => ({
  name,
  values: new Float64Array(4),
}));

const seedFit = additiveFit({
  kind: "adelon",
  dates: days(4),
  kpi: [1, 1, 1, 1],
  intercept: [50_000, 54_000],
  noise: [2_400, 2_600],
  controls,
  channels: [
    {
      name: "tv",
      spend: [1, 1, 1, 1],
      adstock: { kind: "geometric", window: null, normalize: false },
      saturation: { kind: "hill" },
      parameters: { retention: [0.8, 0.88], halfSaturation: [1e5, 2e5], slope: [2, 3] },
      coefficient: [1, 1],
    },
  ],
});

const defaultFit = additiveFit({
  kind: "default",
  dates: days(4),
  kpi: [1, 1, 1, 1],
  intercept: [1, 1],
  noise: [1, 1],
  controls,
  channels: [
    {
      name: "tv",
      spend: [1, 1, 1, 1],
      divisor: 25_000,
      adstock: { kind: "geometric", window: 3, normalize: true },
      saturation: { kind: "hill" },
      parameters: { retention: [0.8, 0.8], halfSaturation: [2, 2], slope: [2, 3] },
      coefficient: [1, 1],
    },
    { name: "radio", spend: [1, 1, 1, 1], coefficient: [1, 1] },
  ],
});

test("a row says how far the posterior is from the truth, in posterior standard deviations", () => {
  const posterior = estimate(Float64Array.from({ length: 101 }, (_, draw) => draw));
  expect(recoveryRow({ label: "x", truth: 50 }, posterior)).toMatchObject({ zScore: 0, inside94: true });
  const far = recoveryRow({ label: "x", truth: 150 }, posterior);
  expect(far.zScore).toBeCloseTo(-100 / posterior.sd, 12);
  expect(far.inside94).toBe(false);
});

test("the seed's model takes the generator's transforms as they are", () => {
  const truths = new Map(channelTruth(seedFit.spec, seedTruth, 0).map((each) => [each.label, each.truth]));
  expect(truths.get("adstock_alpha[tv]")).toBe(0.85);
  expect(truths.get("saturation_K[tv]")).toBe(150_000);
  expect(truths.get("saturation_S[tv]")).toBe(2.5);
});

test("the seed's intercept holds what it does not center, and its coefficient is a share of that", () => {
  const truths = new Map(baselineTruth(seedFit, seedTruth).map((each) => [each.label, each]));
  // −8 000 · (price − 1) + 6 000 · (economy − 1) = … + 8 000 − 6 000.
  expect(truths.get("intercept")?.truth).toBe(52_000);
  expect(truths.get("intercept")?.note).toContain("2000");
  const beta = channelTruth(seedFit.spec, seedTruth, 0).find(({ label }) => label === "beta_media[tv]");
  expect(beta?.truth).toBeCloseTo((0.35 * 50_000) / 52_000, 12);
});

test("without price and economy the intercept is the generator's", () => {
  const bare = additiveFit({
    kind: "adelon",
    dates: days(1),
    kpi: [1],
    intercept: [1],
    noise: [1],
    channels: [
      {
        ...{ name: "tv", spend: [1], coefficient: [1] },
        adstock: seedFit.spec.channels[0].adstock,
        saturation: { kind: "hill" },
        parameters: { retention: [0], halfSaturation: [1], slope: [1] },
      },
    ],
  });
  const intercept = baselineTruth(bare, seedTruth).find(({ label }) => label === "intercept");
  expect(intercept).toEqual({ label: "intercept", truth: 50_000 });
  const beta = channelTruth(bare.spec, seedTruth, 0).find(({ label }) => label === "beta_media[tv]");
  expect(beta).toEqual({ label: "beta_media[tv]", truth: 0.35 });
});

test("the seed's baseline is compared name by name, unknown controls left out", () => {
  const truths = new Map(baselineTruth(seedFit, seedTruth).map((each) => [each.label, each.truth]));
  expect(truths.get("trend_coef")).toBe(15);
  expect(truths.get("sigma")).toBe(2_500);
  expect(truths.get("fourier_coeffs[sin_2]")).toBe(-1_500);
  expect(truths.get("dow_betas[sat]")).toBe(-3_000);
  expect(truths.get("control_betas[is_promotion]")).toBe(18_000);
  expect(truths.has("control_betas[weather]")).toBe(false);
});

test("a normalized window's half saturation is K over the sum of weights, in units of the exposure scale", () => {
  const truths = new Map(channelTruth(defaultFit.spec, seedTruth, 0).map((each) => [each.label, each.truth]));
  expect(truths.get("half_saturation[tv]")).toBeCloseTo(150_000 / (1 + 0.85 + 0.85 ** 2) / 25_000, 12);
  expect(truths.get("retention[tv]")).toBe(0.85);
  expect(truths.get("slope[tv]")).toBe(2.5);
});

test("the default model's baseline is compared in units of its KPI scale", () => {
  // Scale 100 KPI; controls divided by 2; 4 periods make a rise of 3 steps.
  const truths = new Map(baselineTruth(defaultFit, seedTruth).map((each) => [each.label, each.truth]));
  expect(truths.get("trend")).toBeCloseTo(0.45, 12);
  expect(truths.get("sigma")).toBe(25);
  expect(truths.get("day_of_week[tue]")).toBe(5);
  expect(truths.get("control[is_promotion]")).toBe(360);
  expect(truths.has("intercept")).toBe(false);
  expect([...truths.keys()].some((label) => label.includes("sin_1"))).toBe(false);
});

test("other transforms than the generator's have no truth", () => {
  expect(channelTruth(defaultFit.spec, seedTruth, 1)).toEqual([]);
});

test("recovery has a row for every comparable parameter the posterior holds, and one per ROAS", () => {
  const posterior = estimate([0.8, 0.9]);
  const row = (label: string): ParameterRow => ({
    label,
    estimate: posterior,
    rhat: 1,
    essBulk: 2,
    essTail: 2,
    mcseMean: 0.1,
  });
  const rows = recovery(
    seedFit,
    seedTruth,
    [row("adstock_alpha[tv]"), row("sigma"), row("something_else")],
    [
      { name: "tv", roas: posterior },
      { name: "radio", roas: posterior },
    ],
    { tv: 0.36 },
  );
  expect(rows.map(({ label }) => label)).toEqual(["sigma", "adstock_alpha[tv]", "roas[tv]"]);
  expect(rows[1]).toMatchObject({ truth: 0.85, inside94: true });
});

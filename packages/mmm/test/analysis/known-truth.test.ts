// True contributions and ROAS from the generator's parameters.
import { expect, test } from "vitest";
import { type KnownTruth, trueContribution, trueRoas } from "../../src/analysis/known-truth.ts";
import { additiveFit, days } from "./additive-fit.ts";
import { seedTruth } from "./seed-truth.ts";

const truth: KnownTruth = {
  ...seedTruth,
  baseline: { intercept: 1000, trend_slope: 0, noise_sigma: 1 },
  channels: { tv: { adstock_alpha: 0.5, saturation_K: 10, saturation_S: 1, beta: 0.3 } },
};

test("a true contribution is intercept · beta · hill(adstock(spend)), within each geo", () => {
  const { panel } = additiveFit({
    dates: days(2),
    geos: ["north", "south"],
    kpi: [1, 1, 1, 1],
    revenuePerKpi: 2,
    intercept: [0],
    noise: [1],
    channels: [
      { name: "tv", spend: [10, 5, 0, 30], coefficient: [1] },
      { name: "radio", spend: [1, 1, 1, 1], coefficient: [1] },
    ],
  });
  // Adstocked 10, 10 and 0, 30: shares ½, ½ and 0, ¾ of 300.
  expect([...trueContribution(truth, panel, 0)!]).toEqual([150, 150, 0, 225]);
  expect(trueContribution(truth, panel, 1)).toBeNull();
  expect(trueRoas(truth, panel)).toEqual({ tv: (2 * 525) / 45 });
});

test("a channel without spend has no true ROAS", () => {
  const { panel } = additiveFit({
    dates: days(1),
    kpi: [1],
    intercept: [0],
    noise: [1],
    channels: [{ name: "tv", spend: [0], coefficient: [1] }],
  });
  expect(trueRoas(truth, panel)).toEqual({});
});

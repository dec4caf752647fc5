// The seed's generator as published (its ground truth at seed 42), the parts the evaluation reads.
import type { KnownTruth } from "../../src/analysis/known-truth.ts";

export const seedTruth: KnownTruth = {
  baseline: { intercept: 50_000, trend_slope: 15, noise_sigma: 2_500 },
  seasonality: {
    yearly_amplitudes: { sin_1: 4_000, cos_1: 2_000, sin_2: -1_500, cos_2: 500, sin_3: 800, cos_3: -300 },
    day_of_week_effects: {
      Monday: 0,
      Tuesday: 500,
      Wednesday: 800,
      Thursday: 1_200,
      Friday: 2_000,
      Saturday: -3_000,
      Sunday: -4_500,
    },
  },
  channels: {
    tv: { adstock_alpha: 0.85, saturation_K: 150_000, saturation_S: 2.5, beta: 0.35 },
    search: { adstock_alpha: 0.2, saturation_K: 30_000, saturation_S: 3, beta: 0.55 },
  },
  controls: {
    price_index_effect: -8_000,
    holiday_effect: 12_000,
    promotion_effect: 18_000,
    competitor_spend_effect: -0.08,
    economic_index_effect: 6_000,
  },
};

// What is true in every generated world, whatever its channels: baseline, season, controls, and how spend moves.
//
// The figures are those the seed publishes of its generator, but for the few marked "measured on the seed's data".

export const baseline = { intercept: 50_000, trendPerDay: 15, noiseSd: 2_500 } as const;

/** Amplitudes of sin and cos of 2πk·t/365.25, k = 1, 2, 3, with t counted from the first row; money per day. */
export const season: readonly { readonly sin: number; readonly cos: number }[] = [
  { sin: 4_000, cos: 2_000 },
  { sin: -1_500, cos: 500 },
  { sin: 800, cos: -300 },
];

/** Monday to Sunday, money per day. */
export const weekdayEffects: readonly number[] = [0, 500, 800, 1_200, 2_000, -3_000, -4_500];

export const effects = {
  /** Of (price index − 1). */
  price: -8_000,
  holiday: 12_000,
  promotion: 18_000,
  /** Per unit of the competitor's money. */
  competitor: -0.08,
  /** Of (economic index − 1). */
  economy: 6_000,
} as const;

export const spending = {
  weekend: 0.6,
  /** November and December. */
  yearEnd: 1.8,
  /** January to March. */
  yearStart: 0.75,
  burstProbability: 0.08,
  burst: 2.5,
  /** Chance of a burst of one channel alone; measured on the seed's data (2 % to 3 % of days per channel). */
  loneBurstProbability: 0.025,
  /** Correlation of the logarithms of the channels' noise. */
  correlation: 0.45,
} as const;

/** Indexes that start at 1 and return to it; reversion and shocks measured on the seed's data. */
export const priceIndex = { reversion: 0.05, shockSd: 0.01 } as const;
export const economicIndex = { reversion: 0.005, shockSd: 0.003 } as const;

export const competitor = {
  daily: 20_000,
  /** November and December. */
  yearEnd: 1.5,
  /** Standard deviation of the logarithm; measured on the seed's data. */
  noise: 0.15,
  /** Campaigns start at random, this many in three years on average. */
  spikesInThreeYears: 12,
  spike: [2, 3.5],
  /** Measured on the seed's data. */
  spikeDays: [5, 14],
} as const;

export const promotion = {
  /** Days a promotion starts before (−) or after its occasion, and how long it runs; measured on the seed's data. */
  start: [-5, 1],
  days: [5, 12],
} as const;

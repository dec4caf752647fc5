// The random series of a generated world, one stream of random numbers each.
//
// Every series is drawn day by day from its own stream, so that a longer world starts with the days of a shorter one,
// and a channel more changes no other channel.
import { openStream, type RandomStream } from "@carryover/engine";
import { promotionOccasions, retailHolidays } from "./retail-year.ts";
import type { WorldChannel } from "./world-channel.ts";
import { competitor, promotion, spending } from "./world-parameters.ts";

/** What a stream is for; its number is part of what a seed means: add at the end, never renumber. */
const streams = {
  sharedSpend: 0,
  sharedBurst: 1,
  price: 2,
  economy: 3,
  promotion: 4,
  competitor: 5,
  competitorSpike: 6,
  revenue: 7,
} as const;

const firstChannelStream = 1_000;

export function streamOf(seed: number, use: keyof typeof streams): RandomStream {
  return openStream({ seed, chain: streams[use], purpose: "data" });
}

function channelStream(seed: number, channel: number, use: 0 | 1): RandomStream {
  return openStream({ seed, chain: firstChannelStream + 2 * channel + use, purpose: "data" });
}

/** A day of the world. */
export interface WorldDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 0 for Monday. */
  readonly weekday: number;
}

/** Rounds to a number of decimals. */
export function rounded(value: number, decimals: number): number {
  const unit = 10 ** decimals;
  return Math.round(value * unit) / unit;
}

/** A whole number between two, both included. */
function between([low, high]: readonly [number, number], stream: RandomStream): number {
  return low + Math.floor(stream.uniform() * (high - low + 1));
}

/**
 * Daily spend of each channel, money with two decimals: base · weekend · time of year · bursts · log-normal noise that is
 * correlated between channels, then averaged over the last days where the channel asks for it.
 */
export function spendSeries(
  days: readonly WorldDay[],
  channels: readonly WorldChannel[],
  seed: number,
): Float64Array[] {
  const noise = streamOf(seed, "sharedSpend");
  const bursts = streamOf(seed, "sharedBurst");
  const shared = days.map(() => ({ noise: noise.normal(), burst: bursts.uniform() < spending.burstProbability }));
  return channels.map((channel, index) => {
    const ownNoise = channelStream(seed, index, 0);
    const ownBursts = channelStream(seed, index, 1);
    const raw = days.map(({ month, weekday }, t) => {
      const z =
        Math.sqrt(spending.correlation) * shared[t].noise + Math.sqrt(1 - spending.correlation) * ownNoise.normal();
      const alone = ownBursts.uniform() < spending.loneBurstProbability;
      const weekend = weekday >= 5 ? spending.weekend : 1;
      const burst = shared[t].burst || alone ? spending.burst : 1;
      return channel.dailySpend * weekend * timeOfYear(month) * burst * Math.exp(channel.spendNoise * z);
    });
    return Float64Array.from(raw, (_, t) => {
      const window = raw.slice(Math.max(0, t + 1 - channel.averagedDays), t + 1);
      return rounded(window.reduce((sum, value) => sum + value, 0) / window.length, 2);
    });
  });
}

function timeOfYear(month: number): number {
  if (month >= 11) return spending.yearEnd;
  return month <= 3 ? spending.yearStart : 1;
}

/** An index that starts at 1 and is drawn back to it, four decimals. */
export function indexSeries(
  length: number,
  { reversion, shockSd }: { readonly reversion: number; readonly shockSd: number },
  stream: RandomStream,
): Float64Array {
  let value = 1;
  return Float64Array.from({ length }, (_, t) => {
    if (t > 0) value += reversion * (1 - value) + shockSd * stream.normal();
    return rounded(value, 4);
  });
}

/** The competitor's daily money: more at the end of the year, and campaigns of several days. */
export function competitorSeries(days: readonly WorldDay[], seed: number): Float64Array {
  const noise = streamOf(seed, "competitor");
  const spikes = streamOf(seed, "competitorSpike");
  let left = 0;
  let factor = 1;
  return Float64Array.from(days, ({ month }) => {
    if (left === 0 && spikes.uniform() * 1_095 < competitor.spikesInThreeYears) {
      left = between(competitor.spikeDays, spikes);
      factor = competitor.spike[0] + spikes.uniform() * (competitor.spike[1] - competitor.spike[0]);
    }
    const spike = left > 0 ? factor : 1;
    left = Math.max(0, left - 1);
    const season = month >= 11 ? competitor.yearEnd : 1;
    return rounded(competitor.daily * season * spike * Math.exp(competitor.noise * noise.normal()), 2);
  });
}

/** Day numbers with a promotion, from the first year to the last. */
export function promotionDays(firstYear: number, lastYear: number, seed: number): Set<number> {
  const stream = streamOf(seed, "promotion");
  const days = new Set<number>();
  // A promotion may start before its year begins or end after it is over.
  for (let year = firstYear - 1; year <= lastYear + 1; year += 1) {
    for (const occasion of promotionOccasions(year)) {
      const start = occasion + between(promotion.start, stream);
      const end = start + between(promotion.days, stream);
      for (let day = start; day < end; day += 1) days.add(day);
    }
  }
  return days;
}

/** Day numbers of all holidays of some years. */
export function holidayDays(firstYear: number, lastYear: number): Set<number> {
  const days = new Set<number>();
  for (let year = firstYear; year <= lastYear; year += 1) for (const day of retailHolidays(year)) days.add(day);
  return days;
}

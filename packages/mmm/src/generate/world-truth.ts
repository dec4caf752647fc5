// The ground truth of a generated world, as it is written beside the data.
//
// The names are those of the seed's truth file, hence snake_case.
import { weekdays } from "../calendar/day-of-week.ts";
import { rounded } from "./series.ts";
import type { WorldChannel } from "./world-channel.ts";
import { baseline, effects, season, spending, weekdayEffects } from "./world-parameters.ts";

export interface WorldTruth {
  readonly metadata: {
    readonly n_days: number;
    readonly start_date: string;
    readonly seed: number;
    readonly channels: readonly string[];
  };
  readonly baseline: { readonly intercept: number; readonly trend_slope: number; readonly noise_sigma: number };
  readonly seasonality: {
    readonly yearly_fourier_order: number;
    /** By `sin_1`, `cos_1`, …: 2πk·t/365.25 with t counted from the first row. */
    readonly yearly_amplitudes: Readonly<Record<string, number>>;
    readonly day_of_week_effects: Readonly<Record<string, number>>;
  };
  readonly channels: Readonly<Record<string, WorldTruthChannel>>;
  readonly controls: {
    readonly price_index_effect: number;
    readonly holiday_effect: number;
    readonly promotion_effect: number;
    readonly competitor_spend_effect: number;
    readonly economic_index_effect: number;
  };
  readonly spend_patterns: {
    readonly weekend_multiplier: number;
    readonly q4_multiplier: number;
    readonly q1_multiplier: number;
    readonly campaign_burst_probability: number;
    readonly campaign_burst_multiplier: number;
    readonly channel_burst_probability: number;
    readonly inter_channel_correlation: number;
  };
  readonly derived: {
    readonly total_revenue: number;
    readonly mean_daily_revenue: number;
    readonly total_spend_by_channel: Readonly<Record<string, number>>;
    readonly total_contribution_by_channel: Readonly<Record<string, number>>;
    readonly true_roas_by_channel: Readonly<Record<string, number>>;
    readonly total_media_contribution: number;
    readonly revenue_decomposition_pct: {
      readonly baseline_trend: number;
      readonly media: number;
      readonly other: number;
    };
  };
}

export interface WorldTruthChannel {
  readonly adstock_alpha: number;
  readonly saturation_K: number;
  readonly saturation_S: number;
  readonly beta: number;
  readonly base_daily_spend: number;
  readonly spend_noise_scale: number;
  readonly averaged_days: number;
}

export interface TruthInput {
  readonly startDate: string;
  readonly seed: number;
  readonly channels: readonly WorldChannel[];
  /** Standard deviation, money per day. */
  readonly noise: number;
  readonly revenue: Float64Array;
  /** Per channel, in their order; money per day. */
  readonly spend: readonly Float64Array[];
  readonly contributions: readonly Float64Array[];
}

function total(values: Float64Array): number {
  return rounded(
    values.reduce((sum, value) => sum + value, 0),
    2,
  );
}

/** The parameters, and the totals that follow from them; a share of revenue is a fraction with four decimals. */
export function worldTruth({
  startDate,
  seed,
  channels,
  noise,
  revenue,
  spend,
  contributions,
}: TruthInput): WorldTruth {
  const days = revenue.length;
  const byChannel = <T>(value: (channel: WorldChannel, index: number) => T): Record<string, T> =>
    Object.fromEntries(channels.map((channel, index) => [channel.name, value(channel, index)]));
  const totalRevenue = total(revenue);
  const totalMedia = rounded(
    contributions.reduce((sum, each) => sum + total(each), 0),
    2,
  );
  const baselineAndTrend = baseline.intercept * days + (baseline.trendPerDay * days * (days - 1)) / 2;
  const shares = [baselineAndTrend, totalMedia].map((part) => rounded(part / totalRevenue, 4));
  return {
    metadata: { n_days: days, start_date: startDate, seed, channels: channels.map(({ name }) => name) },
    baseline: {
      intercept: baseline.intercept,
      trend_slope: baseline.trendPerDay,
      noise_sigma: noise,
    },
    seasonality: {
      yearly_fourier_order: season.length,
      yearly_amplitudes: Object.fromEntries(
        season.flatMap(({ sin, cos }, k) => [
          [`sin_${k + 1}`, sin],
          [`cos_${k + 1}`, cos],
        ]),
      ),
      day_of_week_effects: Object.fromEntries(weekdays.map((name, index) => [name, weekdayEffects[index]])),
    },
    channels: byChannel((channel) => ({
      adstock_alpha: channel.retention,
      saturation_K: channel.halfSaturation,
      saturation_S: channel.slope,
      beta: channel.coefficient,
      base_daily_spend: channel.dailySpend,
      spend_noise_scale: channel.spendNoise,
      averaged_days: channel.averagedDays,
    })),
    controls: {
      price_index_effect: effects.price,
      holiday_effect: effects.holiday,
      promotion_effect: effects.promotion,
      competitor_spend_effect: effects.competitor,
      economic_index_effect: effects.economy,
    },
    spend_patterns: {
      weekend_multiplier: spending.weekend,
      q4_multiplier: spending.yearEnd,
      q1_multiplier: spending.yearStart,
      campaign_burst_probability: spending.burstProbability,
      campaign_burst_multiplier: spending.burst,
      channel_burst_probability: spending.loneBurstProbability,
      inter_channel_correlation: spending.correlation,
    },
    derived: {
      total_revenue: totalRevenue,
      mean_daily_revenue: totalRevenue / days,
      total_spend_by_channel: byChannel((_, index) => total(spend[index])),
      total_contribution_by_channel: byChannel((_, index) => total(contributions[index])),
      true_roas_by_channel: byChannel((_, index) => total(contributions[index]) / total(spend[index])),
      total_media_contribution: totalMedia,
      revenue_decomposition_pct: {
        baseline_trend: shares[0],
        media: shares[1],
        other: rounded(1 - shares[0] - shares[1], 4),
      },
    },
  };
}

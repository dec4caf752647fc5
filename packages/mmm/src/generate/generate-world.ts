// Generates daily marketing data whose truth is known: spend, controls, revenue, and every channel's contribution.
import { dateRange, dayOfDate, weekdayOfDay } from "../calendar/dates.ts";
import { fourierTerms, rowPositions } from "../calendar/fourier.ts";
import { calendarDate } from "../data/days.ts";
import type { Cell, Table, TableColumn } from "../data/table.ts";
import { SpecError } from "../errors.ts";
import { adstock } from "../media/adstock.ts";
import { hill } from "../media/curves.ts";
import {
  competitorSeries,
  holidayDays,
  indexSeries,
  promotionDays,
  rounded,
  spendSeries,
  streamOf,
  type WorldDay,
} from "./series.ts";
import { checkChannels, seedChannels, type WorldChannel } from "./world-channel.ts";
import { baseline, economicIndex, effects, priceIndex, season, weekdayEffects } from "./world-parameters.ts";
import { type WorldTruth, worldTruth } from "./world-truth.ts";

export interface WorldOptions {
  /** Number of days, ≥ 1. */
  readonly periods?: number;
  /** ISO date of the first day. */
  readonly startDate?: string;
  readonly seed?: number;
  readonly channels?: readonly WorldChannel[];
  /** Standard deviation of a day's revenue around what is expected, money ≥ 0. */
  readonly noise?: number;
}

export interface World {
  /** One row per day: calendar, spend, controls and revenue; with the seed's channels, the seed's 23 columns. */
  readonly table: Table;
  readonly truth: WorldTruth;
  /** One row per day: per channel adstocked spend, saturation and contribution; then the contributions' sum. */
  readonly contributions: Table;
}

/** Three years of the seed's world; `startDate` is what makes row 0 the first of January. */
export const defaultWorldOptions: Required<WorldOptions> = {
  periods: 1_095,
  startDate: "2022-01-01",
  seed: 42,
  channels: seedChannels,
  noise: baseline.noiseSd,
};

interface Response {
  readonly adstocked: Float64Array;
  readonly saturated: Float64Array;
  readonly contribution: Float64Array;
}

/**
 * A world of daily data from known parameters:
 *
 *   revenue[t] = intercept + trend · t + season(t) + weekday + price + holiday + promotion + competitor + economy
 *              + Σ_channel intercept · coefficient · hill(adstock(spend)[t]) + noise
 *
 * The parameters are those the seed publishes; the random numbers are our own, so totals agree with the published ones
 * within their spread over seeds, not digit by digit. A longer world begins with the rows of a shorter one.
 *
 * @throws SpecError for a number of days, a noise or a channel that cannot be used
 * @throws RangeError for a date or a seed that cannot be used
 */
export function generateWorld(options: WorldOptions = {}): World {
  const { periods, startDate, seed, channels, noise } = { ...defaultWorldOptions, ...options };
  checkPeriods(periods);
  checkNoise(noise);
  checkChannels(channels);
  const dates = dateRange(startDate, periods);
  const days = dates.map(worldDay);
  const [firstYear, lastYear] = [days[0].year, days[periods - 1].year];
  const holidays = holidayDays(firstYear, lastYear);
  const promotions = promotionDays(firstYear, lastYear, seed);
  const fourier = fourierTerms(rowPositions(periods), season.length);
  const price = indexSeries(periods, priceIndex, streamOf(seed, "price"));
  const economy = indexSeries(periods, economicIndex, streamOf(seed, "economy"));
  const competition = competitorSeries(days, seed);
  const spend = spendSeries(days, channels, seed);
  const responses = channels.map((channel, index) => respond(channel, spend[index]));
  const amplitudes = season.flatMap(({ sin, cos }) => [sin, cos]);
  const scatter = streamOf(seed, "revenue");
  const revenue = Float64Array.from(days, ({ day, weekday }, t) =>
    rounded(
      baseline.intercept +
        baseline.trendPerDay * t +
        fourier.reduce((sum, { values }, k) => sum + amplitudes[k] * values[t], 0) +
        weekdayEffects[weekday] +
        effects.price * (price[t] - 1) +
        (holidays.has(day) ? effects.holiday : 0) +
        (promotions.has(day) ? effects.promotion : 0) +
        effects.competitor * competition[t] +
        effects.economy * (economy[t] - 1) +
        responses.reduce((sum, { contribution }) => sum + contribution[t], 0) +
        noise * scatter.normal(),
      2,
    ),
  );
  const contributions = responses.map(({ contribution }) => contribution.map((value) => rounded(value, 2)));
  return {
    table: table("generated data", [
      column("date", dates),
      column(
        "t",
        days.map((_, t) => t),
      ),
      column(
        "day_of_week",
        days.map(({ weekday }) => weekday),
      ),
      column(
        "month",
        days.map(({ month }) => month),
      ),
      column(
        "quarter",
        days.map(({ month }) => Math.ceil(month / 3)),
      ),
      column(
        "is_weekend",
        days.map(({ weekday }) => weekday >= 5),
      ),
      column(
        "is_us_holiday",
        days.map(({ day }) => holidays.has(day)),
      ),
      ...fourier.map(({ name, values }) => column(`fourier_${name}`, values)),
      ...channels.map(({ name }, index) => column(`${name}_spend`, spend[index])),
      column("price_index", price),
      column(
        "is_promotion",
        days.map(({ day }) => (promotions.has(day) ? 1 : 0)),
      ),
      column("competitor_spend", competition),
      column("economic_index", economy),
      column("revenue", revenue),
    ]),
    truth: worldTruth({ startDate, seed, channels, noise, revenue, spend, contributions }),
    contributions: table("true contributions", [
      column("date", dates),
      ...channels.flatMap(({ name }, index) => [
        column(
          `${name}_adstocked`,
          responses[index].adstocked.map((value) => rounded(value, 2)),
        ),
        column(
          `${name}_saturated`,
          responses[index].saturated.map((value) => rounded(value, 6)),
        ),
        column(`${name}_contribution`, contributions[index]),
      ]),
      column(
        "total_media_contribution",
        days.map((_, t) =>
          rounded(
            contributions.reduce((sum, values) => sum + values[t], 0),
            2,
          ),
        ),
      ),
    ]),
  };
}

function checkPeriods(periods: number): void {
  if (Number.isInteger(periods) && periods >= 1) return;
  throw new SpecError([
    {
      code: "periods-range",
      severity: "error",
      value: String(periods),
      found: `${periods} days cannot be generated`,
      remedy: "Ask for a whole number of days, at least 1",
    },
  ]);
}

function checkNoise(noise: number): void {
  if (Number.isFinite(noise) && noise >= 0) return;
  throw new SpecError([
    {
      code: "noise-range",
      severity: "error",
      value: String(noise),
      found: `noise of ${noise} cannot be generated`,
      remedy: "Ask for a standard deviation in money, at least 0",
    },
  ]);
}

function worldDay(date: string): WorldDay {
  const day = dayOfDate(date);
  const { year, month } = calendarDate(day);
  return { day, year, month, weekday: weekdayOfDay(day) };
}

function respond(channel: WorldChannel, spend: Float64Array): Response {
  const adstocked = adstock({ kind: "geometric", window: null, normalize: false }, spend, [channel.retention]);
  const saturated = adstocked.map((value) => hill(value, channel.halfSaturation, channel.slope));
  return {
    adstocked,
    saturated,
    contribution: saturated.map((share) => baseline.intercept * channel.coefficient * share),
  };
}

function table(source: string, columns: readonly TableColumn[]): Table {
  return { source, columns, rows: columns[0].cells.length, firstLine: 2 };
}

function column(name: string, cells: Iterable<Cell>): TableColumn {
  return { name, cells: [...cells] };
}

// What other multiples of a window's actual spend would bring, channel by channel, carry-out included.
import { type Fit, type MediaPlan, type OutcomeFunction, thinnedDraws } from "../fit.ts";
import { meanOf } from "./estimates.ts";
import { immediateParts } from "./immediate-parts.ts";
import { type LevelEstimate, levelEstimate } from "./level-estimate.ts";
import { observedPlan, scaleWindow } from "./media-plan.ts";
import type { Segment } from "./segment-sums.ts";
import type { AnalysisProgress } from "./window-effects.ts";

export type CurveEstimate = Pick<LevelEstimate, "mean" | "lower" | "upper">;

export interface FlightedPoint {
  /** Of the channel's media in the window, in the flighting it has; 1 is what was shown. */
  readonly multiple: number;
  readonly spend: number;
  /** KPI caused by the window's media, inside and after it. */
  readonly kpi: CurveEstimate;
  readonly money: CurveEstimate;
  /** Money per money spent; null without spend. */
  readonly averageRoi: CurveEstimate | null;
  /** Derivative of the posterior mean of the money in the spend; null without spend, or where it is not finite. */
  readonly marginalRoi: number | null;
  /** Posterior means of the KPI felt in the very period of the exposure, and later; they sum to the KPI's mean. */
  readonly immediate: number;
  readonly carryover: number;
  /** Whether a period's exposure would exceed the largest seen in its geo. */
  readonly extrapolated: boolean;
}

export interface FlightedCurve {
  readonly channel: string;
  /** In the window, as it was: multiple 1. */
  readonly spend: number;
  /** Beyond this multiple the curve is extrapolation; null for a channel not shown in the window. */
  readonly observedMultiple: number | null;
  /** Largest spend seen in a period of the data, all geos together. */
  readonly largestSpendPerPeriod: number;
  readonly points: readonly FlightedPoint[];
}

export interface CurveQuestion {
  /** Over a panel continued until the effect of its media has come. */
  readonly fit: Fit;
  /** Of the data. */
  readonly periods: number;
  readonly window: Segment;
  readonly draws: number;
  readonly level: number;
}

/** 0, 0.1, …, 2. */
export const curveMultiples: readonly number[] = Array.from({ length: 21 }, (_, step) => step / 10);

/** One curve for each of the panel's media. Yields after every piece of work. */
export function* flightedCurves(question: CurveQuestion): Generator<AnalysisProgress, FlightedCurve[]> {
  const { fit, window, level } = question;
  const { panel, draws } = fit;
  const kept = thinnedDraws(draws.chains * draws.draws, question.draws);
  const outcome = fit.open({ draws: kept });
  const revenue = panel.kpi.revenuePerKpi;
  const channels = panel.media.map((_, channel) => channel);
  const total = curveMultiples.length + 2;
  const asked: Asked = { outcome, window, periods: panel.dates.length, observed: observedPlan(panel) };
  const money = worthsByMultiple(asked, revenue);
  yield { done: 1, total };
  const kpi = revenue.every((value) => value === 1)
    ? money
    : worthsByMultiple(
        asked,
        revenue.map(() => 1),
      );
  const immediate = immediateParts(fit, { kept, addsUp: outcome.separable, window, multiples: curveMultiples });
  yield { done: 2, total };
  const slopes: number[][] = []; // (multiple)(channel)
  for (const multiple of curveMultiples) {
    slopes.push(slopesAt(asked, multiple, revenue));
    yield { done: 2 + slopes.length, total };
  }
  return channels.map((channel): FlightedCurve => {
    const { name, spend: series } = panel.media[channel];
    const spend = sumInWindow(series, asked.periods, window);
    const observedMultiple = multipleSeen(panel.media[channel].exposure, question.periods, asked.periods, window);
    const gained = (worths: Float64Array[][], index: number): Float64Array =>
      worths[index][channel].map((value, draw) => value - worths[0][channel][draw]);
    return {
      channel: name,
      spend,
      observedMultiple,
      largestSpendPerPeriod: largestNational(series, panel.geos.length, asked.periods),
      points: curveMultiples.map((multiple, index): FlightedPoint => {
        const cost = multiple * spend;
        const inMoney = gained(money, index);
        const units = levelEstimate(gained(kpi, index), level);
        const felt = meanOf(immediate[channel][index]);
        const slope = slopes[index][channel] / spend;
        return {
          multiple,
          spend: cost,
          kpi: brief(units),
          money: brief(levelEstimate(inMoney, level)),
          averageRoi:
            cost > 0
              ? brief(
                  levelEstimate(
                    inMoney.map((value) => value / cost),
                    level,
                  ),
                )
              : null,
          marginalRoi: spend > 0 && Number.isFinite(slope) ? slope : null,
          immediate: felt,
          carryover: units.mean - felt,
          extrapolated: observedMultiple !== null && multiple > observedMultiple * (1 + 1e-12),
        };
      }),
    };
  });
}

interface Asked {
  readonly outcome: OutcomeFunction;
  readonly window: Segment;
  readonly periods: number;
  readonly observed: MediaPlan;
}

function scaled({ observed, periods, window }: Asked, channels: readonly number[], factor: number): MediaPlan {
  return scaleWindow(observed, periods, { channels, ...window, factor });
}

/** Worth under each multiple of each channel's own media, (multiple)(channel)(draw), up to a constant of the channel and draw. */
function worthsByMultiple(asked: Asked, weights: Float64Array): Float64Array[][] {
  const { outcome, observed } = asked;
  const all = observed.exposure.map((_, channel) => channel);
  if (outcome.separable) {
    return outcome.parts(
      curveMultiples.map((multiple) => scaled(asked, all, multiple)),
      weights,
    );
  }
  const byChannel = all.map((channel) =>
    outcome.worths(
      curveMultiples.map((multiple) => scaled(asked, [channel], multiple)),
      weights,
    ),
  );
  return curveMultiples.map((_, index) => all.map((channel) => byChannel[channel][index]));
}

/** Derivative in each channel's own multiple of the mean worth over draws, (channel). */
function slopesAt(asked: Asked, multiple: number, weights: Float64Array): number[] {
  const { outcome, observed, window, periods } = asked;
  const equally = new Float64Array(outcome.draws).fill(1 / outcome.draws);
  const all = observed.exposure.map((_, channel) => channel);
  const inMultiple = (derivative: Float64Array, channel: number): number =>
    sumInWindow(
      derivative.map((value, cell) => {
        const exposure = observed.exposure[channel][cell];
        return exposure === 0 ? 0 : value * exposure;
      }),
      periods,
      window,
    );
  if (outcome.separable) {
    return outcome.gradient(scaled(asked, all, multiple), weights, equally).exposure.map(inMultiple);
  }
  return all.map((channel) =>
    inMultiple(outcome.gradient(scaled(asked, [channel], multiple), weights, equally).exposure[channel], channel),
  );
}

/** The multiple at which a period of the window would first exceed the largest exposure seen in its geo. */
function multipleSeen(exposure: Float64Array, known: number, periods: number, { first, end }: Segment): number | null {
  let smallest: number | null = null;
  for (let start = 0; start < exposure.length; start += periods) {
    const inWindow = largest(exposure.subarray(start + first, start + end));
    if (inWindow === 0) continue;
    const multiple = largest(exposure.subarray(start, start + known)) / inWindow;
    smallest = smallest === null ? multiple : Math.min(smallest, multiple);
  }
  return smallest;
}

function sumInWindow(values: Float64Array, periods: number, { first, end }: Segment): number {
  let total = 0;
  for (let start = 0; start < values.length; start += periods) {
    for (let period = first; period < end; period += 1) total += values[start + period];
  }
  return total;
}

function largestNational(values: Float64Array, geos: number, periods: number): number {
  const national = new Float64Array(periods);
  for (let cell = 0; cell < geos * periods; cell += 1) national[cell % periods] += values[cell];
  return largest(national);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function brief({ mean, lower, upper }: LevelEstimate): CurveEstimate {
  return { mean, lower, upper };
}

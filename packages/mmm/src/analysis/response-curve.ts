// The response curve: what a channel brings per period when the same money is spent in every period, carryover included.
import type { MediaSeries } from "../data/panel.ts";
import type { ChannelResponse } from "./channel-response.ts";
import { effectOf } from "./effect-scale.ts";
import { intervalOfSorted, meanOf } from "./estimates.ts";
import type { CurvePoint } from "./evaluation.ts";
import { sum } from "./totals.ts";

/** Number of equal steps from no spend to the end of the curve. */
const curveSteps = 40;
/** The curve runs to this multiple of the largest spend seen in a period. */
const curveReach = 1.5;

/** The spend of a channel that its curve is drawn against, national, money per period. */
export interface SpendRange {
  /** Mean over the window. */
  readonly current: number;
  /** Largest of a period: beyond it the curve is extrapolation. */
  readonly observedMaximum: number;
}

/** @param spend  national, by period */
export function spendRange(spend: Float64Array): SpendRange {
  return {
    current: spend.length === 0 ? 0 : sum(spend) / spend.length,
    observedMaximum: spend.reduce((largest, value) => Math.max(largest, value), 0),
  };
}

/** Spend levels of a curve, ascending from 0: equal steps, with the current and the largest observed spend among them. */
export function curveGrid(range: SpendRange): number[] {
  const end = curveReach * range.observedMaximum;
  const steps = Array.from({ length: curveSteps + 1 }, (_, step) => (end * step) / curveSteps);
  return [...new Set([...steps, range.current, range.observedMaximum])].sort((left, right) => left - right);
}

/**
 * What turns a channel's response into KPI, draw by draw and geo by geo: its total contribution over its total response.
 * 0 where there is no response.
 *
 * @param contribution   total over the window, (draw, geo)
 * @param totalResponse  of the same draws, summed over time, (draw, geo)
 */
export function coefficients(contribution: Float64Array, totalResponse: Float64Array): Float64Array {
  return contribution.map((total, index) => (totalResponse[index] === 0 ? 0 : total / totalResponse[index]));
}

/**
 * KPI contribution per period of steady spend, with 90 % equal-tailed intervals. Steady means: spent long enough for
 * carryover to have built up, divided among geos and turned into exposure as over the whole window. In an additive fit
 * this is outcome(the same spend in every period) − outcome(no spend) in the last period; where effects multiply, the same
 * relative to the latter, times the mean over the window of what there is without the channel; where they vary over time,
 * with their mean over the channel's response. The first two are asserted in the tests.
 *
 */
export function responseCurve({ media, range, response, coefficient, without }: CurveInput): CurvePoint[] {
  const { geos } = response;
  const totalSpend = sum(media.spend);
  const periods = media.exposure.length / geos;
  const exposurePerMoney = Array.from({ length: geos }, (_, geo) =>
    totalSpend === 0 ? 0 : sum(media.exposure.subarray(geo * periods, (geo + 1) * periods)) / totalSpend,
  );
  const values = new Float64Array(coefficient.length / geos); // (draw)
  return curveGrid(range).map((spendPerPeriod) => {
    const level = exposurePerMoney.map((ratio) => ratio * spendPerPeriod);
    for (let draw = 0; draw < values.length; draw += 1) {
      const steady = response.steady(draw, level);
      values[draw] = steady.reduce((total, value, geo) => {
        const index = draw * geos + geo;
        return total + effectOf(coefficient[index] * value, without?.[index]);
      }, 0);
    }
    const [lower, upper] = intervalOfSorted(values.toSorted(), 0.9);
    return { spendPerPeriod, mean: meanOf(values), lower, upper };
  });
}

export interface CurveInput {
  readonly media: MediaSeries;
  readonly range: SpendRange;
  readonly response: ChannelResponse;
  /** KPI per unit of response, or its logarithm where effects multiply, (draw, geo). */
  readonly coefficient: Float64Array;
  /** Where effects multiply: mean expected KPI of a period without the channel, (draw, geo). */
  readonly without?: Float64Array | undefined;
}

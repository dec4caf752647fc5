// What each channel brought, in money, over some cells: at its media as they were and with 1 % more.
import { observedPlan, scaleChannel } from "../analysis/media-plan.ts";
import { marginalStep } from "../analysis/roas.ts";
import type { Fit, MediaPlan, OutcomeFunction } from "../fit.ts";

export interface ChannelWorths {
  /** In the order of the panel's media, (draw), money. */
  readonly contribution: readonly Float64Array[];
  /** Gained by 1 % more of the channel's media in every period, (draw), money. */
  readonly gain: readonly Float64Array[];
}

/**
 * A contribution is the outcome less the outcome without the channel; where parts add up both are read off the channel's own.
 *
 * @param weights  (geo, time): money per unit of KPI in the cells that count, 0 in others
 */
export function channelWorths(fit: Fit, outcome: OutcomeFunction, weights: Float64Array): ChannelWorths {
  const plan = observedPlan(fit.panel);
  const difference = (more: Float64Array, less: Float64Array): Float64Array =>
    more.map((value, draw) => value - less[draw]);
  if (outcome.separable) {
    const raised: MediaPlan = {
      exposure: plan.exposure.map((series) => series.map((value) => value * (1 + marginalStep))),
    };
    const [observed, more] = outcome.parts([plan, raised], weights);
    return { contribution: observed, gain: observed.map((values, channel) => difference(more[channel], values)) };
  }
  const scaled = (factor: number): MediaPlan[] =>
    plan.exposure.map((_, channel) => scaleChannel(plan, channel, factor));
  const [whole, ...rest] = outcome.worths([plan, ...scaled(0), ...scaled(1 + marginalStep)], weights);
  const channels = plan.exposure.length;
  return {
    contribution: rest.slice(0, channels).map((without) => difference(whole, without)),
    gain: rest.slice(channels).map((raised) => difference(raised, whole)),
  };
}

/** Money per unit of KPI in the periods from `first` up to `end`, 0 in others; (geo, time). */
export function windowWeights({ panel }: Fit, first: number, end: number): Float64Array {
  const periods = panel.dates.length;
  return panel.kpi.revenuePerKpi.map((money, cell) => (cell % periods >= first && cell % periods < end ? money : 0));
}

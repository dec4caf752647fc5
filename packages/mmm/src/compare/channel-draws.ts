// What every framework is asked about each channel, by one definition: contribution, ROI, marginal ROI, nationally, draw by draw.
import { observedPlan, scaleChannel } from "../analysis/media-plan.ts";
import { marginalStep, roasDraws } from "../analysis/roas.ts";
import { sum } from "../analysis/totals.ts";
import type { Fit, OutcomeFunction } from "../fit.ts";

export interface ChannelDraws {
  readonly name: string;
  /** KPI units, all geos and periods summed, (draw). */
  readonly contribution: Float64Array;
  /** Money brought per unit of money spent, (draw); 0 without spend. */
  readonly roi: Float64Array;
  /** The same of one per cent more of the channel in every cell, (draw). */
  readonly marginalRoi: Float64Array;
}

/** Draws a comparison goes by, evenly thinned: they add sd/√1000 to a mean. */
export const comparedDraws = 1000;

/**
 * outcome(plan) − outcome(plan without the channel), and outcome(plan with 1 % more of the channel) − outcome(plan): summed as
 * KPI, and as money by the money of a unit of KPI in each cell. In the order of the panel's media.
 */
export function channelDraws(fit: Fit, maxDraws: number = comparedDraws): ChannelDraws[] {
  const { media, kpi } = fit.panel;
  const asked = fit.open({ maxDraws });
  const money = changes(fit, asked, kpi.revenuePerKpi);
  const isMoney = kpi.revenuePerKpi.every((value) => value === 1);
  const units = isMoney ? money : changes(fit, asked, new Float64Array(kpi.revenuePerKpi.length).fill(1));
  return media.map(({ name, spend }, channel) => {
    const spent = sum(spend);
    return {
      name,
      contribution: units[channel].brought,
      roi: roasDraws(money[channel].brought, spent),
      marginalRoi: money[channel].added.map((value) => (spent === 0 ? 0 : value / (marginalStep * spent))),
    };
  });
}

interface Changes {
  /** Brought by the channel as it is, (draw). */
  readonly brought: Float64Array;
  /** Added by `marginalStep` more of it, (draw). */
  readonly added: Float64Array;
}

function changes({ panel }: Fit, asked: OutcomeFunction, weights: Float64Array): Changes[] {
  const plan = observedPlan(panel);
  const difference = (left: Float64Array, right: Float64Array): Float64Array =>
    left.map((value, draw) => value - right[draw]);
  const scaled = (factor: number) =>
    panel.media.reduce((every, _, channel) => scaleChannel(every, channel, factor), plan);
  if (asked.separable) {
    // Each channel's part is its own affair: all are changed at once.
    const [own, without, more] = asked.parts([plan, scaled(0), scaled(1 + marginalStep)], weights);
    return panel.media.map((_, channel) => ({
      brought: difference(own[channel], without[channel]),
      added: difference(more[channel], own[channel]),
    }));
  }
  const plans = panel.media.flatMap((_, channel) => [
    scaleChannel(plan, channel, 0),
    scaleChannel(plan, channel, 1 + marginalStep),
  ]);
  const [own, ...changed] = asked.worths([plan, ...plans], weights);
  return panel.media.map((_, channel) => ({
    brought: difference(own, changed[2 * channel]),
    added: difference(changed[2 * channel + 1], own),
  }));
}

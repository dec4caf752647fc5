// Money back per unit of money spent: on the whole, for the next one, and for which channel it is most.
import type { Fit } from "../fit.ts";
import { observedPlan, scaleChannel } from "./media-plan.ts";
import { sum } from "./totals.ts";

/** By how much spend is scaled up to see what the next money brings. */
export const marginalStep = 0.01;

/**
 * Contribution in money per unit of spend, draw by draw. A channel without spend has no ROAS; it is given as 0.
 *
 * @param money  contribution of each draw, money
 * @param spend  total spend, money
 */
export function roasDraws(money: Float64Array, spend: number): Float64Array {
  return money.map((value) => (spend === 0 ? 0 : value / spend));
}

/**
 * Marginal ROAS, draw by draw: the money gained per unit of extra spend when the channel's media are scaled up by 1 %
 * in every period. One evaluation of the model; carryover within the window is in it by construction.
 *
 * @param channel   position in the panel's media
 * @param expected  outcome at the observed plan with the same thinning, (draw, geo, time)
 */
export function marginalRoasDraws(fit: Fit, channel: number, expected: Float64Array, maxDraws: number): Float64Array {
  const { media, kpi } = fit.panel;
  const spend = sum(media[channel].spend);
  const plan = scaleChannel(observedPlan(fit.panel), channel, 1 + marginalStep);
  const more = fit.outcome(plan, { maxDraws }).values;
  const cells = kpi.revenuePerKpi.length;
  return Float64Array.from({ length: more.length / cells }, (_, draw) => {
    let gained = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      const index = draw * cells + cell;
      gained += (more[index] - expected[index]) * kpi.revenuePerKpi[cell];
    }
    return spend === 0 ? 0 : gained / (marginalStep * spend);
  });
}

/**
 * Posterior probability of each channel that its ROAS is the largest: the share of draws it wins; a tie is divided
 * equally. Sums to one.
 *
 * @param roas  (draw) of each channel
 */
export function probabilitiesBest(roas: readonly Float64Array[]): number[] {
  const draws = roas[0]?.length ?? 0;
  const wins = roas.map(() => 0);
  for (let draw = 0; draw < draws; draw += 1) {
    const values = roas.map((channel) => channel[draw]);
    const best = Math.max(...values);
    const winners = values.filter((value) => value === best).length;
    values.forEach((value, channel) => {
      if (value === best) wins[channel] += 1 / winners;
    });
  }
  return wins.map((won) => won / draws);
}

// What each channel brought: the expected KPI with the channel's media less the expected KPI without it.
import type { Component, Fit, OutcomeOptions } from "../fit.ts";
import { observedPlan, scaleChannel } from "./media-plan.ts";
import { addUp } from "./totals.ts";

/**
 * A channel's contribution by its definition: outcome(plan) − outcome(plan without the channel), (draw, geo, time),
 * KPI units. Two evaluations of the model over all draws asked for.
 *
 * @param channel  position in the panel's media
 */
export function contributionByRemoval(fit: Fit, channel: number, options?: OutcomeOptions): Float64Array {
  const plan = observedPlan(fit.panel);
  const whole = fit.outcome(plan, options).values;
  const without = fit.outcome(scaleChannel(plan, channel, 0), options).values;
  return whole.map((value, index) => value - without[index]);
}

/**
 * The contributions of all channels at once, (draw, geo, time) each, in the order of the panel's media: the media
 * components of an additive fit, which equal `contributionByRemoval` (asserted in the tests); a channel that has no
 * component of its own name is computed by removal.
 *
 * @param components  of the same fit and options
 */
export function channelContributions(
  fit: Fit,
  components: readonly Component[],
  options?: OutcomeOptions,
): Float64Array[] {
  return fit.panel.media.map(
    ({ name }, channel) => mediaComponent(components, name)?.values ?? contributionByRemoval(fit, channel, options),
  );
}

/** The component that is a channel's contribution; undefined where the fit is not additive in it. */
export function mediaComponent(components: readonly Component[], channel: string): Component | undefined {
  return components.find(({ group, name }) => group === "media" && name === channel);
}

/**
 * Each channel's share of all channels' contribution, draw by draw: shares of a draw sum to one. A draw in which the
 * channels bring nothing in all gives zero shares.
 *
 * @param channelTotals  (draw) of each channel
 */
export function contributionShares(channelTotals: readonly Float64Array[]): Float64Array[] {
  const sums = addUp(channelTotals);
  return channelTotals.map((total) => total.map((value, draw) => (sums[draw] === 0 ? 0 : value / sums[draw])));
}

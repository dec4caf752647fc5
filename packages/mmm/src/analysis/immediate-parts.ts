// How much of what a window's media bring is felt in the very period they are shown, at multiples of them.
import type { Fit } from "../fit.ts";
import { channelResponse } from "./channel-response.ts";
import { mediaComponent } from "./contributions.ts";
import { effectOf, scaledPart } from "./effect-scale.ts";
import { observedPlan, scaleWindow } from "./media-plan.ts";
import type { Segment } from "./segment-sums.ts";
import { addUp } from "./totals.ts";

export interface ImmediateQuestion {
  /** Which draws. */
  readonly kept: Int32Array;
  /** Whether effects add up, not multiply. */
  readonly addsUp: boolean;
  readonly window: Segment;
  /** Of each channel's media in the window. */
  readonly multiples: readonly number[];
}

/**
 * Σ over the window's periods of outcome − outcome without the exposure of that one period, in that period, KPI units; the
 * rest of a flight's effect is carryover. A channel's part is a coefficient of the cell times its response, or the
 * exponential of it; the coefficient is read off the part at the observed media.
 *
 * @returns  (channel)(multiple)(draw)
 */
export function immediateParts(fit: Fit, { kept, addsUp, window, multiples }: ImmediateQuestion): Float64Array[][] {
  const { panel, spec } = fit;
  const periods = panel.dates.length;
  const cells = panel.geos.length * periods;
  const observed = observedPlan(panel);
  const components = fit.components({ draws: kept });
  const expected = addsUp ? null : addUp(components.map(({ values }) => values));
  return panel.media.map(({ name }, channel) => {
    const component = mediaComponent(components, name);
    if (component === undefined) throw new RangeError(`the fit has no part for "${name}"`);
    const { part, without } = scaledPart(component.values, expected); // (draw, geo, time)
    const place = spec.channels.findIndex((each) => each.name === name);
    const response = channelResponse(fit, place, kept);
    const results = multiples.map(() => new Float64Array(kept.length));
    const plans = multiples.map(
      (factor) => scaleWindow(observed, periods, { channels: [channel], ...window, factor }).exposure[channel],
    );
    for (let draw = 0; draw < kept.length; draw += 1) {
      const own = draw * cells;
      const atObserved = response.split(draw, observed.exposure[channel]).response;
      const coefficient = atObserved.map((value, cell) => (value === 0 ? 0 : part[own + cell] / value));
      plans.forEach((exposure, index) => {
        const { response: whole, carried } = response.split(draw, exposure);
        let total = 0;
        for (let start = 0; start < cells; start += periods) {
          for (let cell = start + window.first; cell < start + window.end; cell += 1) {
            const rest = without?.[own + cell];
            total +=
              effectOf(coefficient[cell] * whole[cell], rest) - effectOf(coefficient[cell] * carried[cell], rest);
          }
        }
        results[index][draw] = total;
      });
    }
    return results;
  });
}

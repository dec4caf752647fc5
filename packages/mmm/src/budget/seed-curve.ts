// The seed's response curve: saturation of the spend itself, carryover left out, at a hundred points joined by lines.
import { channelParameterDraws, exposureDivisors } from "../analysis/channel-parameters.ts";
import { channelResponse } from "../analysis/channel-response.ts";
import { sum } from "../analysis/totals.ts";
import { type Fit, thinnedDraws } from "../fit.ts";
import { saturation, saturationParameters } from "../media/saturation.ts";
import type { Horizon } from "./horizon.ts";

const points = 100;
/** The curve runs to this multiple of the largest spend of a period. */
const reach = 2;

/** Worth of a channel over the window by its money, straight between the points and level after the last. */
export interface SeedCurve {
  value(amount: number): number;
  slope(amount: number): number;
}

/**
 * Models/1.7 of the seed: the response to spending `amount` evenly over the window's periods is the saturation of that spend, with no
 * word of what earlier periods carry over; levels are such that what is spent now has the worth it has in the fit.
 *
 * @param worth  money the channel brings at the current plan, by draw
 */
export function seedCurve({ fit, start, end }: Horizon, channel: number, worth: Float64Array): SeedCurve {
  const { panel, spec } = fit;
  const { name, saturation: curve } = spec.channels[channel];
  const place = panel.media.findIndex((media) => media.name === name);
  const media = panel.media[place];
  const periods = panel.dates.length;
  const kept = thinnedDraws(fit.draws.chains * fit.draws.draws, worth.length);
  const response = channelResponse(fit, channel, kept);
  const parameters = saturationParameters(curve).map((parameter) => parameterDraws(fit, name, parameter));
  const divisors = exposureDivisors(spec, channel, panel.geos.length);
  const spent = sum(media.spend);
  const perMoney = divisors.map((divisor, geo) =>
    spent === 0 ? 0 : sum(media.exposure.subarray(geo * periods, (geo + 1) * periods)) / (spent * divisor),
  );
  let largest = 0;
  for (let period = start; period < end; period += 1) {
    let national = 0;
    for (let geo = 0; geo < panel.geos.length; geo += 1) national += media.spend[geo * periods + period];
    largest = Math.max(largest, national);
  }
  const step = (reach * largest) / (points - 1);
  const heights = new Float64Array(points);
  kept.forEach((draw, row) => {
    const observed = response.observed(row).response;
    let total = 0;
    for (let cell = 0; cell < observed.length; cell += 1) {
      const period = cell % periods;
      if (period >= start && period < end) total += observed[cell];
    }
    const coefficient = total === 0 ? 0 : worth[row] / total;
    const here = parameters.map((values) => values[draw]);
    for (let point = 0; point < points; point += 1) {
      const level = Float64Array.from(perMoney, (ratio) => ratio * step * point);
      heights[point] += (coefficient * sum(saturation(curve, level, here))) / kept.length;
    }
  });
  const window = end - start;
  const segment = (amount: number): number => Math.min(points - 2, Math.floor(amount / window / step));
  return {
    value(amount) {
      const at = segment(amount);
      const along = Math.min(1, amount / window / step - at);
      return window * (heights[at] + along * (heights[at + 1] - heights[at]));
    },
    slope(amount) {
      const at = segment(amount);
      return amount / window / step - at > 1 ? 0 : (heights[at + 1] - heights[at]) / step;
    },
  };
}

function parameterDraws(fit: Fit, channel: string, parameter: string): Float64Array {
  const values = channelParameterDraws(fit, channel, parameter);
  if (values === null) throw new RangeError(`the posterior has no ${parameter} of channel "${channel}"`);
  return values;
}

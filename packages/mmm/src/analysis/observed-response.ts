// A channel's response to what was really shown: its sums, what 1 % more would add, how near the ceiling it came.
import type { ChannelResponse } from "./channel-response.ts";
import { marginalStep } from "./roas.ts";

export interface ObservedResponse {
  /** Sum over geos and time, (draw). */
  readonly total: Float64Array;
  /** The same weighted by the money a unit of KPI is worth in each cell, (draw). */
  readonly worth: Float64Array;
  /** The worth with the channel's media scaled up by `marginalStep` in every cell, (draw). */
  readonly raisedWorth: Float64Array;
  /** Mean share of the curve's ceiling over the cells with exposure, (draw); null when the curve has no ceiling. */
  readonly level: Float64Array | null;
}

export interface ObservedInput {
  readonly response: ChannelResponse;
  /** (geo, time). */
  readonly exposure: Float64Array;
  /** (geo, time). */
  readonly revenuePerKpi: Float64Array;
  /** Number of draws. */
  readonly draws: number;
}

/** Follows the panel's own exposure through a channel's response. The level of a channel never shown is 0. */
export function observedResponse({ response, exposure, revenuePerKpi, draws }: ObservedInput): ObservedResponse {
  const total = new Float64Array(draws);
  const worth = new Float64Array(draws);
  const raisedWorth = new Float64Array(draws);
  const level = new Float64Array(draws);
  let hasCeiling = true;
  for (let draw = 0; draw < draws; draw += 1) {
    const { response: values, saturated } = response.observed(draw);
    let reached = 0;
    let shown = 0;
    for (let cell = 0; cell < values.length; cell += 1) {
      total[draw] += values[cell];
      worth[draw] += revenuePerKpi[cell] * values[cell];
      if (exposure[cell] > 0) {
        reached += saturated[cell];
        shown += 1;
      }
    }
    const ceiling = response.ceiling(draw);
    if (ceiling === null) hasCeiling = false;
    else level[draw] = shown === 0 ? 0 : reached / (shown * ceiling);
    const { response: raised } = response.observed(draw, 1 + marginalStep);
    for (let cell = 0; cell < raised.length; cell += 1) raisedWorth[draw] += revenuePerKpi[cell] * raised[cell];
  }
  return { total, worth, raisedWorth, level: hasCeiling ? level : null };
}

/**
 * Marginal ROAS of a channel whose contribution is a coefficient times its response: the fast path of
 * `marginalRoasDraws`, which it equals on an additive fit (asserted in the tests). 0 without spend.
 *
 * @param coefficient  KPI per unit of response, (draw)
 * @param spend        total, money
 */
export function marginalRoasOfResponse(
  { worth, raisedWorth }: ObservedResponse,
  coefficient: Float64Array,
  spend: number,
): Float64Array {
  return coefficient.map((value, draw) =>
    spend === 0 ? 0 : (value * (raisedWorth[draw] - worth[draw])) / (marginalStep * spend),
  );
}
